import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, clearSafetyBody, dossierId, downgradeSafetyBody, makeMandatoryReportBody, makeSafetyPlanBody, raiseSafetyBody, reassessSafetyBody, upgradeSafetyBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CrisisParts } from '../crisis.js';
import { readSafety } from '../queries/read-safety.query.js';
import { safetyAnswer, safetyPage } from './schemas.js';

@Controller('api/crisis/cases')
@ApiTags('crisis')
@ApiBearerAuth()
export class SafetyController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CrisisParts) {}

  @Get(':dossier')
  @Action('crisis.safety.read')
  @Reads('safeties', 'episodes', 'reports')
  @ApiOkResponse({ standardSchema: safetyPage, description: '安全状况、时限与可做的下一步；查看留下访问记录 · safety of a case, what is due, what you may do; reading leaves an access record' })
  async read(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readSafety(this.parts, dossier, who));
  }

  @Post(':dossier/raise')
  @Action('crisis.safety.raise')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: safetyAnswer, description: '已提出风险；红色、橙色开始危机介入 · raised; RED and ORANGE open a crisis episode' })
  raise(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: raiseSafetyBody }) body: z.infer<typeof raiseSafetyBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.raiseSafety, { dossier, ...body }, who, key));
  }

  @Post(':dossier/upgrade')
  @Action('crisis.safety.upgrade')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: safetyAnswer, description: '已升级 · the level was raised' })
  upgrade(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: upgradeSafetyBody }) body: z.infer<typeof upgradeSafetyBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.upgradeSafety, { dossier, ...body }, who, key));
  }

  @Post(':dossier/reassess')
  @Action('crisis.safety.reassess')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: safetyAnswer, description: '已重新评估 · re-assessed' })
  reassess(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: reassessSafetyBody }) body: z.infer<typeof reassessSafetyBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reassessSafety, { dossier, ...body }, who, key));
  }

  @Post(':dossier/downgrade')
  @Action('crisis.safety.downgrade')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: safetyAnswer, description: '已降级 · the level was lowered' })
  downgrade(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: downgradeSafetyBody }) body: z.infer<typeof downgradeSafetyBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.downgradeSafety, { dossier, ...body }, who, key));
  }

  @Post(':dossier/clear')
  @Action('crisis.safety.clear')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: safetyAnswer, description: '已解除 · cleared' })
  clear(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: clearSafetyBody }) body: z.infer<typeof clearSafetyBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.clearSafety, { dossier, ...body }, who, key));
  }

  @Post(':dossier/safety-plan')
  @Action('crisis.safety.plan')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: safetyAnswer, description: '已制定安全计划 · safety plan made' })
  plan(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: makeSafetyPlanBody }) body: z.infer<typeof makeSafetyPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.makeSafetyPlan, { dossier, ...body }, who, key));
  }

  @Post(':dossier/reports')
  @Action('crisis.report.make')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记强制报告 · mandatory report recorded' })
  report(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: makeMandatoryReportBody }) body: z.infer<typeof makeMandatoryReportBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.makeMandatoryReport, { dossier, ...body }, who, key));
  }
}
