import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  accepted, askSatisfactionBody, declineSatisfactionBody, dossierId, evaluateOutcomeBody, recordSatisfactionBody, returnOutcomeBody, satisfactionId, signOffOutcomeBody,
} from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { findOutcomes, findSatisfactions } from '../queries/find-in-lists.query.js';
import { readCase } from '../queries/read-one.query.js';
import type { SupervisionParts } from '../supervision.js';
import { orBadCursor } from './bad-cursor.js';
import { casePage, outcomeList, outcomeQuery, satisfactionList, satisfactionQuery } from './schemas.js';

@Controller('api/supervision')
@ApiTags('supervision')
@ApiBearerAuth()
export class OutcomesController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: SupervisionParts) {}

  @Get('cases/:dossier')
  @Action('supervision.case.read')
  @Reads('satisfactions', 'checks', 'feedbacks')
  @ApiOkResponse({ standardSchema: casePage, description: '个案的督导、评估、评价、抽查与下一步；查看留下访问记录 · supervision of a case and what may be done next; reading leaves an access record' })
  async read(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readCase(this.parts, dossier, who));
  }

  @Post('cases/:dossier/outcome')
  @Action('supervision.outcome.evaluate')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已评估，待督导签批 · evaluated; a supervisor signs off' })
  evaluate(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: evaluateOutcomeBody }) body: z.infer<typeof evaluateOutcomeBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.evaluateOutcome, { dossier, ...body }, who, key));
  }

  @Post('cases/:dossier/outcome/sign-off')
  @Action('supervision.outcome.sign-off')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已签批 · signed off' })
  signOff(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: signOffOutcomeBody }) body: z.infer<typeof signOffOutcomeBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.signOffOutcome, { dossier, ...body }, who, key));
  }

  @Post('cases/:dossier/outcome/return')
  @Action('supervision.outcome.return')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已退回 · returned' })
  sendBack(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: returnOutcomeBody }) body: z.infer<typeof returnOutcomeBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.returnOutcome, { dossier, ...body }, who, key));
  }

  @Get('outcomes')
  @Action('supervision.case.read')
  @Reads('outcomes')
  @ApiOkResponse({ standardSchema: outcomeList, description: '成效评估；phase=evaluated 为待签批 · evaluations; phase=evaluated waits to be signed off' })
  outcomes(@Query({ schema: outcomeQuery }) query: z.infer<typeof outcomeQuery>, @Who() who: Actor) {
    return orBadCursor(findOutcomes(this.parts, query, who));
  }

  @Post('cases/:dossier/satisfactions')
  @Action('supervision.satisfaction.ask')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已发出评价 · asked for' })
  ask(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: askSatisfactionBody }) body: z.infer<typeof askSatisfactionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.askSatisfaction, { dossier, ...body }, who, key));
  }

  @Get('satisfactions')
  @Action('supervision.case.read')
  @Reads('satisfactions')
  @ApiOkResponse({ standardSchema: satisfactionList, description: '满意度评价，先到期的在前 · ratings, first due first' })
  satisfactions(@Query({ schema: satisfactionQuery }) query: z.infer<typeof satisfactionQuery>, @Who() who: Actor) {
    return orBadCursor(findSatisfactions(this.parts, query, who, this.parts.engine.parts.clock.now()));
  }

  @Post('satisfactions/:satisfaction/answer')
  @Action('supervision.satisfaction.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记评价 · rating recorded' })
  record(@Param('satisfaction', { schema: satisfactionId }) satisfaction: string, @Body({ schema: recordSatisfactionBody }) body: z.infer<typeof recordSatisfactionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordSatisfaction, { satisfaction, ...body }, who, key));
  }

  @Post('satisfactions/:satisfaction/decline')
  @Action('supervision.satisfaction.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记未评 · no rating recorded' })
  decline(@Param('satisfaction', { schema: satisfactionId }) satisfaction: string, @Body({ schema: declineSatisfactionBody }) body: z.infer<typeof declineSatisfactionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.declineSatisfaction, { satisfaction, ...body }, who, key));
  }
}
