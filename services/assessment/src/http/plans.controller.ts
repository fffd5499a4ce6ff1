import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, answerPlanBody, approvePlanBody, dossierId, draftPlanBody, endPlanTaskBody, planTaskId, returnPlanBody, reviewPlanBody, revisePlanBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { AssessmentParts } from '../assessment.js';
import { readSimilarPlans } from '../queries/read-case.query.js';
import { similarPlans } from './schemas.js';

@Controller('api/assessment/cases/:dossier/plan')
@ApiTags('assessment')
@ApiBearerAuth()
export class PlansController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: AssessmentParts) {}

  @Get('similar')
  @Action('assessment.case.read')
  @Reads('assessments')
  @ApiOkResponse({ standardSchema: similarPlans, description: '与本计划相同或近似的其他计划，作为提醒 · other plans that are the same or nearly so: a warning' })
  async similar(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readSimilarPlans(this.parts, dossier, who));
  }

  @Post()
  @Action('assessment.plan.draft')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已拟定；likeness 提示与其他计划的相似 · drafted; `likeness` warns of copied plans' })
  draft(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: draftPlanBody }) body: z.infer<typeof draftPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.draftPlan, { dossier, ...body }, who, key));
  }

  @Post('revise')
  @Action('assessment.plan.revise')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已修订，须重新征求意见和批准 · revised; to be agreed and approved anew' })
  revise(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: revisePlanBody }) body: z.infer<typeof revisePlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.revisePlan, { dossier, ...body }, who, key));
  }

  @Post('answer')
  @Action('assessment.plan.answer')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记信访人意见 · answer recorded' })
  answer(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: answerPlanBody }) body: z.infer<typeof answerPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.answerPlan, { dossier, ...body }, who, key));
  }

  @Post('approve')
  @Action('assessment.plan.approve')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已批准 · approved' })
  approve(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: approvePlanBody }) body: z.infer<typeof approvePlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.approvePlan, { dossier, ...body }, who, key));
  }

  @Post('return')
  @Action('assessment.plan.return')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已退回 · returned' })
  giveBack(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: returnPlanBody }) body: z.infer<typeof returnPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.returnPlan, { dossier, ...body }, who, key));
  }

  @Post('review')
  @Action('assessment.plan.review')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已检视 · reviewed' })
  review(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: reviewPlanBody }) body: z.infer<typeof reviewPlanBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reviewPlan, { dossier, ...body }, who, key));
  }

  @Post('tasks/:task')
  @Action('assessment.plan.task')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '任务已结束 · task ended' })
  endTask(@Param('dossier', { schema: dossierId }) dossier: string, @Param('task', { schema: planTaskId }) task: string, @Body({ schema: endPlanTaskBody }) body: z.infer<typeof endPlanTaskBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.endPlanTask, { dossier, task, ...body }, who, key));
  }
}
