import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, acknowledgeEscalationBody, defineLadderBody, escalationId, raiseEscalationBody, resolveEscalationBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { findEscalations, laddersOf, readEscalation } from '../queries/read-escalations.query.js';
import type { SupervisionParts } from '../supervision.js';
import { orBadCursor } from './bad-cursor.js';
import { escalationList, escalationPage, escalationQuery, ladderList, ladderQuery } from './escalation-schemas.js';

@Controller('api/supervision')
@ApiTags('supervision')
@ApiBearerAuth()
export class EscalationsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: SupervisionParts) {}

  @Get('ladders')
  @Action('supervision.ladder.read')
  @Reads('ladders')
  @ApiOkResponse({ standardSchema: ladderList, description: '本区现行的升级层级 · the ladders that hold in a district' })
  async ladders(@Query({ schema: ladderQuery }) query: z.infer<typeof ladderQuery>, @Who() who: Actor) {
    return { items: await laddersOf(this.parts, query.district ?? who.district) };
  }

  @Post('ladders')
  @Action('supervision.ladder.define')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已规定，此后发起的按此升级 · laid down for what is raised from here on' })
  define(@Body({ schema: defineLadderBody }) body: z.infer<typeof defineLadderBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.defineLadder, body, who, key));
  }

  @Get('escalations')
  @Action('supervision.escalation.read')
  @Reads('escalations')
  @ApiOkResponse({ standardSchema: escalationList, description: '升级事项，先到期的在前；默认未应答的 · escalations, next due first; by default open ones' })
  list(@Query({ schema: escalationQuery }) query: z.infer<typeof escalationQuery>, @Who() who: Actor) {
    return orBadCursor(findEscalations(this.parts, query, who));
  }

  @Post('escalations')
  @Action('supervision.escalation.raise')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已发起 · raised' })
  raise(@Body({ schema: raiseEscalationBody }) body: z.infer<typeof raiseEscalationBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.raiseEscalation, body, who, key));
  }

  @Get('escalations/:escalation')
  @Action('supervision.escalation.read')
  @Reads('escalations')
  @ApiOkResponse({ standardSchema: escalationPage, description: '升级事项及其经过 · an escalation with its history' })
  async read(@Param('escalation', { schema: escalationId }) escalation: string, @Who() who: Actor) {
    return orRefuse(await readEscalation(this.parts, escalation, who));
  }

  @Post('escalations/:escalation/acknowledge')
  @Action('supervision.escalation.acknowledge')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已应答，不再升级 · taken up; it climbs no more' })
  acknowledge(@Param('escalation', { schema: escalationId }) escalation: string, @Body({ schema: acknowledgeEscalationBody }) body: z.infer<typeof acknowledgeEscalationBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.acknowledgeEscalation, { escalation, ...body }, who, key));
  }

  @Post('escalations/:escalation/resolve')
  @Action('supervision.escalation.resolve')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已办结 · resolved' })
  resolve(@Param('escalation', { schema: escalationId }) escalation: string, @Body({ schema: resolveEscalationBody }) body: z.infer<typeof resolveEscalationBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.resolveEscalation, { escalation, ...body }, who, key));
  }
}
