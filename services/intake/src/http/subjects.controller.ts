import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, correctContactBody, correctIdentityBody, subjectId } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { IntakeParts } from '../intake.js';
import { readSubject } from '../queries/read-case.query.js';
import { subjectPage } from './schemas.js';

@Controller('api/intake/subjects')
@ApiTags('intake')
@ApiBearerAuth()
export class SubjectsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: IntakeParts) {}

  @Get(':subject')
  @Action('intake.subject.read')
  @Reads('subjects')
  @ApiOkResponse({ standardSchema: subjectPage, description: '信访人与其卷宗；查看留下访问记录 · a subject and its cases; reading leaves an access record' })
  async read(@Param('subject', { schema: subjectId }) subject: string, @Who() who: Actor) {
    return orRefuse(await readSubject(this.parts, subject, who));
  }

  @Post(':subject/identity')
  @Action('intake.subject.correct')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已更正 · corrected' })
  identity(@Param('subject', { schema: subjectId }) subject: string, @Body({ schema: correctIdentityBody }) body: z.infer<typeof correctIdentityBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.correctIdentity, { subject, ...body }, who, key));
  }

  @Post(':subject/contact')
  @Action('intake.subject.correct')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已更正 · corrected' })
  contact(@Param('subject', { schema: subjectId }) subject: string, @Body({ schema: correctContactBody }) body: z.infer<typeof correctContactBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.correctContact, { subject, ...body }, who, key));
  }
}
