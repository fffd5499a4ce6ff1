import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  accepted, assignCaseBody, declareConflictBody, dossierId, noteContactBody, recordConsentBody, registerContactBody, registerMatterBody, returnCaseBody, takeCaseBody, withdrawConsentBody,
} from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { IntakeParts } from '../intake.js';
import { findDossiers } from '../queries/find-in-lists.query.js';
import { readCase, readQueryCode } from '../queries/read-case.query.js';
import { orBadCursor } from './bad-cursor.js';
import { casePage, dossierList, dossierQuery, queryCode } from './schemas.js';

@Controller('api/intake/dossiers')
@ApiTags('intake')
@ApiBearerAuth()
export class DossiersController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: IntakeParts) {}

  @Post()
  @Action('intake.contact.register')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已立卷，附卷宗号；有安全关切时附紧急联系卡 · dossier opened; with the emergency card after a safety concern' })
  register(@Body({ schema: registerContactBody }) body: z.infer<typeof registerContactBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.registerContact, body, who, key));
  }

  @Get()
  @Action('intake.queue.read')
  @Reads('dossiers')
  @ApiOkResponse({ standardSchema: dossierList, description: '队列与列表，新的在前 · the queue and other lists, newest first' })
  list(@Query({ schema: dossierQuery }) query: z.infer<typeof dossierQuery>, @Who() who: Actor) {
    return orBadCursor(findDossiers(this.parts.dossiers, query, who));
  }

  @Get(':dossier')
  @Action('intake.case.read')
  @Reads('dossiers', 'matters', 'subjects')
  @ApiOkResponse({ standardSchema: casePage, description: '卷宗内容；查看留下访问记录 · the case; reading leaves an access record' })
  async read(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readCase(this.parts, dossier, who));
  }

  @Get(':dossier/query-code')
  @Action('intake.case.read')
  @Reads('dossiers')
  @ApiOkResponse({ standardSchema: queryCode, description: '查询码，告知信访人 · the code to tell the petitioner' })
  async queryCode(@Param('dossier', { schema: dossierId }) dossier: string, @Who() who: Actor) {
    return orRefuse(await readQueryCode(this.parts, dossier, who));
  }

  @Post(':dossier/contacts')
  @Action('intake.contact.note')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已记录 · noted' })
  note(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: noteContactBody }) body: z.infer<typeof noteContactBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.noteContact, { dossier, ...body }, who, key));
  }

  @Post(':dossier/take')
  @Action('intake.case.take')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已接案 · taken' })
  take(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: takeCaseBody }) body: z.infer<typeof takeCaseBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.takeCase, { dossier, ...body }, who, key));
  }

  @Post(':dossier/assign')
  @Action('intake.case.assign')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已指派 · assigned' })
  assign(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: assignCaseBody }) body: z.infer<typeof assignCaseBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.assignCase, { dossier, ...body }, who, key));
  }

  @Post(':dossier/return')
  @Action('intake.case.return')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已退回待接队列 · back in the queue' })
  giveBack(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: returnCaseBody }) body: z.infer<typeof returnCaseBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.returnCase, { dossier, ...body }, who, key));
  }

  @Post(':dossier/consents')
  @Action('intake.consent.record')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · recorded' })
  consent(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: recordConsentBody }) body: z.infer<typeof recordConsentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordConsent, { dossier, ...body }, who, key));
  }

  @Post(':dossier/consents/withdraw')
  @Action('intake.consent.withdraw')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记撤回 · withdrawal recorded' })
  withdraw(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: withdrawConsentBody }) body: z.infer<typeof withdrawConsentBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.withdrawConsent, { dossier, ...body }, who, key));
  }

  @Post(':dossier/conflicts')
  @Action('intake.conflict.declare')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已声明 · declared' })
  conflict(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: declareConflictBody }) body: z.infer<typeof declareConflictBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.declareConflict, { dossier, ...body }, who, key));
  }

  @Post(':dossier/matters')
  @Action('intake.matter.register')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记，附登记号 · registered, with its number' })
  matter(@Param('dossier', { schema: dossierId }) dossier: string, @Body({ schema: registerMatterBody }) body: z.infer<typeof registerMatterBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.registerMatter, { dossier, ...body }, who, key));
  }
}
