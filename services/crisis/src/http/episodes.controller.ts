import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { closeCrisisBody, debriefCrisisBody, episodeId, handOverCrisisBody, notifyInCrisisBody, recordCrisisActionBody, respondToCrisisBody, takeOverCrisisBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { CrisisParts } from '../crisis.js';
import { findEpisodes } from '../queries/find-in-lists.query.js';
import { readEpisode } from '../queries/read-safety.query.js';
import { orBadCursor } from './bad-cursor.js';
import { episodeAnswer, episodeList, episodePage, episodeQuery } from './schemas.js';

@Controller('api/crisis/episodes')
@ApiTags('crisis')
@ApiBearerAuth()
export class EpisodesController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: CrisisParts) {}

  @Get()
  @Action('crisis.concerns.read')
  @Reads('episodes')
  @ApiOkResponse({ standardSchema: episodeList, description: '危机介入，新的在前 · crisis episodes, newest first' })
  list(@Query({ schema: episodeQuery }) query: z.infer<typeof episodeQuery>, @Who() who: Actor) {
    return orBadCursor(findEpisodes(this.parts, query, who));
  }

  @Get(':episode')
  @Action('crisis.safety.read')
  @Reads('episodes', 'safeties')
  @ApiOkResponse({ standardSchema: episodePage, description: '时间线、时限与可做的下一步；查看留下访问记录 · time line, what is due, what you may do; reading leaves an access record' })
  async read(@Param('episode', { schema: episodeId }) episode: string, @Who() who: Actor) {
    return orRefuse(await readEpisode(this.parts, episode, who));
  }

  @Post(':episode/respond')
  @Action('crisis.episode.respond')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: episodeAnswer, description: '已响应 · responded' })
  respond(@Param('episode', { schema: episodeId }) episode: string, @Body({ schema: respondToCrisisBody }) body: z.infer<typeof respondToCrisisBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.respondToCrisis, { episode, ...body }, who, key));
  }

  @Post(':episode/notify')
  @Action('crisis.episode.notify')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: episodeAnswer, description: '已记录告知 · notification recorded' })
  notify(@Param('episode', { schema: episodeId }) episode: string, @Body({ schema: notifyInCrisisBody }) body: z.infer<typeof notifyInCrisisBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.notifyInCrisis, { episode, ...body }, who, key));
  }

  @Post(':episode/actions')
  @Action('crisis.episode.act')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: episodeAnswer, description: '已记录措施 · action recorded' })
  act(@Param('episode', { schema: episodeId }) episode: string, @Body({ schema: recordCrisisActionBody }) body: z.infer<typeof recordCrisisActionBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.recordCrisisAction, { episode, ...body }, who, key));
  }

  @Post(':episode/hand-over')
  @Action('crisis.episode.hand-over')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: episodeAnswer, description: '已交接，待接手 · handed over, waiting to be taken' })
  handOver(@Param('episode', { schema: episodeId }) episode: string, @Body({ schema: handOverCrisisBody }) body: z.infer<typeof handOverCrisisBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.handOverCrisis, { episode, ...body }, who, key));
  }

  @Post(':episode/take-over')
  @Action('crisis.episode.take-over')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: episodeAnswer, description: '已接手 · taken over' })
  takeOver(@Param('episode', { schema: episodeId }) episode: string, @Body({ schema: takeOverCrisisBody }) body: z.infer<typeof takeOverCrisisBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.takeOverCrisis, { episode, ...body }, who, key));
  }

  @Post(':episode/debrief')
  @Action('crisis.episode.debrief')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: episodeAnswer, description: '已复盘 · debriefed' })
  debrief(@Param('episode', { schema: episodeId }) episode: string, @Body({ schema: debriefCrisisBody }) body: z.infer<typeof debriefCrisisBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.debriefCrisis, { episode, ...body }, who, key));
  }

  @Post(':episode/close')
  @Action('crisis.episode.close')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: episodeAnswer, description: '已结束 · closed' })
  close(@Param('episode', { schema: episodeId }) episode: string, @Body({ schema: closeCrisisBody }) body: z.infer<typeof closeCrisisBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.closeCrisis, { episode, ...body }, who, key));
  }
}
