import { Module, type DynamicModule } from '@nestjs/common';
import { commandHandlers, feedController, ServiceModule } from '@lianxin/nest';
import type { CoordinationCommands } from './coordination.js';
import { CasesController } from './http/cases.controller.js';
import { DepartmentsController } from './http/departments.controller.js';
import { GroupsController } from './http/groups.controller.js';
import { JointMeetingsController } from './http/joint-meetings.controller.js';
import { MatterDecisionsController } from './http/matter-decisions.controller.js';
import { MatterDispatchController } from './http/matter-dispatch.controller.js';
import { MatterReviewsController } from './http/matter-reviews.controller.js';
import { MattersController } from './http/matters.controller.js';
import { InboxController } from './http/inbox.controller.js';
import { ReferralRoundsController } from './http/referral-rounds.controller.js';
import { ReferralsController } from './http/referrals.controller.js';
import { ServicesController } from './http/services.controller.js';

/** The coordination service over HTTP. Views, rights to open and the reaction stand in `coordinationBefore()`, which hosts start. */
@Module({})
export class CoordinationModule {
  static with(commands: CoordinationCommands): DynamicModule {
    return {
      module: CoordinationModule,
      imports: [ServiceModule.of('coordination')],
      controllers: [CasesController, ServicesController, GroupsController, DepartmentsController, ReferralsController, ReferralRoundsController, JointMeetingsController, InboxController, MattersController, MatterDispatchController, MatterDecisionsController, MatterReviewsController, feedController('coordination')],
      providers: commandHandlers(...Object.values(commands)),
    };
  }
}
