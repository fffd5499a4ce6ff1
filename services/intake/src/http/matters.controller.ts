import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, linkRepeatBody, matterId, reclassifyMatterBody, recordAnswerBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { IntakeParts } from '../intake.js';
import { findMatters } from '../queries/find-in-lists.query.js';
import { readMatter } from '../queries/read-case.query.js';
import { orBadCursor } from './bad-cursor.js';
import { matterList, matterPage, matterQuery } from './schemas.js';

@Controller('api/intake/matters')
@ApiTags('intake')
@ApiBearerAuth()
export class MattersController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: IntakeParts) {}

  @Get()
  @Action('intake.matter.read')
  @Reads('matters')
  @ApiOkResponse({ standardSchema: matterList, description: '信访事项，新收到的在前 · matters, newest receipt first' })
  list(@Query({ schema: matterQuery }) query: z.infer<typeof matterQuery>, @Who() who: Actor) {
    return orBadCursor(findMatters(this.parts, query, who));
  }

  @Get(':matter')
  @Action('intake.matter.read')
  @Reads('matters', 'dossiers')
  @ApiOkResponse({ standardSchema: matterPage, description: '事项、答复与关联 · the matter, its answers and links' })
  async read(@Param('matter', { schema: matterId }) matter: string, @Who() who: Actor) {
    return orRefuse(await readMatter(this.parts, matter, who));
  }

  @Post(':matter/answers')
  @Action('intake.matter.answer')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记答复 · answer recorded' })
  answer(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: recordAnswerBody }) body: z.infer<typeof recordAnswerBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordAnswer, { matter, ...body }, who, key));
  }

  @Post(':matter/reclassify')
  @Action('intake.matter.reclassify')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已更正分类 · reclassified' })
  reclassify(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: reclassifyMatterBody }) body: z.infer<typeof reclassifyMatterBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reclassifyMatter, { matter, ...body }, who, key));
  }

  @Post(':matter/repeats')
  @Action('intake.matter.link')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已关联重复信访 · linked to the earlier matter' })
  repeat(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: linkRepeatBody }) body: z.infer<typeof linkRepeatBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.linkRepeat, { matter, ...body }, who, key));
  }
}
