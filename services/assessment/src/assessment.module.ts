import { Module, type DynamicModule } from '@nestjs/common';
import { commandHandlers, feedController, ServiceModule } from '@lianxin/nest';
import type { AssessmentCommands } from './assessment.js';
import { CasesController } from './http/cases.controller.js';
import { ListsController } from './http/lists.controller.js';
import { PlansController } from './http/plans.controller.js';

/** The assessment service over HTTP. Views, rights to open, the index of plans and the reaction stand in `assessmentBefore()`, which hosts start. */
@Module({})
export class AssessmentModule {
  static with(commands: AssessmentCommands): DynamicModule {
    return {
      module: AssessmentModule,
      imports: [ServiceModule.of('assessment')],
      controllers: [CasesController, PlansController, ListsController, feedController('assessment')],
      providers: commandHandlers(...Object.values(commands)),
    };
  }
}
