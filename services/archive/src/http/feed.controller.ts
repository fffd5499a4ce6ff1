import { Controller, Get, Param, Query, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { parseLog, utc } from '@lianxin/kernel';
import { Action, Parts, refusedBecause, type ServiceParts } from '@lianxin/nest';
import type { z } from 'zod';
import { feedOfStore } from '../mirror/feeds.js';
import { feedAnswer, feedQuery, leavesAnswer, logParam } from './schemas.js';

/** `GET /api/<service>/log/<log>`: the truth behind the bus. Fills gaps, bootstraps consumers, feeds mirrors elsewhere. */
export function feedController(service: string): Type {
  @ApiTags(service)
  @Controller(`api/${service}/log`)
  class FeedController {
    constructor(@Parts() private readonly parts: ServiceParts) {}

    @Get(':log')
    @Action(`${service}.log.read`)
    @ApiOperation({ operationId: `${service}Log`, summary: '日志原文 · a log’s stored bytes', description: 'completeTo：此后不会再有更早的记录。访问日志只给叶哈希。No event will be recorded before completeTo. Access logs are shown by leaf hashes only.' })
    @ApiOkResponse({ standardSchema: feedAnswer, description: '按位置排序 · in position order' })
    async log(@Param('log', { schema: logParam }) log: string, @Query({ schema: feedQuery }) { after = 0, limit = 500 }: z.infer<typeof feedQuery>) {
      if (parseLog(log)?.access) throw refusedBecause('archive/no-such-log');
      const feed = this.feed();
      await feed.reach(this.parts.engine.parts.clock.now());
      const at = await this.mustKnow(log);
      return { log, size: at.size, completeTo: utc(at.completeTo), events: await feed.read(log, after, limit) };
    }

    @Get(':log/leaves')
    @Action(`${service}.log.read`)
    @ApiOperation({ operationId: `${service}LogLeaves`, summary: '日志叶哈希 · leaf hashes of a log, access logs too' })
    @ApiOkResponse({ standardSchema: leavesAnswer, description: '叶哈希 · leaf hashes' })
    async leaves(@Param('log', { schema: logParam }) log: string, @Query({ schema: feedQuery }) { after = 0, limit = 500 }: z.infer<typeof feedQuery>) {
      const at = await this.mustKnow(log);
      return { log, size: at.size, leaves: (await this.feed().leaves(log, after, limit)).map((l) => Buffer.from(l).toString('base64')) };
    }

    private feed() { return feedOfStore(service, this.parts.engine.parts.log, this.parts.engine.parts.clock); }

    private async mustKnow(log: string) {
      const found = (await this.feed().logs()).find((l) => l.log === log);
      if (!found) throw refusedBecause('archive/no-such-log');
      return found;
    }
  }
  return FeedController;
}
