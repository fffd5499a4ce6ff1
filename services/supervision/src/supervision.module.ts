import { Module, type DynamicModule } from '@nestjs/common';
import { commandHandlers, feedController, ServiceModule } from '@lianxin/nest';
import { CalendarsController } from './http/calendars.controller.js';
import { EscalationsController } from './http/escalations.controller.js';
import { FeedbackController } from './http/feedback.controller.js';
import { IndicatorsController } from './http/indicators.controller.js';
import { OutcomesController } from './http/outcomes.controller.js';
import { SamplesController } from './http/samples.controller.js';
import { SessionsController } from './http/sessions.controller.js';
import { StaffController } from './http/staff.controller.js';
import type { SupervisionCommands } from './supervision.js';

/** The supervision service over HTTP. Views and rights to open stand in `supervision()`, which hosts start. */
@Module({})
export class SupervisionModule {
  static with(commands: SupervisionCommands): DynamicModule {
    return {
      module: SupervisionModule,
      imports: [ServiceModule.of('supervision')],
      controllers: [StaffController, SessionsController, OutcomesController, SamplesController, FeedbackController, IndicatorsController, CalendarsController, EscalationsController, feedController('supervision')],
      providers: commandHandlers(...Object.values(commands)),
    };
  }
}
