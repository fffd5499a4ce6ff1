import { Body, Controller, Get, HttpCode, Inject, Module, Param, Post, Query, type DynamicModule } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { mayDo } from '@lianxin/contracts';
import { inputsOf, refused, type Actor } from '@lianxin/kernel';
import { Action, orRefuse, Who } from '@lianxin/nest';
import { onCase, type Cases, type Sagas } from '@lianxin/runtime';
import { z } from 'zod';
import { drawDefinition, drawHistory, lineInWords } from './saga-words.js';

const HOSTED: unique symbol = Symbol('lianxin.HostedSagas');
interface Hosted { readonly sagas: ReadonlyMap<string, Sagas>; readonly cases: Cases }

const words = z.object({ zh: z.string(), en: z.string() });
const instance = z.object({
  stream: z.string(), service: z.string(), saga: z.string(), district: z.string(), caseid: z.string().optional(), status: z.enum(['waits', 'live', 'compensating', 'finished']), step: words,
  outcome: z.string().optional(), putAside: z.string().optional().describe('为何被隔离 · why it is put aside'), started: z.string(), changed: z.string(), waits: words.describe('在等什么 · what it waits for'),
  next: z.object({ timer: z.string(), fireAt: z.string(), legal: z.string().optional() }).optional().describe('下一时限 · the next timer'),
}).meta({ id: 'SagaInstance', description: '一个流程实例 · an instance of a saga' });
const instances = z.object({ items: z.array(instance), after: z.string().optional().describe('下一页从此开始 · the next page begins after it') }).meta({ id: 'SagaInstances' });
const whole = instance.extend({
  timers: z.array(z.object({ timer: z.string(), fireAt: z.string(), held: z.boolean(), rule: z.string().optional(), strict: z.string().optional(), legal: z.string().optional() })),
  history: z.array(z.object({ version: z.int(), recordedat: z.string(), event: z.string(), zh: z.string(), en: z.string() })), picture: z.string().describe('Mermaid'),
}).meta({ id: 'SagaInside', description: '一个流程的全部经过 · a saga from inside' });
const definitions = z.array(z.object({
  service: z.string(), saga: z.string(), version: z.int(), startsOn: z.array(z.string()), takes: z.array(z.string()), steps: z.record(z.string(), words),
  counts: z.array(z.object({ status: z.string(), step: z.string(), putAside: z.boolean(), count: z.int() })), picture: z.string().describe('Mermaid'),
}).meta({ id: 'SagaDefinition', description: '一种流程及其实例数 · a kind of saga and how many there are' }));
const query = z.object({
  saga: z.string().max(120).optional(), status: z.enum(['waits', 'live', 'compensating', 'finished']).optional(), step: z.string().max(60).optional(), caseid: z.string().max(60).optional(),
  putAside: z.enum(['1']).optional().describe('只看被隔离的 · only those put aside'), after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
const releaseBody = z.strictObject({ stream: z.string().min(1).max(200).optional().describe('只解除这一个；默认全部 · only this one; default: all') }).meta({ id: 'ReleaseSagas', examples: [{}] });
const released = z.object({ released: z.int(), left: z.int() }).meta({ id: 'ReleasedSagas', description: '已解除、仍隔离 · released, still put aside', examples: [{ released: 0, left: 0 }] });
const streamName = z.string().regex(/^saga-\d{6}-[0-9a-f-]{36}$/).describe('流程的流名 · stream of the saga');

type Row = ReturnType<Sagas['list']>[number];
const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Looking inside sagas: where each stands, why it waits, what happened. Names of events and steps only, never what they
 * said. Of a case's sagas nothing is shown to whoever may not know of the case.
 */
@ApiTags('platform')
@ApiBearerAuth()
@Controller('api/platform/sagas')
export class SagasController {
  constructor(@Inject(HOSTED) private readonly hosted: Hosted) {}

  @Get()
  @Action('platform.sagas')
  @ApiOperation({ summary: '流程实例：在哪一步、在等什么 · sagas: where they stand and what they wait for' })
  @ApiOkResponse({ standardSchema: instances, description: '流程实例 · instances' })
  async list(@Query({ schema: query }) { putAside, limit = 50, ...asked }: z.infer<typeof query>, @Who() who: Actor): Promise<z.infer<typeof instances>> {
    const rows = [...this.hosted.sagas].flatMap(([service, sagas]) => sagas.list({ ...asked, limit: limit + 1, ...(putAside ? { quarantined: true } : {}) }).map((row) => ({ service, row })))
      .toSorted((a, b) => (a.row.stream < b.row.stream ? -1 : 1));
    const page = rows.slice(0, limit);
    const items: z.infer<typeof instance>[] = [];
    for (const { service, row } of page) if (await this.mayKnow(row, who)) items.push(this.shown(service, row));
    return { items, ...(rows.length > limit ? { after: page.at(-1)!.row.stream } : {}) };
  }

  @Get('definitions')
  @Action('platform.sagas')
  @ApiOperation({ summary: '运行中的流程定义与图 · the sagas that run here, drawn' })
  @ApiOkResponse({ standardSchema: definitions, description: '流程定义 · definitions' })
  definitions(@Who() who: Actor): z.infer<typeof definitions> {
    const all = mayDo('platform.sagas', who, { district: '440100' }).ok;
    return [...this.hosted.sagas].flatMap(([service, sagas]) => sagas.definitions().map((d) => ({
      service, saga: d.name, version: d.version, startsOn: [d.startsOn].flat(), takes: [...inputsOf(d)], steps: { ...d.steps }, picture: drawDefinition(d),
      counts: all ? sagas.counts().filter((c) => c.saga === d.name).map(({ status, step, quarantined, count }) => ({ status, step, putAside: quarantined, count })) : [],
    })));
  }

  @Get(':stream')
  @Action('platform.sagas')
  @ApiOperation({ summary: '一个流程的经过、时限与等待的原因 · what happened in a saga, its timers and why it waits' })
  @ApiOkResponse({ standardSchema: whole, description: '流程 · the saga' })
  async one(@Param('stream', { schema: streamName }) stream: string, @Who() who: Actor): Promise<z.infer<typeof whole>> {
    for (const [service, sagas] of this.hosted.sagas) {
      const view = sagas.one(stream);
      if (!view || !await this.mayKnow(view.instance, who)) continue;
      const history = await sagas.history(stream);
      const definition = sagas.definitions().find((d) => d.name === view.instance.saga);
      return {
        ...this.shown(service, view.instance), picture: drawHistory(history, definition),
        timers: view.timers.map(({ timer, due, paused }) => ({ timer, fireAt: due.fireAt, held: paused, ...(due.rule === undefined ? {} : { rule: due.rule }), ...(due.strict === undefined ? {} : { strict: due.strict }), ...(due.legal === undefined ? {} : { legal: due.legal }) })),
        history: history.map((line) => ({ version: line.version, recordedat: iso(line.recordedat), event: line.event.type, ...lineInWords(line.event, definition) })),
      };
    }
    return orRefuse(refused('saga/not-found', { path: '/stream' }));
  }

  @Post('release')
  @HttpCode(200)
  @Action('platform.sagas')
  @ApiOperation({ summary: '解除隔离：原因已改正后继续 · let sagas go on that were put aside, once the cause is mended' })
  @ApiOkResponse({ standardSchema: released, description: '结果 · outcome' })
  async release(@Body({ schema: releaseBody }) { stream }: z.infer<typeof releaseBody>, @Who() who: Actor): Promise<z.infer<typeof released>> {
    let done = 0;
    let left = 0;
    for (const sagas of this.hosted.sagas.values()) {
      for (const row of sagas.list({ quarantined: true, limit: 1000 })) {
        if ((stream !== undefined && row.stream !== stream) || !await this.mayKnow(row, who)) continue;
        if ((await sagas.release(row.stream)).ok) done += 1; else left += 1;
      }
    }
    return stream !== undefined && done + left === 0 ? orRefuse(refused('saga/not-quarantined', { path: '/stream' })) : { released: done, left };
  }

  private async mayKnow({ district, caseid }: Row, who: Actor): Promise<boolean> {
    if (!mayDo('platform.sagas', who, { district }).ok) return false;
    return caseid === undefined || (await onCase(this.hosted.cases, caseid, who)).ok;
  }

  private shown(service: string, row: Row): z.infer<typeof instance> {
    const view = this.hosted.sagas.get(service)!.one(row.stream);
    const next = view?.timers.filter((t) => !t.paused).toSorted((a, b) => a.fire - b.fire)[0];
    return {
      stream: row.stream, service, saga: row.saga, district: row.district, status: row.status, step: view?.step ?? { zh: row.step, en: row.step }, started: iso(row.started), changed: iso(row.changed),
      waits: view?.waits ?? { zh: '', en: '' }, ...(row.caseid === undefined ? {} : { caseid: row.caseid }), ...(row.outcome === undefined ? {} : { outcome: row.outcome }),
      ...(row.quarantined === undefined ? {} : { putAside: row.quarantined }),
      ...(next ? { next: { timer: next.timer, fireAt: next.due.fireAt, ...(next.due.legal === undefined ? {} : { legal: next.due.legal }) } } : {}),
    };
  }
}

@Module({})
export class SagasModule {
  static with(hosted: Hosted): DynamicModule {
    return { module: SagasModule, controllers: [SagasController], providers: [{ provide: HOSTED, useValue: hosted }] };
  }
}
