import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { accepted, lendFileBody, recordFollowUpBody, returnFileBody } from '@lianxin/contracts';
import { Action, ApiIdempotent, IdempotencyKey, Parts, Reads, Who, type Principal } from '@lianxin/nest';
import type { z } from 'zod';
import type { Archive } from '../archive.js';
import { fileState } from '../queries/case-file.query.js';
import { findFollowUps, findLoans, readFollowUps } from '../queries/find-in-lists.query.js';
import { orBadCursor } from './bad-cursor.js';
import { fileStateAnswer, followUpList, followUpQuery, followUpsAnswer, loanList, loanParam, loanQuery } from './file-schemas.js';
import { give, visible } from './on-case.js';
import { caseParam } from './schemas.js';

/** What belongs to a case's file besides its seal: completeness, follow-ups, loans. */
@ApiTags('archive')
@ApiBearerAuth()
@Controller('api/archive')
export class FileController {
  constructor(@Parts() private readonly archive: Archive) {}

  @Get('cases/:caseid/file')
  @Action('archive.case.read')
  @Reads('cases', 'case-streams')
  @ApiOperation({ summary: '案卷状况 · the state of a file', description: '缺哪些材料、结案条件由谁答复、保管期限及依据。What is missing, what closing asks of whom, how long it is kept and why.' })
  @ApiOkResponse({ standardSchema: fileStateAnswer, description: '案卷状况 · the state of the file' })
  async file(@Param('caseid', { schema: caseParam }) caseid: string, @Who() actor: Principal) {
    return fileState(this.archive, await visible(this.archive, caseid, actor));
  }

  @Get('cases/:caseid/follow-ups')
  @Action('archive.case.read')
  @Reads('cases', 'case-streams')
  @ApiOperation({ summary: '回访记录 · follow-ups of a case' })
  @ApiOkResponse({ standardSchema: followUpsAnswer, description: '回访记录；打开内容留下访问记录 · the follow-ups; opening them leaves an access record' })
  async followUps(@Param('caseid', { schema: caseParam }) caseid: string, @Who() actor: Principal) {
    const found = await visible(this.archive, caseid, actor);
    const records = await readFollowUps(this.archive, caseid, actor);
    return { records, due: (await fileState(this.archive, found)).followUps };
  }

  @Post('cases/:caseid/follow-ups')
  @Action('archive.followup.record')
  @ApiIdempotent()
  @ApiOperation({ summary: '登记回访 · record a follow-up', description: '结案后登记；案卷随后自动重新封卷。After closing; the file is sealed anew by itself.' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · recorded' })
  record(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: recordFollowUpBody }) body: z.infer<typeof recordFollowUpBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return give(this.archive, this.archive.commands.recordFollowUp, caseid, body, actor, key);
  }

  @Get('follow-ups')
  @Action('archive.followup.list')
  @Reads('cases')
  @ApiOperation({ summary: '到期回访 · follow-ups that are due' })
  @ApiOkResponse({ standardSchema: followUpList, description: '到期的在前 · the earliest first' })
  due(@Query({ schema: followUpQuery }) query: z.infer<typeof followUpQuery>, @Who() actor: Principal) {
    return orBadCursor(findFollowUps(this.archive, query, actor));
  }

  @Post('cases/:caseid/loans')
  @Action('archive.file.lend')
  @ApiIdempotent()
  @ApiOperation({ summary: '登记借阅 · record a loan of a file' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记，loan 为借阅编号 · recorded; `loan` is its id' })
  lend(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: lendFileBody }) body: z.infer<typeof lendFileBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return give(this.archive, this.archive.commands.lendFile, caseid, body, actor, key);
  }

  @Post('cases/:caseid/loans/:loan/return')
  @Action('archive.file.lend')
  @ApiIdempotent()
  @ApiOperation({ summary: '登记归还 · record the return of a loan' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记归还 · returned' })
  giveBack(@Param('caseid', { schema: caseParam }) caseid: string, @Param('loan', { schema: loanParam }) loan: string, @Body({ schema: returnFileBody }) body: z.infer<typeof returnFileBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return give(this.archive, this.archive.commands.returnFile, caseid, { loan, ...body }, actor, key);
  }

  @Get('loans')
  @Action('archive.loan.read')
  @Reads('loans', 'cases')
  @ApiOperation({ summary: '借阅登记 · the log of loans' })
  @ApiOkResponse({ standardSchema: loanList, description: '借阅登记 · loans' })
  loans(@Query({ schema: loanQuery }) query: z.infer<typeof loanQuery>, @Who() actor: Principal) {
    return orBadCursor(findLoans(this.archive, query, actor));
  }
}
