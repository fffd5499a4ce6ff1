import { Controller, Get, Param, Query, type Type } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { logName } from '@lianxin/contracts';
import { parseLog, utc, type Actor } from '@lianxin/kernel';
import type { LogHead } from '@lianxin/event-log';
import { z } from 'zod';
import { Action, Who } from '../auth/decorators.js';
import { refusedBecause } from '../problem/problem.js';
import { Parts, type ServiceParts } from './service-module.js';

const logParam = logName.meta({ id: 'LogName', description: '日志名 · name of a log', examples: ['intake.440106'] });
const feedQuery = z.strictObject({ after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(), limit: z.coerce.number().int().min(1).max(1_000).optional() });
const time = z.string().meta({ examples: ['2026-03-05T01:30:00.000Z'] });
const feedAnswer = z.object({
  log: z.string(), size: z.int(), completeTo: time, events: z.array(z.object({ position: z.int(), body: z.string().meta({ description: '所存原文 · the stored bytes' }) })),
}).meta({ id: 'LogFeed', description: '日志原文 · a log’s stored bytes in position order' });
const leavesAnswer = z.object({ log: z.string(), size: z.int(), leaves: z.array(z.string()) }).meta({ id: 'LogLeaves', description: '叶哈希（Base64）· leaf hashes of a log' });

/**
 * `GET /api/<service>/log/<log>`: the truth behind the bus. Fills gaps, bootstraps consumers, feeds mirrors elsewhere. Of
 * access logs only leaf hashes are shown. Needs the row `<service>.log.read` of the role table. What a person takes out is
 * an export: each page leaves an access record; services among themselves do not.
 */
export function feedController(service: string): Type {
  @ApiTags(service)
  @ApiBearerAuth()
  @Controller(`api/${service}/log`)
  class FeedController {
    constructor(@Parts() private readonly parts: ServiceParts) {}

    @Get(':log')
    @Action(`${service}.log.read`)
    @ApiOperation({ operationId: `${service}Log`, summary: '日志原文 · a log’s stored bytes', description: 'completeTo：此前的记录已全部在内。访问日志只给叶哈希。No event will be recorded before completeTo. Access logs are shown by leaf hashes only. 人员每取一页，留下一条导出记录 · each page that a person takes leaves a record of the export.' })
    @ApiOkResponse({ standardSchema: feedAnswer, description: '按位置排序 · in position order' })
    async log(@Param('log', { schema: logParam }) name: string, @Query({ schema: feedQuery }) { after = 0, limit = 500 }: z.infer<typeof feedQuery>, @Who() who: Actor) {
      await this.mustOwn(name);
      if (parseLog(name)?.access) throw refusedBecause('archive/no-such-log');
      const { log, clock } = this.parts.engine.parts;
      await log.heartbeat(name, clock.now());
      const { size, clock: completeTo } = await log.head(name); // before the reading, so that nothing up to it is missing
      const events = (await log.read(name, { after, limit })).map(({ position, body }) => ({ position, body }));
      if (who.role !== 'system' && events.length > 0) {
        await this.parts.engine.access.record({ context: { actor: who, basis: 'statutory-duty', reason: `${service}.log.read` }, what: 'export', items: [], scope: `${events.length} events of ${name} after ${after}` });
      }
      return { log: name, size, completeTo: utc(completeTo), events };
    }

    @Get(':log/leaves')
    @Action(`${service}.log.read`)
    @ApiOperation({ operationId: `${service}LogLeaves`, summary: '日志叶哈希 · leaf hashes of a log, access logs too' })
    @ApiOkResponse({ standardSchema: leavesAnswer, description: '叶哈希 · leaf hashes' })
    async leaves(@Param('log', { schema: logParam }) name: string, @Query({ schema: feedQuery }) { after = 0, limit = 500 }: z.infer<typeof feedQuery>) {
      const { size } = await this.mustOwn(name);
      const leaves = after >= size ? [] : await this.parts.engine.parts.log.tree(name).leaves(after, Math.min(size, after + limit));
      return { log: name, size, leaves: leaves.map((l) => Buffer.from(l).toString('base64')) };
    }

    private async mustOwn(name: string): Promise<LogHead> {
      const head = await this.parts.engine.parts.log.head(name);
      if (head.size === 0 || parseLog(name)?.service !== service) throw refusedBecause('archive/no-such-log');
      return head;
    }
  }
  return FeedController;
}
