import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { consistencyProof, inclusionProof, utc } from '@lianxin/kernel';
import { Action, Parts, refusedBecause } from '@lianxin/nest';
import { formatTlogProof } from '@lianxin/trust';
import type { z } from 'zod';
import type { Archive } from '../archive.js';
import { alarmWords } from '../mirror/alarms.js';
import { checkpointState } from '../queries/case-seal.query.js';
import { checkpointsAnswer, consistencyAnswer, consistencyQuery, logParam, logStates, proofQuery, rangeQuery } from './schemas.js';

const base64 = (hash: Uint8Array): string => Buffer.from(hash).toString('base64');

/** What lets others check the logs: nothing here is personal, and nothing needs to be believed. */
@ApiTags('archive')
@ApiBearerAuth()
@Controller('api/archive')
export class ProofsController {
  constructor(@Parts() private readonly archive: Archive) {}

  @Get('logs')
  @Action('archive.proof.read')
  @ApiOperation({ summary: '镜像中的日志 · logs in the mirror and how far they are' })
  @ApiOkResponse({ standardSchema: logStates, description: '各日志 · each log' })
  async logs() {
    const { mirror, alarms, trees } = this.archive;
    const items = await Promise.all(mirror.state().map(async ({ completeTo, ...state }) => {
      const alarm = alarms.of(state.log);
      const checkpoint = await trees.lastCheckpoint(state.log);
      return {
        ...state, completeTo: utc(completeTo), ...(checkpoint ? { checkpoint: checkpoint.size } : {}), ...(alarm ? { alarm: { ...alarmWords(alarm.kind), since: utc(alarm.since) } } : {}),
      };
    }));
    return { items };
  }

  @Get('checkpoints')
  @Action('archive.proof.read')
  @ApiOperation({ summary: '各日志最新的检查点 · the newest cosigned checkpoint of each log', description: '请把检查点保存在本系统之外：独立性由此开始。Keep them outside this system: independence begins there.' })
  @ApiOkResponse({ standardSchema: checkpointsAnswer, description: '检查点 · checkpoints' })
  async checkpoints() {
    const texts = await Promise.all((await this.archive.trees.logs()).map((log) => this.archive.trees.lastCheckpoint(log)));
    return { items: texts.flatMap((c) => (c && checkpointState(c.text)) ?? []) };
  }

  @Get('vkeys')
  @Action('archive.proof.read')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: '公钥（vkey）· public keys for verify-bundle --key', description: '请经可靠途径核对后再用作信任依据。Compare over a reliable channel before trusting them.' })
  @ApiOkResponse({ description: '每行一把 · one a line', content: { 'text/plain': { schema: { type: 'string' } } } })
  vkeys(): string { return `${this.archive.vkeys().join('\n')}\n`; }

  @Get('log/:log/checkpoints')
  @Action('archive.proof.read')
  @ApiOperation({ summary: '一份日志的检查点 · checkpoints of a log, oldest first' })
  @ApiOkResponse({ standardSchema: checkpointsAnswer, description: '检查点 · checkpoints' })
  async history(@Param('log', { schema: logParam }) log: string, @Query({ schema: rangeQuery }) { after = 0, limit = 100 }: z.infer<typeof rangeQuery>) {
    await this.mustKnow(log);
    return { items: (await this.archive.trees.checkpoints(log, after, limit)).flatMap((c) => checkpointState(c.text) ?? []) };
  }

  @Get('log/:log/proof')
  @Action('archive.proof.read')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: '包含证明 · inclusion proof (c2sp.org/tlog-proof@v1)' })
  @ApiOkResponse({ description: '证明 · the proof', content: { 'text/plain': { schema: { type: 'string' } } } })
  async proof(@Param('log', { schema: logParam }) log: string, @Query({ schema: proofQuery }) { position, size }: z.infer<typeof proofQuery>): Promise<string> {
    await this.mustKnow(log);
    const { trees } = this.archive;
    const [exact] = size === undefined ? [] : await trees.checkpoints(log, size - 1, 1);
    const checkpoint = size === undefined ? await trees.lastCheckpoint(log) : exact?.size === size ? exact : undefined;
    if (!checkpoint || position > checkpoint.size) throw refusedBecause('archive/no-such-place');
    return formatTlogProof({ index: position - 1, hashes: await inclusionProof(trees.tree(log), position - 1, checkpoint.size), checkpoint: checkpoint.text });
  }

  @Get('log/:log/consistency')
  @Action('archive.proof.read')
  @ApiOperation({ summary: '一致性证明 · consistency proof between two sizes (RFC 6962)' })
  @ApiOkResponse({ standardSchema: consistencyAnswer, description: '证明 · the proof' })
  async consistency(@Param('log', { schema: logParam }) log: string, @Query({ schema: consistencyQuery }) { from, to }: z.infer<typeof consistencyQuery>) {
    const { size } = await this.mustKnow(log);
    if (from > to || to > size) throw refusedBecause('archive/no-such-place');
    const { trees } = this.archive;
    return { log, from, fromRoot: base64(await trees.rootAt(log, from)), to, toRoot: base64(await trees.rootAt(log, to)), proof: (await consistencyProof(trees.tree(log), from, to)).map(base64) };
  }

  private async mustKnow(log: string): Promise<{ readonly size: number }> {
    const head = await this.archive.trees.head(log);
    if (head.size === 0) throw refusedBecause('archive/no-such-log');
    return head;
  }
}
