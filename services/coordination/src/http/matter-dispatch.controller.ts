import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, matterHandlingCommands as on, matterId } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CoordinationParts } from '../coordination.js';

/** 转办：途径、转送、收到、告知、异议、管辖 · the way to the unit. */
@Controller('api/coordination/matters')
@ApiTags('coordination')
@ApiBearerAuth()
export class MatterDispatchController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CoordinationParts) {}

  @Post(':matter/documents')
  @Action('coordination.matter.document')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已入卷，返回公文散列值 · filed; the answer has its hash' })
  fileMatterDocument(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.FileMatterDocument.body }) body: z.infer<typeof on.FileMatterDocument.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.fileMatterDocument, { matter, ...body }, who, key));
  }

  @Post(':matter/accused-units')
  @Action('coordination.matter.accused')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记（加密）· recorded, sealed' })
  nameAccusedUnits(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.NameAccusedUnits.body }) body: z.infer<typeof on.NameAccusedUnits.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.nameAccusedUnits, { matter, ...body }, who, key));
  }

  @Post(':matter/route')
  @Action('coordination.matter.route')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记途径 · pathway recorded' })
  routeMatter(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RouteMatter.body }) body: z.infer<typeof on.RouteMatter.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.routeMatter, { matter, ...body }, who, key));
  }

  @Post(':matter/transfer')
  @Action('coordination.matter.dispatch')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记转送 · transfer recorded' })
  transferMatter(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.TransferMatter.body }) body: z.infer<typeof on.TransferMatter.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.transferMatter, { matter, ...body }, who, key));
  }

  @Post(':matter/assign')
  @Action('coordination.matter.dispatch')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记交办 · assignment recorded' })
  assignMatter(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.AssignMatter.body }) body: z.infer<typeof on.AssignMatter.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.assignMatter, { matter, ...body }, who, key));
  }

  @Post(':matter/guide')
  @Action('coordination.matter.dispatch')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记告知去处 · guidance recorded' })
  guideElsewhere(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.GuideElsewhere.body }) body: z.infer<typeof on.GuideElsewhere.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.guideElsewhere, { matter, ...body }, who, key));
  }

  @Post(':matter/report-up')
  @Action('coordination.matter.dispatch')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记报告 · report recorded' })
  reportUp(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.ReportUp.body }) body: z.infer<typeof on.ReportUp.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.reportUp, { matter, ...body }, who, key));
  }

  @Post(':matter/receive')
  @Action('coordination.matter.receive')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记收到 · receipt recorded' })
  receiveAtUnit(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.ReceiveAtUnit.body }) body: z.infer<typeof on.ReceiveAtUnit.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.receiveAtUnit, { matter, ...body }, who, key));
  }

  @Post(':matter/notice')
  @Action('coordination.matter.receive')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记告知 · notice recorded' })
  giveNotice(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.GiveNotice.body }) body: z.infer<typeof on.GiveNotice.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.giveNotice, { matter, ...body }, who, key));
  }

  @Post(':matter/object')
  @Action('coordination.matter.receive')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记异议 · objection recorded' })
  raiseObjection(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RaiseObjection.body }) body: z.infer<typeof on.RaiseObjection.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.raiseObjection, { matter, ...body }, who, key));
  }

  @Post(':matter/decide-objection')
  @Action('coordination.matter.jurisdiction')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记核实结果 · decision on the objection recorded' })
  decideObjection(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.DecideObjection.body }) body: z.infer<typeof on.DecideObjection.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.decideObjection, { matter, ...body }, who, key));
  }

  @Post(':matter/dispute')
  @Action('coordination.matter.jurisdiction')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记争议 · dispute recorded' })
  disputeJurisdiction(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.DisputeJurisdiction.body }) body: z.infer<typeof on.DisputeJurisdiction.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.disputeJurisdiction, { matter, ...body }, who, key));
  }

  @Post(':matter/settle-jurisdiction')
  @Action('coordination.matter.jurisdiction')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记管辖 · jurisdiction recorded' })
  settleJurisdiction(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.SettleJurisdiction.body }) body: z.infer<typeof on.SettleJurisdiction.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.settleJurisdiction, { matter, ...body }, who, key));
  }

  @Post(':matter/separate-litigation')
  @Action('coordination.matter.decide')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记诉访分离 · separation recorded' })
  separateLitigation(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.SeparateLitigation.body }) body: z.infer<typeof on.SeparateLitigation.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.separateLitigation, { matter, ...body }, who, key));
  }

  @Post(':matter/recuse')
  @Action('coordination.matter.recuse')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记回避 · recusal recorded' })
  recuseOfficer(@Param('matter', { schema: matterId }) matter: string, @Body({ schema: on.RecuseOfficer.body }) body: z.infer<typeof on.RecuseOfficer.body>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recuseOfficer, { matter, ...body }, who, key));
  }
}
