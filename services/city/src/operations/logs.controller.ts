import { Body, Controller, Get, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CITY, mayDo } from '@lianxin/contracts';
import { parseLog, refused, type Actor } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { Action, orRefuse, Who } from '@lianxin/nest';
import { shutLogs, type ServiceEngine } from '@lianxin/runtime';
import { z } from 'zod';

const LOGS: unique symbol = Symbol('lianxin.Logs');
/** The services of a host, by name. */
type Logs = ReadonlyMap<string, { readonly engine: Pick<ServiceEngine, 'succeed'>; readonly stores: { readonly log: EventLog } }>;

const shut = z.array(z.object({ log: z.string(), size: z.int(), why: z.string(), successor: z.string().optional().describe('已接续的日志 · the log that goes on') })
  .meta({ id: 'ShutLog', description: '只读的日志 · a log that takes no entries', examples: [{ log: 'intake-access.440106', size: 412, why: 'log intake-access.440106 holds 412 events but published a checkpoint of 430' }] }));
const succeedBody = z.strictObject({
  log: z.string().regex(/^[a-z]+-access\.\d{6}(-\d+)?$/).describe('只读的访问日志 · a read-only access log'),
  reason: z.string().min(1).max(500).optional().describe('为何不再等待缺失的记录；不写姓名 · why what is missing is given up; no names'),
  dryRun: z.boolean().optional().describe('只说明会放弃什么 · only tell what would be given up'),
}).refine((b) => b.dryRun === true || b.reason !== undefined, { path: ['reason'] }).meta({ id: 'SucceedLog', examples: [{ log: 'intake-access.440106', dryRun: true }, { log: 'intake-access.440106', reason: '备份早于丢失的记录，别处没有副本。' }] });
const succession = z.object({ successor: z.string(), entries: z.int(), lost: z.int(), shut: z.boolean(), begun: z.boolean() })
  .meta({ id: 'Succession', description: '接续的日志；原日志的条数和缺失的条数 · the log that goes on; entries of the old one and how many are lost', examples: [{ successor: 'intake-access.440106-2', entries: 412, lost: 18, shut: true, begun: true }] });

/** Logs serve all districts, so the right is asked for the city. */
@ApiTags('platform')
@ApiBearerAuth()
@Controller('api/platform/logs')
export class LogsController {
  constructor(@Inject(LOGS) private readonly services: Logs) {}

  @Get('shut')
  @Action('platform.logs')
  @ApiOperation({ summary: '只读的日志及接续的日志 · logs that take no entries, and the ones that go on' })
  @ApiOkResponse({ standardSchema: shut, description: '只读的日志 · shut logs' })
  async shut(@Who() who: Actor): Promise<z.infer<typeof shut>> {
    orRefuse(mayDo('platform.logs', who, { district: CITY }));
    return (await Promise.all([...this.services.values()].map(({ stores }) => shutLogs(stores.log)))).flat().map((l) => ({ ...l }));
  }

  @Post('succeed')
  @HttpCode(200)
  @Action('platform.logs')
  @ApiOperation({ summary: '访问日志缺失且无副本时，另起接续日志 · begin the log that goes on for an access log whose loss nobody can refill' })
  @ApiOkResponse({ standardSchema: succession, description: '接续 · succession' })
  async succeed(@Body({ schema: succeedBody }) { log, reason = '', dryRun }: z.infer<typeof succeedBody>, @Who() who: Actor): Promise<z.infer<typeof succession>> {
    orRefuse(mayDo('platform.logs', who, { district: CITY }));
    const of = this.services.get(parseLog(log)?.service ?? '');
    return orRefuse(of ? await of.engine.succeed(log, dryRun === true ? undefined : { reason, actor: who }) : refused('log/not-found', { path: '/log' }));
  }
}

@Module({})
export class LogsModule {
  static with(services: Logs): DynamicModule {
    return { module: LogsModule, controllers: [LogsController], providers: [{ provide: LOGS, useValue: services }] };
  }
}
