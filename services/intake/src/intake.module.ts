import { Module, type DynamicModule } from '@nestjs/common';
import { commandHandlers, feedController, ServiceModule } from '@lianxin/nest';
import { DossiersController } from './http/dossiers.controller.js';
import { ErasuresController } from './http/erasures.controller.js';
import { HandOversController } from './http/hand-overs.controller.js';
import { ImportsController } from './http/imports.controller.js';
import { LookupsController } from './http/lookups.controller.js';
import { MattersController } from './http/matters.controller.js';
import { ProgressController } from './http/progress.controller.js';
import { SubjectsController } from './http/subjects.controller.js';
import type { IntakeCommands } from './intake.js';

/** The intake service over HTTP. Views, searchable values and rights to open stand in `intake()`, which hosts start. */
@Module({})
export class IntakeModule {
  static with(commands: IntakeCommands): DynamicModule {
    return {
      module: IntakeModule,
      imports: [ServiceModule.of('intake')],
      controllers: [DossiersController, MattersController, SubjectsController, LookupsController, ImportsController, ErasuresController, HandOversController, ProgressController, feedController('intake')],
      providers: commandHandlers(...Object.values(commands)),
    };
  }
}
