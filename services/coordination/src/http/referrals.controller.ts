import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { 
  acceptReferralBody, accepted, acknowledgeReferralBody, closeReferralBody, declineReferralBody, recordReferralConsentBody, redirectReferralBody, referralId, reportReferralBody, requestReferralInfoBody, reviseReferralBody,
  sendReferralBody, startReferralServiceBody, supplyReferralInfoBody, withdrawReferralBody, withdrawReferralConsentBody,
 } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';
import { findReferrals } from '../queries/find-in-lists.query.js';
import { previewReferral, readReferral } from '../queries/read-referral.query.js';
import { orBadCursor } from './bad-cursor.js';
import { receiverViewSchema, referralList, referralPage, referralQuery } from './schemas.js';

@Controller('api/coordination/referrals')
@ApiTags('coordination')
@ApiBearerAuth()
export class ReferralsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Get()
  @Action('coordination.list.read')
  @Reads('referrals')
  @ApiOkResponse({ standardSchema: referralList, description: '转介列表，先到期的在前 · referrals, the earliest due first' })
  list(@Query({ schema: referralQuery }) query: z.infer<typeof referralQuery>, @Who() who: Actor) {
    return orBadCursor(findReferrals(this.parts, query, who));
  }

  @Get(':referral')
  @Action('coordination.case.read')
  @Reads('referrals')
  @ApiOkResponse({ standardSchema: referralPage, description: '一件转介及全部往来 · a referral with all that was exchanged' })
  async read(@Param('referral', { schema: referralId }) referral: string, @Who() who: Actor) {
    return orRefuse(await readReferral(this.parts, referral, who));
  }

  @Get(':referral/preview')
  @Action('coordination.referral.preview')
  @Reads('referrals')
  @ApiOkResponse({ standardSchema: receiverViewSchema, description: '接收单位将看到的全部内容 · exactly what the receiver will see' })
  async preview(@Param('referral', { schema: referralId }) referral: string, @Who() who: Actor) {
    return orRefuse(await previewReferral(this.parts, referral, who));
  }

  @Post(':referral/revise')
  @Action('coordination.referral.draft')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已修改 · revised' })
  revise(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: reviseReferralBody }) body: z.infer<typeof reviseReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reviseReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/consent')
  @Action('coordination.referral.consent')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · recorded' })
  consent(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: recordReferralConsentBody }) body: z.infer<typeof recordReferralConsentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordReferralConsent, { referral, ...body }, who, key));
  }

  @Post(':referral/consent/withdraw')
  @Action('coordination.referral.consent')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已撤回同意，停止提供 · consent withdrawn, sharing stops' })
  withdrawConsent(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: withdrawReferralConsentBody }) body: z.infer<typeof withdrawReferralConsentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.withdrawReferralConsent, { referral, ...body }, who, key));
  }

  @Post(':referral/send')
  @Action('coordination.referral.send')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已发出 · sent' })
  send(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: sendReferralBody }) body: z.infer<typeof sendReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.sendReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/supply')
  @Action('coordination.referral.send')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已补充 · supplied' })
  supply(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: supplyReferralInfoBody }) body: z.infer<typeof supplyReferralInfoBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.supplyReferralInfo, { referral, ...body }, who, key));
  }

  @Post(':referral/redirect')
  @Action('coordination.referral.send')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已改送，须重新取得同意 · redirected; consent is asked anew' })
  redirect(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: redirectReferralBody }) body: z.infer<typeof redirectReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.redirectReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/close')
  @Action('coordination.referral.end')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已办结 · closed' })
  close(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: closeReferralBody }) body: z.infer<typeof closeReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.closeReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/withdraw')
  @Action('coordination.referral.end')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已撤回 · withdrawn' })
  withdraw(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: withdrawReferralBody }) body: z.infer<typeof withdrawReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.withdrawReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/acknowledge')
  @Action('coordination.referral.acknowledge')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已签收 · acknowledged' })
  acknowledge(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: acknowledgeReferralBody }) body: z.infer<typeof acknowledgeReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.acknowledgeReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/accept')
  @Action('coordination.referral.answer')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已接受 · accepted' })
  accept(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: acceptReferralBody }) body: z.infer<typeof acceptReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.acceptReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/decline')
  @Action('coordination.referral.answer')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已退回 · declined' })
  decline(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: declineReferralBody }) body: z.infer<typeof declineReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.declineReferral, { referral, ...body }, who, key));
  }

  @Post(':referral/request-info')
  @Action('coordination.referral.answer')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已要求补充 · asked for information' })
  requestInfo(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: requestReferralInfoBody }) body: z.infer<typeof requestReferralInfoBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.requestReferralInfo, { referral, ...body }, who, key));
  }

  @Post(':referral/start')
  @Action('coordination.referral.report')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已开始服务 · begun' })
  start(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: startReferralServiceBody }) body: z.infer<typeof startReferralServiceBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.startReferralService, { referral, ...body }, who, key));
  }

  @Post(':referral/report')
  @Action('coordination.referral.report')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已反馈 · reported' })
  report(@Param('referral', { schema: referralId }) referral: string, @Body({ schema: reportReferralBody }) body: z.infer<typeof reportReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reportReferral, { referral, ...body }, who, key));
  }
}
