import { Module } from '@nestjs/common';
import { feedController, ServiceModule } from '@lianxin/nest';
import { CasesController } from './http/cases.controller.js';
import { ProofsController } from './http/proofs.controller.js';

/** 档案: the mirror of every log, each case's whole stream, closing and sealing, bundles and proofs. */
@Module({
  imports: [ServiceModule.of('archive')],
  controllers: [CasesController, ProofsController, feedController('archive')],
})
export class ArchiveModule {}
