import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/decorators.js';
import { isLoopback } from '../http/rate-limit.js';
import { refusedBecause } from '../problem/problem.js';
import { HealthChecks } from './health.js';
import { Metrics } from './metrics.js';
import { OPS_OPTIONS, type OpsOptions } from './ops-options.js';

/** What operators and their tools ask. */
@ApiExcludeController()
@Controller()
export class OpsController {
  constructor(@Inject(HealthChecks) private readonly health: HealthChecks, @Inject(Metrics) private readonly metrics: Metrics, @Inject(OPS_OPTIONS) private readonly options: OpsOptions) {}

  @Get('health/live')
  @Public('says only that the process answers')
  live(): { status: 'ok' } { return { status: 'ok' }; }

  @Get('health/ready')
  @Public('load balancers and start scripts ask before anybody is signed in; holds no data of cases')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.report();
    await reply.code(report.status === 'ok' ? 200 : 503).header('cache-control', 'no-store').send(report);
  }

  @Get('metrics')
  @Public('counts and times only; in live mode for this machine alone')
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.options.metricsOnlyLocal && !isLoopback(request)) throw refusedBecause('http/local-only');
    await reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
