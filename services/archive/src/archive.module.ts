import { Module } from '@nestjs/common';
import { commandHandlers, feedController, ServiceModule } from '@lianxin/nest';
import { CasesController } from './http/cases.controller.js';
import { FileController } from './http/file.controller.js';
import { LibraryController } from './http/library.controller.js';
import { ProofsController } from './http/proofs.controller.js';
import { StandardController } from './http/standard.controller.js';
import { storyCommands } from './library/story.commands.js';

/** 档案: the mirror of every log, each case's whole stream, closing and sealing, bundles and proofs. */
@Module({
  imports: [ServiceModule.of('archive')],
  controllers: [CasesController, FileController, LibraryController, StandardController, ProofsController, feedController('archive')],
  // The commands on a case's file are given past the bus: their district is not the actor's but the case's.
  providers: commandHandlers(...Object.values(storyCommands)),
})
export class ArchiveModule {}
