import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { accepted, assignRetentionBody, closeCaseBody, liftHoldBody, placeHoldBody, reopenCaseBody, sealCaseBody, type Action as ActionName } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, IdempotencyKey, orRefuse, Parts, Reads, refusedBecause, Who, type Principal } from '@lianxin/nest';
import type { Answer, CommandHandler } from '@lianxin/runtime';
import type { z } from 'zod';
import type { Archive } from '../archive.js';
import { filedEvents } from '../case-file/file-reading.js';
import { findCaseByNumber, type FoundCase } from '../queries/find-case.query.js';
import { caseSeal } from '../queries/case-seal.query.js';
import { caseTimeline } from '../queries/case-timeline.query.js';
import { nextSteps } from '../queries/next-actions.query.js';
import { caseBundle } from '../seal/case-bundle.js';
import { within } from '../patience.js';
import { give, visible } from './on-case.js';
import { caseParam, casePage, closed, discloseBody, foundCases, numberQuery, sealAnswer, timelineAnswer, timelineQuery } from './schemas.js';

/** A bundle may be asked for right after the seal: checkpoints are signed every few seconds. */
const BUNDLE_PATIENCE_MS = 8_000;
const SEAL_PATIENCE_MS = 5_000;

@ApiTags('archive')
@ApiBearerAuth()
@Controller('api/archive/cases')
export class CasesController {
  constructor(@Parts() private readonly archive: Archive) {}

  @Get()
  @Action('archive.case.read')
  @Reads('cases', 'numbers')
  @ApiOperation({ summary: '按号码查卷 · find a case by its number' })
  @ApiOkResponse({ standardSchema: foundCases, description: '找到的卷宗（可能为空）· what was found, perhaps nothing' })
  async find(@Query({ schema: numberQuery }) { number }: z.infer<typeof numberQuery>, @Who() actor: Principal) {
    const found = await findCaseByNumber(this.archive, number, actor);
    if (!found.ok && found.refusal.code !== 'archive/no-such-case') orRefuse(found);
    return { items: found.ok ? [summary(found.value)] : [] };
  }

  @Get(':caseid')
  @Action('archive.case.read')
  @Reads('cases', 'case-streams')
  @ApiOperation({ summary: '卷宗概况 · a case at a glance' })
  @ApiOkResponse({ standardSchema: casePage, description: '卷宗与下一步可做的事 · the case and what may be done next' })
  async one(@Param('caseid', { schema: caseParam }) caseid: string, @Who() actor: Principal) {
    const found = await this.visible(caseid, actor);
    const restricted = this.archive.restricted({ subject: found.doc.subject, caseid });
    const events = await filedEvents(this.archive, caseid);
    return { ...summary(found), restricted, next: nextSteps(events, found.doc, actor, { services: this.archive.services, restricted: restricted.length > 0 }) };
  }

  @Get(':caseid/timeline')
  @Action('archive.case.read')
  @Reads('cases', 'case-streams')
  @ApiOperation({ summary: '全卷时间线 · the whole stream of a case', description: '打开了加密内容的每次查看留下一条访问记录。Each reading that opened something leaves one access record.' })
  @ApiOkResponse({ standardSchema: timelineAnswer, description: '按（记录时间、日志、位置）排序 · in the order of a case' })
  async timeline(@Param('caseid', { schema: caseParam }) caseid: string, @Query({ schema: timelineQuery }) query: z.infer<typeof timelineQuery>, @Who() actor: Principal) {
    await this.visible(caseid, actor);
    const { asOf, ...page } = query;
    return orRefuse(await caseTimeline(this.archive, caseid, actor, { ...defined(page), ...(asOf === undefined ? {} : { asOf: Date.parse(asOf) }) }));
  }

  @Post(':caseid/close')
  @Action('archive.case.close')
  @ApiIdempotent()
  @ApiOperation({ summary: '结案并封卷 · close a case; it is sealed at once' })
  @ApiCreatedResponse({ standardSchema: closed, description: '已结案 · closed' })
  async close(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: closeCaseBody }) body: z.infer<typeof closeCaseBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    const answer = await this.give(this.archive.commands.closeCase, caseid, body, actor, key);
    const seal = await within(SEAL_PATIENCE_MS, this.archive.sealer.seal(caseid).catch(() => undefined));
    // What keeps a seal from being made now is told in readiness and tried again; the case is closed all the same.
    return seal?.ok ? { ...answer, at: seal.value.at.length > 0 ? seal.value.at : answer.at, sealed: true } : { ...answer, sealed: false };
  }

  @Post(':caseid/reopen')
  @Action('archive.case.reopen')
  @ApiIdempotent()
  @ApiOperation({ summary: '重新开案 · reopen a closed case' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已重新开案 · reopened' })
  reopen(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: reopenCaseBody }) body: z.infer<typeof reopenCaseBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.give(this.archive.commands.reopenCase, caseid, body, actor, key);
  }

  @Post(':caseid/seal')
  @Action('archive.case.seal')
  @ApiOperation({ summary: '立即封卷 · seal now (closed cases are sealed by themselves)' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已封卷；没有新记录时不重复封 · sealed; nothing new, no new seal' })
  seal(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: sealCaseBody }) body: z.infer<typeof sealCaseBody>, @Who() actor: Principal) {
    return this.give(this.archive.commands.sealCase, caseid, body, actor);
  }

  @Get(':caseid/seal')
  @Action('archive.case.read')
  @Reads('cases', 'case-streams')
  @ApiOperation({ summary: '封卷及其核验 · the seal, verified as a stranger would' })
  @ApiOkResponse({ standardSchema: sealAnswer, description: '状态、封卷、检查点与核验结果 · state, seal, checkpoints, verdict' })
  async sealState(@Param('caseid', { schema: caseParam }) caseid: string, @Who() actor: Principal) {
    await this.visible(caseid, actor);
    const state = await caseSeal(this.archive, caseid);
    if (!state) throw refusedBecause('archive/no-such-case');
    return state;
  }

  @Get(':caseid/bundle')
  @Action('archive.bundle.issue')
  @Header('content-type', 'application/jsonl; charset=utf-8')
  @ApiOperation({ summary: '证据包 · the bundle that a stranger verifies', description: 'lianxin-bundle/1：JSON 行文件，用 lianxin verify-bundle --key FILE 核验。出具留下一条访问记录。' })
  @ApiOkResponse({ description: '证据包 · the bundle', content: { 'application/jsonl': { schema: { type: 'string' } } } })
  async bundle(@Param('caseid', { schema: caseParam }) caseid: string, @Who() actor: Principal): Promise<string> {
    await this.visible(caseid, actor, 'archive.bundle.issue');
    const bundle = orRefuse(await caseBundle(this.archive, caseid, { patience: BUNDLE_PATIENCE_MS }));
    await this.archive.engine.access.record({ context: { actor, basis: 'statutory-duty', reason: 'archive.bundle.issue' }, what: 'export', items: [], scope: `bundle of ${caseid}` });
    return bundle;
  }

  @Post(':caseid/bundle')
  @HttpCode(200)
  @Action('archive.bundle.issue')
  @Header('content-type', 'application/jsonl; charset=utf-8')
  @ApiOperation({ summary: '证据包并披露所列的值 · a bundle that shows the values listed', description: '只披露有权查看的值，留下一条访问记录。Only values you may read yourself; leaves one access record.' })
  @ApiOkResponse({ description: '证据包 · the bundle', content: { 'application/jsonl': { schema: { type: 'string' } } } })
  async bundleWithValues(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: discloseBody }) body: z.infer<typeof discloseBody>, @Who() actor: Principal): Promise<string> {
    await this.visible(caseid, actor, 'archive.bundle.issue');
    const disclose = { values: body.disclose, to: actor, basis: 'statutory-duty', reason: `archive.bundle.issue ${body.purpose}` };
    return orRefuse(await caseBundle(this.archive, caseid, { patience: BUNDLE_PATIENCE_MS, disclose }));
  }

  @Post(':caseid/retention')
  @Action('archive.retention.assign')
  @ApiIdempotent()
  @ApiOperation({ summary: '确定保管期限 · assign a retention class' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已确定 · assigned' })
  assign(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: assignRetentionBody }) body: z.infer<typeof assignRetentionBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.give(this.archive.commands.assignRetention, caseid, body, actor, key);
  }

  @Post(':caseid/hold')
  @Action('archive.hold.place')
  @ApiIdempotent()
  @ApiOperation({ summary: '冻结，不得删除 · place a retention hold' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已冻结 · held' })
  hold(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: placeHoldBody }) body: z.infer<typeof placeHoldBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.give(this.archive.commands.placeHold, caseid, body, actor, key);
  }

  @Post(':caseid/hold/lift')
  @Action('archive.hold.lift')
  @ApiIdempotent()
  @ApiOperation({ summary: '解除冻结 · lift a retention hold' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已解除 · lifted' })
  lift(@Param('caseid', { schema: caseParam }) caseid: string, @Body({ schema: liftHoldBody }) body: z.infer<typeof liftHoldBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.give(this.archive.commands.liftHold, caseid, body, actor, key);
  }

  private visible(caseid: string, actor: Actor, action?: ActionName): Promise<FoundCase> { return visible(this.archive, caseid, actor, action); }

  private give<B extends { readonly dossier: string; readonly district: string }>(
    handler: CommandHandler<B>, dossier: string, body: Omit<B, 'dossier' | 'district'>, actor: Actor, commandid?: string,
  ): Promise<Answer> { return give(this.archive, handler, dossier, body, actor, commandid); }
}

const summary = ({ id, doc }: FoundCase) => {
  const { seal: _, sealedEvents: __, subject: ___, recused: ____, followedUp: _____, due, ...shown } = doc;
  return { id, ...shown, due: due === 1 };
};

const defined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
