import { Controller, Get, Inject, Module, Param, Query, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { caseBundle, caseSeal, caseTimeline, findCase, findCaseByNumber, type Archive } from '@lianxin/archive';
import { dossierId, mayDo } from '@lianxin/contracts';
import { Action, orRefuse, Page, Parts, refusedBecause, ServiceModule, Who, type Principal } from '@lianxin/nest';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { NextOfCase } from '../desk/next-actions.js';
import { caseBody, caseTitle, notFound } from './case-page.js';
import { page } from './page.js';
import { send } from './session.controller.js';

interface CasesOptions { readonly demo: boolean; readonly next?: NextOfCase }
const CASES_OPTIONS: unique symbol = Symbol('lianxin.CasesOptions');

const BUNDLE_PATIENCE_MS = 8_000;
const PER_PAGE = 200;

const search = z.object({ number: z.string().max(100) });
/** As an input of type datetime-local gives it: Beijing time. */
const localTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/);
const view = z.object({ asOf: z.union([z.literal(''), localTime]).optional(), after: z.coerce.number().int().min(0).max(10_000_000).optional() });

/** People say numbers with spaces, full-width digits and other dashes. */
const tidy = (number: string): string => number.normalize('NFKC').replace(/\s+/g, '').replace(/[‐-―−－]/g, '-').toUpperCase();

/** A case, its timeline and its seal as pages. Each view that opened something leaves one access record, as over HTTP. */
@ApiExcludeController()
@Controller('cases')
@Page()
export class CasesPagesController {
  constructor(@Parts() private readonly archive: Archive, @Inject(CASES_OPTIONS) private readonly options: CasesOptions) {}

  @Get()
  @Action('archive.case.read')
  async find(@Query({ schema: search }) query: z.infer<typeof search>, @Who() who: Principal, @Res() reply: FastifyReply): Promise<void> {
    const number = tidy(query.number);
    const found = /^(?:XF)?\d{6}-\d{4}-\d{6}$/.test(number) ? await findCaseByNumber(this.archive, number, who) : undefined;
    if (found && !found.ok && found.refusal.code !== 'archive/no-such-case') orRefuse(found);
    if (!found?.ok) { await send(reply.code(404), page('查卷', notFound(query.number), { who, demo: this.options.demo })); return; }
    await reply.code(303).header('location', `/cases/${found.value.id}`).header('cache-control', 'no-store').send();
  }

  @Get(':caseid')
  @Action('archive.case.read')
  async one(@Param('caseid', { schema: dossierId }) caseid: string, @Query({ schema: view }) { asOf, after = 0 }: z.infer<typeof view>, @Who() who: Principal, @Res() reply: FastifyReply): Promise<void> {
    const found = orRefuse(await findCase(this.archive, caseid, who));
    const then = asOf ? Date.parse(`${asOf}+08:00`) : undefined;
    const timeline = orRefuse(await caseTimeline(this.archive, caseid, who, { after, limit: PER_PAGE, ...(then === undefined || Number.isNaN(then) ? {} : { asOf: then }) }));
    const seal = await caseSeal(this.archive, caseid);
    if (!seal) throw refusedBecause('archive/no-such-case');
    const mayIssue = mayDo('archive.bundle.issue', who, { district: found.doc.district }).ok;
    // What may be done now belongs to now, not to a moment of the past.
    const next = asOf ? [] : await this.options.next?.(caseid, who) ?? [];
    const shown = { ...found, restricted: this.archive.restricted({ subject: found.doc.subject, caseid }), next, timeline, seal, mayIssue, skipped: after, ...(asOf ? { asOf } : {}) };
    await send(reply, page(caseTitle(shown), caseBody(shown), { who, demo: this.options.demo }));
  }

  @Get(':caseid/bundle')
  @Action('archive.bundle.issue')
  async bundle(@Param('caseid', { schema: dossierId }) caseid: string, @Who() who: Principal, @Res() reply: FastifyReply): Promise<void> {
    const found = orRefuse(await findCase(this.archive, caseid, who));
    orRefuse(mayDo('archive.bundle.issue', who, { district: found.doc.district }));
    const bundle = orRefuse(await caseBundle(this.archive, caseid, { patience: BUNDLE_PATIENCE_MS }));
    await this.archive.engine.access.record({ context: { actor: who, basis: 'statutory-duty', reason: 'archive.bundle.issue' }, what: 'export', items: [], scope: `bundle of ${caseid}` });
    await reply.type('application/jsonl; charset=utf-8').header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${found.doc.number ?? caseid}.bundle.jsonl"`).send(bundle);
  }
}

@Module({})
export class CasesPagesModule {
  static with(options: CasesOptions): DynamicModule {
    return { module: CasesPagesModule, imports: [ServiceModule.of('archive')], controllers: [CasesPagesController], providers: [{ provide: CASES_OPTIONS, useValue: options }] };
  }
}
