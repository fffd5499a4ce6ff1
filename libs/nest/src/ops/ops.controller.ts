import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../auth/decorators.js';
import { isLoopback } from '../http/rate-limit.js';
import { refusedBecause } from '../problem/problem.js';
import { HealthChecks } from './health.js';
import { Metrics } from './metrics.js';
import { OPS_OPTIONS, type OpsOptions } from './ops-options.js';

const unwell = z.object({ zh: z.string(), en: z.string() });
const report = z.object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.object({ ok: z.boolean(), why: unwell.optional() })) })
  .meta({ id: 'HealthReport', description: '各项检查 · all checks', examples: [{ status: 'ok', checks: { 'intake-log': { ok: true } } }] });
const alive = z.object({ status: z.literal('ok') }).meta({ id: 'Alive', examples: [{ status: 'ok' }] });

/** What operators and their tools ask. */
@ApiTags('ops')
@Controller()
export class OpsController {
  constructor(@Inject(HealthChecks) private readonly health: HealthChecks, @Inject(Metrics) private readonly metrics: Metrics, @Inject(OPS_OPTIONS) private readonly options: OpsOptions) {}

  @Get('health/live')
  @ApiOperation({ summary: '进程是否存活 · is the process alive' })
  @ApiOkResponse({ standardSchema: alive, description: '存活 · alive' })
  @Public('says only that the process answers')
  live(): { status: 'ok' } { return { status: 'ok' }; }

  @Get('health/ready')
  @ApiOperation({ summary: '能否提供服务 · can it serve' })
  @ApiOkResponse({ standardSchema: report, description: '可用 · ready' })
  @ApiServiceUnavailableResponse({ standardSchema: report, description: '不可用，附原因 · not ready, with reasons' })
  @Public('load balancers and start scripts ask before anybody is signed in; holds no data of cases')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const found = await this.health.report();
    await reply.code(found.status === 'ok' ? 200 : 503).header('cache-control', 'no-store').send(found);
  }

  @Get('metrics')
  @ApiOperation({ summary: '度量（Prometheus 文本格式） · measurements (Prometheus text format)' })
  @ApiOkResponse({ description: '度量 · measurements', content: { 'text/plain': { schema: { type: 'string' } } } })
  @Public('counts and times only; in live mode for this machine alone')
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.options.metricsOnlyLocal && !isLoopback(request)) throw refusedBecause('http/local-only');
    await reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
