import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, dossierId, draftBehaviourPlanBody, draftReferralBody, makeCommitmentBody, recordCounsellingBody, recordDeliveryBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';
import { nextActions, readCase } from '../queries/read-case.query.js';
import { coordinationCasePage, nextActionList } from './schemas.js';

@Controller('api/coordination/cases')
@ApiTags('coordination')
@ApiBearerAuth()
export class CasesController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Get(':dossier')
  @Action('coordination.case.read')
  @Reads('casework')
  @ApiOkResponse({ standardSchema: coordinationCasePage, description: '一案的全部服务；查看留下访问记录 · all services of a case; reading leaves an access record' })
  async read(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readCase(this.parts, dossier, who));
  }

  @Get(':dossier/next-actions')
  @Action('coordination.case.read')
  @Reads('casework')
  @ApiOkResponse({ standardSchema: nextActionList, description: '可以做的下一步 · what may be done next' })
  async next(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await nextActions(this.parts, dossier, who));
  }

  @Post(':dossier/deliveries')
  @Action('coordination.delivery.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已记录；发现危险时附紧急联系卡 · recorded; with the emergency card when danger was seen' })
  deliver(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: recordDeliveryBody }) body: z.infer<typeof recordDeliveryBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordDelivery, { dossier, ...body }, who, key));
  }

  @Post(':dossier/counselling')
  @Action('coordination.counselling.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已记录，同时计为一次服务 · recorded, and counted as a delivery' })
  counsel(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: recordCounsellingBody }) body: z.infer<typeof recordCounsellingBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordCounselling, { dossier, ...body }, who, key));
  }

  @Post(':dossier/behaviour-plans')
  @Action('coordination.behaviour.draft')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已拟定，待本人同意和督导批准 · drafted; consent and approval follow' })
  behaviour(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: draftBehaviourPlanBody }) body: z.infer<typeof draftBehaviourPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.draftBehaviourPlan, { dossier, ...body }, who, key));
  }

  @Post(':dossier/commitments')
  @Action('coordination.commitment.make')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · recorded' })
  promise(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: makeCommitmentBody }) body: z.infer<typeof makeCommitmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.makeCommitment, { dossier, ...body }, who, key));
  }

  @Post(':dossier/referrals')
  @Action('coordination.referral.draft')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已拟定，附转介编号 · drafted, with its number' })
  refer(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: draftReferralBody }) body: z.infer<typeof draftReferralBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.draftReferral, { dossier, ...body }, who, key));
  }
}
