import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { 
  accepted, answerBehaviourPlanBody, approveBehaviourPlanBody, behaviourPlanId, breakCommitmentBody, commitmentId, deliveryId, endBehaviourPlanBody, keepCommitmentBody, postponeCommitmentBody, returnBehaviourPlanBody,
  reviewBehaviourPlanBody, reviseBehaviourPlanBody, voidDeliveryBody,
 } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';
import { findBehaviourPlans, findCommitments, findDeliveries } from '../queries/find-in-lists.query.js';
import { orBadCursor } from './bad-cursor.js';
import { behaviourPlanList, behaviourPlanQuery, commitmentList, commitmentQuery, deliveryList, deliveryQuery } from './schemas.js';

@Controller('api/coordination')
@ApiTags('coordination')
@ApiBearerAuth()
export class ServicesController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Get('deliveries')
  @Action('coordination.list.read')
  @Reads('deliveries')
  @ApiOkResponse({ standardSchema: deliveryList, description: '服务列表，新的在前；注明是否在24小时内写成 · deliveries, newest first, with whether they were written up in 24 hours' })
  deliveries(@Query({ schema: deliveryQuery }) query: z.infer<typeof deliveryQuery>, @Who() who: Actor) {
    return orBadCursor(findDeliveries(this.parts, query, who));
  }

  @Post('deliveries/:delivery/void')
  @Action('coordination.delivery.void')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已作废 · voided' })
  voidDelivery(@Param('delivery', { schema: deliveryId }) delivery: string, @Body({ schema: voidDeliveryBody }) body: z.infer<typeof voidDeliveryBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.voidDelivery, { delivery, ...body }, who, key));
  }

  @Get('commitments')
  @Action('coordination.commitment.read')
  @Reads('commitments')
  @ApiOkResponse({ standardSchema: commitmentList, description: '承诺列表，先到期的在前 · commitments, the earliest due first' })
  commitments(@Query({ schema: commitmentQuery }) query: z.infer<typeof commitmentQuery>, @Who() who: Actor) {
    return orBadCursor(findCommitments(this.parts, query, who));
  }

  @Post('commitments/:commitment/keep')
  @Action('coordination.commitment.settle')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记为兑现 · kept' })
  keep(@Param('commitment', { schema: commitmentId }) commitment: string, @Body({ schema: keepCommitmentBody }) body: z.infer<typeof keepCommitmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.keepCommitment, { commitment, ...body }, who, key));
  }

  @Post('commitments/:commitment/break')
  @Action('coordination.commitment.settle')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记为未能兑现 · broken' })
  breaks(@Param('commitment', { schema: commitmentId }) commitment: string, @Body({ schema: breakCommitmentBody }) body: z.infer<typeof breakCommitmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.breakCommitment, { commitment, ...body }, who, key));
  }

  @Post('commitments/:commitment/postpone')
  @Action('coordination.commitment.settle')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已改期 · postponed' })
  postpone(@Param('commitment', { schema: commitmentId }) commitment: string, @Body({ schema: postponeCommitmentBody }) body: z.infer<typeof postponeCommitmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.postponeCommitment, { commitment, ...body }, who, key));
  }

  @Get('behaviour-plans')
  @Action('coordination.list.read')
  @Reads('behaviour-plans')
  @ApiOkResponse({ standardSchema: behaviourPlanList, description: '行为计划列表 · behaviour plans' })
  behaviourPlans(@Query({ schema: behaviourPlanQuery }) query: z.infer<typeof behaviourPlanQuery>, @Who() who: Actor) {
    return orBadCursor(findBehaviourPlans(this.parts, query, who));
  }

  @Post('behaviour-plans/:plan/revise')
  @Action('coordination.behaviour.revise')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已修订 · revised' })
  revise(@Param('plan', { schema: behaviourPlanId }) plan: string, @Body({ schema: reviseBehaviourPlanBody }) body: z.infer<typeof reviseBehaviourPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reviseBehaviourPlan, { plan, ...body }, who, key));
  }

  @Post('behaviour-plans/:plan/answer')
  @Action('coordination.behaviour.answer')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记本人意见 · recorded' })
  answer(@Param('plan', { schema: behaviourPlanId }) plan: string, @Body({ schema: answerBehaviourPlanBody }) body: z.infer<typeof answerBehaviourPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.answerBehaviourPlan, { plan, ...body }, who, key));
  }

  @Post('behaviour-plans/:plan/approve')
  @Action('coordination.behaviour.approve')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已批准 · approved' })
  approve(@Param('plan', { schema: behaviourPlanId }) plan: string, @Body({ schema: approveBehaviourPlanBody }) body: z.infer<typeof approveBehaviourPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.approveBehaviourPlan, { plan, ...body }, who, key));
  }

  @Post('behaviour-plans/:plan/return')
  @Action('coordination.behaviour.return')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已退回 · returned' })
  giveBack(@Param('plan', { schema: behaviourPlanId }) plan: string, @Body({ schema: returnBehaviourPlanBody }) body: z.infer<typeof returnBehaviourPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.returnBehaviourPlan, { plan, ...body }, who, key));
  }

  @Post('behaviour-plans/:plan/review')
  @Action('coordination.behaviour.review')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已检视 · reviewed' })
  review(@Param('plan', { schema: behaviourPlanId }) plan: string, @Body({ schema: reviewBehaviourPlanBody }) body: z.infer<typeof reviewBehaviourPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reviewBehaviourPlan, { plan, ...body }, who, key));
  }

  @Post('behaviour-plans/:plan/end')
  @Action('coordination.behaviour.end')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已结束 · ended' })
  end(@Param('plan', { schema: behaviourPlanId }) plan: string, @Body({ schema: endBehaviourPlanBody }) body: z.infer<typeof endBehaviourPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.endBehaviourPlan, { plan, ...body }, who, key));
  }
}
