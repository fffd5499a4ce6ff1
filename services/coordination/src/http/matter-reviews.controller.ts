import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, matterHandlingCommands as on, matterId } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';

/** 复查、复核、信访人的申请、督办 · reviews, the petitioner, oversight. */
@Controller('api/coordination/matters')
@ApiTags('coordination')
@ApiBearerAuth()
export class MatterReviewsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Post(':matter/request-review')
  @Action('coordination.matter.petitioner')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记申请 · request recorded' })
  requestReview(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RequestReview.body }) body: z.infer<typeof on.RequestReview.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.requestReview, { matter, ...body }, who, key));
  }

  @Post(':matter/refuse-review')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记不予受理 · refusal recorded' })
  refuseReview(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RefuseReview.body }) body: z.infer<typeof on.RefuseReview.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.refuseReview, { matter, ...body }, who, key));
  }

  @Post(':matter/review-opinion')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记复查、复核意见 · review opinion recorded' })
  issueReviewOpinion(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.IssueReviewOpinion.body }) body: z.infer<typeof on.IssueReviewOpinion.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.issueReviewOpinion, { matter, ...body }, who, key));
  }

  @Post(':matter/end')
  @Action('coordination.matter.petitioner')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记终止 · end recorded' })
  endMatter(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.EndMatter.body }) body: z.infer<typeof on.EndMatter.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.endMatter, { matter, ...body }, who, key));
  }

  @Post(':matter/death')
  @Action('coordination.matter.petitioner')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记死亡 · death recorded' })
  recordDeath(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RecordDeath.body }) body: z.infer<typeof on.RecordDeath.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordDeath, { matter, ...body }, who, key));
  }

  @Post(':matter/successor')
  @Action('coordination.matter.petitioner')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记承继人 · successor recorded' })
  nameSuccessor(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.NameSuccessor.body }) body: z.infer<typeof on.NameSuccessor.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.nameSuccessor, { matter, ...body }, who, key));
  }

  @Post(':matter/refuse-resubmission')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记不再受理 · recorded' })
  refuseResubmission(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RefuseResubmission.body }) body: z.infer<typeof on.RefuseResubmission.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.refuseResubmission, { matter, ...body }, who, key));
  }

  @Post(':matter/oversight')
  @Action('coordination.matter.suggest-oversight')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已建议督办 · oversight suggested' })
  proposeOversight(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.ProposeOversight.body }) body: z.infer<typeof on.ProposeOversight.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.proposeOversight, { matter, ...body }, who, key));
  }

  @Post(':matter/oversight/confirm')
  @Action('coordination.matter.decide-oversight')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记督办 · oversight confirmed' })
  confirmOversight(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.ConfirmOversight.body }) body: z.infer<typeof on.ConfirmOversight.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.confirmOversight, { matter, ...body }, who, key));
  }

  @Post(':matter/oversight/dismiss')
  @Action('coordination.matter.decide-oversight')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记不予督办 · oversight dismissed' })
  dismissOversight(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.DismissOversight.body }) body: z.infer<typeof on.DismissOversight.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.dismissOversight, { matter, ...body }, who, key));
  }
}
