import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, callOffRoundBody, decideRoundBody, dossierId, roundId, startReferralRoundBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';
import { findRounds, readRound } from '../queries/referral-rounds.query.js';
import { orBadCursor } from './bad-cursor.js';
import { roundList, roundPage, roundQuery } from './round-schemas.js';

/** Rounds of referrals: one need asked of several units at once. */
@Controller('api/coordination')
@ApiTags('coordination')
@ApiBearerAuth()
export class ReferralRoundsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Post('cases/:dossier/referral-rounds')
  @Action('coordination.round.start')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已发起；系统随即向各单位分别转介 · started; each unit is then sent a referral of its own' })
  start(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: startReferralRoundBody }) body: z.infer<typeof startReferralRoundBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.startReferralRound, { dossier, ...body }, who, key));
  }

  @Get('referral-rounds')
  @Action('coordination.round.read')
  @Reads('referral-rounds')
  @ApiOkResponse({ standardSchema: roundList, description: '多方转介列表，先到期的在前 · rounds of referrals, the earliest answer due first' })
  list(@Query({ schema: roundQuery }) query: z.infer<typeof roundQuery>, @Who() who: Actor) {
    return orBadCursor(findRounds(this.parts, query, who));
  }

  @Get('referral-rounds/:round')
  @Action('coordination.round.read')
  @Reads('referral-rounds')
  @ApiOkResponse({ standardSchema: roundPage, description: '一轮多方转介：谁已答复、谁逾期、为何等待 · a round: who answered, who is late, why it waits' })
  async read(@Param('round', { schema: roundId }) round: string, @Who() who: Actor) {
    return orRefuse(await readRound(this.parts, round, who));
  }

  @Post('referral-rounds/:round/call-off')
  @Action('coordination.round.end')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已撤销；未答复的转介由后往前逐一撤回 · called off; what is open is recalled, last asked first' })
  callOff(@Param('round', { schema: roundId }) round: string, @Body({ schema: callOffRoundBody }) body: z.infer<typeof callOffRoundBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.callOffRound, { round, ...body }, who, key));
  }

  @Post('referral-rounds/:round/decide')
  @Action('coordination.round.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已决定 · decided' })
  decide(@Param('round', { schema: roundId }) round: string, @Body({ schema: decideRoundBody }) body: z.infer<typeof decideRoundBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.decideRound, { round, ...body }, who, key));
  }
}
