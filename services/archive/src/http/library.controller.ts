import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { accepted, draftStoryBody, publishStoryBody, returnStoryBody, reviseStoryBody, withdrawStoryBody } from '@lianxin/contracts';
import { Action, ApiIdempotent, command, IdempotencyKey, orRefuse, Parts, Reads, Who, type Principal } from '@lianxin/nest';
import type { z } from 'zod';
import type { Archive } from '../archive.js';
import { findStories, readStory } from '../library/read-library.query.js';
import { orBadCursor } from './bad-cursor.js';
import { storyAnswer, storyList, storyParam, storyQuery } from './file-schemas.js';

/** 案例库: stories to learn from, typed anew and read by a supervisor before they are published. */
@ApiTags('archive')
@ApiBearerAuth()
@Controller('api/archive/library')
export class LibraryController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly archive: Archive) {}

  @Get()
  @Action('archive.library.read')
  @Reads('stories')
  @ApiOperation({ summary: '案例库 · the case library' })
  @ApiOkResponse({ standardSchema: storyList, description: '案例，新的在前 · stories, newest first' })
  list(@Query({ schema: storyQuery }) query: z.infer<typeof storyQuery>, @Who() actor: Principal) {
    return orBadCursor(findStories(this.archive, query, actor));
  }

  @Get(':story')
  @Action('archive.library.read')
  @Reads('stories')
  @ApiOperation({ summary: '案例 · a story' })
  @ApiOkResponse({ standardSchema: storyAnswer, description: '案例全文 · the whole story' })
  async one(@Param('story', { schema: storyParam }) story: string, @Who() actor: Principal) {
    return orRefuse(await readStory(this.archive, story, actor));
  }

  @Post()
  @Action('archive.library.write')
  @ApiIdempotent()
  @ApiOperation({ summary: '编写案例 · draft a story', description: '须重新编写，不得从案卷复制；疑似含有姓名、号码、地址、日期的不予收录。Typed anew; what seems to identify somebody is refused.' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已收录，待督导审核 · drafted; a supervisor reads it' })
  draft(@Body({ schema: draftStoryBody }) body: z.infer<typeof draftStoryBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.bus.execute(command(this.archive.commands.draftStory, body, actor, key));
  }

  @Post(':story/revise')
  @Action('archive.library.write')
  @ApiIdempotent()
  @ApiOperation({ summary: '修改案例 · revise a story' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已修改，重新审核 · revised; it is read again' })
  revise(@Param('story', { schema: storyParam }) story: string, @Body({ schema: reviseStoryBody }) body: z.infer<typeof reviseStoryBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.bus.execute(command(this.archive.commands.reviseStory, { story, ...body }, actor, key));
  }

  @Post(':story/return')
  @Action('archive.library.review')
  @ApiIdempotent()
  @ApiOperation({ summary: '退回案例 · return a story' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已退回 · returned' })
  giveBack(@Param('story', { schema: storyParam }) story: string, @Body({ schema: returnStoryBody }) body: z.infer<typeof returnStoryBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.bus.execute(command(this.archive.commands.returnStory, { story, ...body }, actor, key));
  }

  @Post(':story/publish')
  @Action('archive.library.review')
  @ApiIdempotent()
  @ApiOperation({ summary: '案例入库 · publish a story' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已入库 · published' })
  publish(@Param('story', { schema: storyParam }) story: string, @Body({ schema: publishStoryBody }) body: z.infer<typeof publishStoryBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.bus.execute(command(this.archive.commands.publishStory, { story, ...body }, actor, key));
  }

  @Post(':story/withdraw')
  @Action('archive.library.review')
  @ApiIdempotent()
  @ApiOperation({ summary: '撤下案例 · withdraw a story' })
  @ApiCreatedResponse({ standardSchema: accepted, description: '已撤下 · withdrawn' })
  withdraw(@Param('story', { schema: storyParam }) story: string, @Body({ schema: withdrawStoryBody }) body: z.infer<typeof withdrawStoryBody>, @Who() actor: Principal, @IdempotencyKey() key?: string) {
    return this.bus.execute(command(this.archive.commands.withdrawStory, { story, ...body }, actor, key));
  }
}
