import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, matterHandlingCommands as on, matterId } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';

/** 机关的决定：受理、办理、意见、送达 · what authorities decide. */
@Controller('api/coordination/matters')
@ApiTags('coordination')
@ApiBearerAuth()
export class MatterDecisionsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Post(':matter/accept')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记受理 · acceptance recorded' })
  acceptMatter(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.AcceptMatter.body }) body: z.infer<typeof on.AcceptMatter.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.acceptMatter, { matter, ...body }, who, key));
  }

  @Post(':matter/decline')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记不予受理 · refusal recorded' })
  declineMatter(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.DeclineMatter.body }) body: z.infer<typeof on.DeclineMatter.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.declineMatter, { matter, ...body }, who, key));
  }

  @Post(':matter/leave')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记导入其他程序 · other procedure recorded' })
  leaveToProcedure(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.LeaveToProcedure.body }) body: z.infer<typeof on.LeaveToProcedure.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.leaveToProcedure, { matter, ...body }, who, key));
  }

  @Post(':matter/extend')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记延期 · extension recorded' })
  extendHandling(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.ExtendHandling.body }) body: z.infer<typeof on.ExtendHandling.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.extendHandling, { matter, ...body }, who, key));
  }

  @Post(':matter/open-hearing')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记听证开始 · hearing opened' })
  openHearing(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.OpenHearing.body }) body: z.infer<typeof on.OpenHearing.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.openHearing, { matter, ...body }, who, key));
  }

  @Post(':matter/close-hearing')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记听证结束 · hearing closed' })
  closeHearing(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.CloseHearing.body }) body: z.infer<typeof on.CloseHearing.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.closeHearing, { matter, ...body }, who, key));
  }

  @Post(':matter/opinion')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记处理意见 · opinion recorded' })
  issueOpinion(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.IssueOpinion.body }) body: z.infer<typeof on.IssueOpinion.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.issueOpinion, { matter, ...body }, who, key));
  }

  @Post(':matter/deliver')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记送达，申请期限开始 · delivery recorded, the window begins' })
  deliverOpinion(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.DeliverOpinion.body }) body: z.infer<typeof on.DeliverOpinion.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.deliverOpinion, { matter, ...body }, who, key));
  }

  @Post(':matter/report-result')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记报告 · report recorded' })
  reportResult(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.ReportResult.body }) body: z.infer<typeof on.ReportResult.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reportResult, { matter, ...body }, who, key));
  }

  @Post(':matter/settle')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记协议 · settlement recorded' })
  recordSettlement(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RecordSettlement.body }) body: z.infer<typeof on.RecordSettlement.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordSettlement, { matter, ...body }, who, key));
  }

  @Post(':matter/execution')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记执行情况 · execution recorded' })
  recordExecution(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RecordExecution.body }) body: z.infer<typeof on.RecordExecution.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordExecution, { matter, ...body }, who, key));
  }
}
