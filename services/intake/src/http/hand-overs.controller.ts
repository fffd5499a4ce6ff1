import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { accepted, acknowledgeRightsBody, caseNumber, district, dossierId, handOverCaseBody, handOverReasons, recallHandOverBody, takeOverCaseBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, currentContext, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { IntakeParts } from '../intake.js';
import { findHandOvers, readHandOver } from '../moves/hand-overs.query.js';
import { takeOver } from '../moves/take-over.js';

const item = { id: dossierId, number: caseNumber, from: district, to: district, since: z.string() };
const list = z.object({ incoming: z.array(z.object(item)), outgoing: z.array(z.object(item)) }).meta({ id: 'HandOvers', description: '待接收的移交和本区移出待接收的卷宗 · cases offered to and by the district' });
const one = z.object({ ...item, reason: handOverReasons.schema, summary: z.unknown() }).meta({ id: 'HandOver', description: '移交：原因和摘要 · an offered case: reason and summary' });

/** Rights notice of a case, and its way from one district to another. */
@Controller('api/intake')
@ApiTags('intake')
@ApiBearerAuth()
export class HandOversController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: IntakeParts) {}

  @Post('dossiers/:dossier/rights-notice')
  @Action('intake.rights.acknowledge')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记权利告知 · the notice of rights is recorded' })
  acknowledge(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: acknowledgeRightsBody }) body: z.infer<typeof acknowledgeRightsBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.acknowledgeRights, { dossier, ...body }, who, key));
  }

  @Post('dossiers/:dossier/hand-over')
  @Action('intake.case.hand-over')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已移交，待对方接收；此前责任和期限仍在本区 · offered; the case stays here until it is taken over' })
  handOver(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: handOverCaseBody }) body: z.infer<typeof handOverCaseBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.handOverCase, { dossier, ...body }, who, key));
  }

  @Post('dossiers/:dossier/hand-over/recall')
  @Action('intake.case.hand-over')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已收回移交 · recalled' })
  recall(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: recallHandOverBody }) body: z.infer<typeof recallHandOverBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recallHandOver, { dossier, ...body }, who, key));
  }

  @Post('dossiers/:dossier/take-over')
  @Action('intake.case.take-over')
  @Reads('dossiers')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已接收，卷宗进入本区待接队列 · taken over; it waits in this district’s queue' })
  async takeOver(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: takeOverCaseBody }) _: z.infer<typeof takeOverCaseBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    const traceparent = currentContext()?.traceparent;
    return orRefuse(await takeOver(this.parts, dossier, who, { ...(key === undefined ? {} : { commandid: key }), ...(traceparent === undefined ? {} : { traceparent }) }));
  }

  @Get('hand-overs')
  @Action('intake.queue.read')
  @Reads('dossiers')
  @ApiOkResponse({ standardSchema: list, description: '移交中的卷宗 · cases on their way' })
  list(@Who() who: Actor) {
    return findHandOvers(this.parts, who);
  }

  @Get('hand-overs/:dossier')
  @Action('intake.case.take-over')
  @Reads('dossiers')
  @ApiOkResponse({ standardSchema: one, description: '移交的原因和摘要；查看留下访问记录 · reason and summary; reading leaves an access record' })
  async read(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readHandOver(this.parts, dossier, who));
  }
}
