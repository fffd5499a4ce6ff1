import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { acceptCaseBody, accepted, completeAssessmentBody, declineCaseBody, declineScreeningBody, dossierId, recordGuardianConsentBody, recordNeedsBody, recordScreeningBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { AssessmentParts } from '../assessment.js';
import { nextActions, readCase } from '../queries/read-case.query.js';
import { assessmentCasePage, nextActionList } from './schemas.js';

@Controller('api/assessment/cases')
@ApiTags('assessment')
@ApiBearerAuth()
export class CasesController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: AssessmentParts) {}

  @Get(':dossier')
  @Action('assessment.case.read')
  @Reads('assessments', 'screenings')
  @ApiOkResponse({ standardSchema: assessmentCasePage, description: '需要与差异、筛查、预估与计划；查看留下访问记录 · needs, screenings, assessment and plan; reading leaves an access record' })
  async read(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readCase(this.parts, dossier, who));
  }

  @Get(':dossier/next-actions')
  @Action('assessment.case.read')
  @Reads('assessments')
  @ApiOkResponse({ standardSchema: nextActionList, description: '可以做的下一步 · what may be done next' })
  async next(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await nextActions(this.parts, dossier, who));
  }

  @Post(':dossier/needs')
  @Action('assessment.needs.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · recorded' })
  needs(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: recordNeedsBody }) body: z.infer<typeof recordNeedsBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordNeeds, { dossier, ...body }, who, key));
  }

  @Post(':dossier/guardian-consent')
  @Action('assessment.guardian.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记监护人意见 · recorded' })
  guardian(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: recordGuardianConsentBody }) body: z.infer<typeof recordGuardianConsentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordGuardianConsent, { dossier, ...body }, who, key));
  }

  @Post(':dossier/screenings')
  @Action('assessment.screening.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已记录；显示危险时附紧急联系卡 · recorded; with the emergency card when it shows danger' })
  screen(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: recordScreeningBody }) body: z.infer<typeof recordScreeningBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordScreening, { dossier, ...body }, who, key));
  }

  @Post(':dossier/screenings/declined')
  @Action('assessment.screening.decline')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记，不影响服务 · recorded; nothing follows' })
  notScreened(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: declineScreeningBody }) body: z.infer<typeof declineScreeningBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.declineScreening, { dossier, ...body }, who, key));
  }

  @Post(':dossier/assessment')
  @Action('assessment.assessment.complete')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '预估已完成 · assessment completed' })
  assess(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: completeAssessmentBody }) body: z.infer<typeof completeAssessmentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.completeAssessment, { dossier, ...body }, who, key));
  }

  @Post(':dossier/accept')
  @Action('assessment.case.accept')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已决定提供个案服务 · accepted for case service' })
  accept(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: acceptCaseBody }) body: z.infer<typeof acceptCaseBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.acceptCase, { dossier, ...body }, who, key));
  }

  @Post(':dossier/decline')
  @Action('assessment.case.decline')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已决定不提供个案服务，投诉权利已告知 · case service declined; the right to complain was told' })
  decline(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: declineCaseBody }) body: z.infer<typeof declineCaseBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.declineCase, { dossier, ...body }, who, key));
  }
}
