import { Module, type DynamicModule } from '@nestjs/common';
import { commandHandlers, feedController, ServiceModule } from '@lianxin/nest';
import type { CrisisCommands } from './crisis.js';
import { ConcernsController } from './http/concerns.controller.js';
import { EpisodesController } from './http/episodes.controller.js';
import { SafetyController } from './http/safety.controller.js';
import { ReportsController } from './http/reports.controller.js';

/** The crisis service over HTTP. Views and rights to open stand in `crisis()`, which hosts start. */
@Module({})
export class CrisisModule {
  static with(commands: CrisisCommands): DynamicModule {
    return {
      module: CrisisModule,
      imports: [ServiceModule.of('crisis')],
      controllers: [SafetyController, EpisodesController, ConcernsController, ReportsController, feedController('crisis')],
      providers: commandHandlers(...Object.values(commands)),
    };
  }
}
