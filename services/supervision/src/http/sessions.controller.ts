import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, checkSessionActionBody, holdSessionBody, sessionId } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { findRequired, findSessions } from '../queries/find-in-lists.query.js';
import { readSession } from '../queries/read-one.query.js';
import type { SupervisionParts } from '../supervision.js';
import { orBadCursor } from './bad-cursor.js';
import { requiredList, requiredQuery, sessionList, sessionPage, sessionQuery } from './schemas.js';

@Controller('api/supervision')
@ApiTags('supervision')
@ApiBearerAuth()
export class SessionsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: SupervisionParts) {}

  @Post('sessions')
  @Action('supervision.session.hold')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记督导；takenUp 为由此落实的须督导事项数 · recorded; takenUp: how many required items were taken up' })
  hold(@Body({ schema: holdSessionBody }) body: z.infer<typeof holdSessionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.holdSession, body, who, key));
  }

  @Get('sessions')
  @Action('supervision.session.read')
  @Reads('sessions')
  @ApiOkResponse({ standardSchema: sessionList, description: '督导记录；社工只见本人参加的 · sessions; workers see those they took part in' })
  list(@Query({ schema: sessionQuery }) query: z.infer<typeof sessionQuery>, @Who() who: Actor) {
    return orBadCursor(findSessions(this.parts, query, who));
  }

  @Get('sessions/:session')
  @Action('supervision.session.read')
  @Reads('sessions', 'discussed')
  @ApiOkResponse({ standardSchema: sessionPage, description: '督导记录；查看留下访问记录 · a session; reading leaves an access record' })
  async read(@Param('session', { schema: sessionId }) session: string, @Who() who: Actor) {
    return orRefuse(await readSession(this.parts, session, who));
  }

  @Post('sessions/:session/checks')
  @Action('supervision.session.check')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已检查 · checked' })
  check(@Param('session', { schema: sessionId }) session: string, @Body({ schema: checkSessionActionBody }) body: z.infer<typeof checkSessionActionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.checkSessionAction, { session, ...body }, who, key));
  }

  @Get('required')
  @Action('supervision.required.read')
  @Reads('required')
  @ApiOkResponse({ standardSchema: requiredList, description: '须督导事项，先到期的在前；默认只列未落实的 · what supervision must take up, most urgent first; by default what is open' })
  required(@Query({ schema: requiredQuery }) query: z.infer<typeof requiredQuery>, @Who() who: Actor) {
    return orBadCursor(findRequired(this.parts, query, who));
  }
}
