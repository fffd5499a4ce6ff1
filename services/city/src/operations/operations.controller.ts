import { Body, Controller, Get, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CITY, mayDo, type Action as ActionName } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, orRefuse, Who } from '@lianxin/nest';
import { z } from 'zod';
import { Operations } from './operations.js';

const viewState = z.object({
  service: z.string(), view: z.string(), version: z.int(), behind: z.int(), parkedStreams: z.int(), failing: z.boolean(),
  building: z.object({ done: z.int(), total: z.int() }).optional(),
}).meta({ id: 'ViewState', description: '视图状态 · state of a view', examples: [{ service: 'archive', view: 'cases', version: 1, behind: 0, parkedStreams: 0, failing: false }] });
const viewStates = z.array(viewState);

const rebuildBody = z.strictObject({
  service: z.string().min(1).max(40).meta({ description: '服务 · service', examples: ['archive'] }),
  view: z.string().min(1).max(80).meta({ description: '视图，见 GET /api/platform/views · view', examples: ['cases'] }),
  dryRun: z.boolean().optional().meta({ description: '只比较，不切换 · compare only' }),
}).meta({ id: 'RebuildView', examples: [{ service: 'archive', view: 'cases', dryRun: true }] });
const rebuilt = z.object({
  view: z.string(), events: z.int(), ms: z.number(), switched: z.boolean(), same: z.int(), changed: z.int(), onlyLive: z.int(), onlyBuilt: z.int(), liveHash: z.string(), builtHash: z.string(),
  from: z.object({ version: z.int(), parked: z.int() }), to: z.object({ version: z.int(), parked: z.int() }),
}).meta({ id: 'Rebuilt', description: '重建结果：新旧逐份比较 · outcome of a rebuild' });

const searchBody = z.strictObject({ service: z.string().min(1).max(40).meta({ description: '服务 · service', examples: ['intake'] }) }).meta({ id: 'RebuildSearch', examples: [{ service: 'intake' }] });
const searchRebuilt = z.object({ ms: z.int() }).meta({ id: 'SearchRebuilt', examples: [{ ms: 1200 }] });

const letter = z.object({
  service: z.string(), id: z.string(), view: z.string(), log: z.string(), stream: z.string(), position: z.int(), version: z.int(), type: z.string(),
  sequence: z.int(), attempts: z.int(), parkedat: z.string(), error: z.string(),
}).meta({ id: 'ParkedLetter', description: '搁置的事件；sequence 大于 1 的在等它前面的 · a parked event' });
const letters = z.array(letter);
const retryBody = z.strictObject({ letter: z.string().min(1).max(200).optional().meta({ description: '只重试这一条所在的流；默认全部 · only the stream of this letter; default: all' }) }).meta({ id: 'RetryParked', examples: [{}] });
const retried = z.object({ streams: z.int(), applied: z.int(), left: z.int() }).meta({ id: 'RetriedLetters', description: '重试的流数、已应用、仍搁置 · streams tried, events applied, still parked', examples: [{ streams: 0, applied: 0, left: 0 }] });

/** Looking after the views of a running host. They serve all districts, so the right is asked for the city. */
@ApiTags('platform')
@Controller('api/platform')
export class OperationsController {
  constructor(@Inject(Operations) private readonly operations: Operations) {}

  @Get('views')
  @Action('platform.rebuild')
  @ApiOperation({ summary: '全部视图的状态 · state of all views' })
  @ApiOkResponse({ standardSchema: viewStates, description: '视图 · views' })
  views(@Who() who: Actor): Promise<readonly z.infer<typeof viewState>[]> {
    forCity('platform.rebuild', who);
    return this.operations.views();
  }

  @Post('views/rebuild')
  @HttpCode(200)
  @Action('platform.rebuild')
  @ApiOperation({ summary: '从日志重建一个视图，比较后切换；期间照常服务 · rebuild a view beside the live one, compare, switch' })
  @ApiOkResponse({ standardSchema: rebuilt, description: '结果 · outcome' })
  async rebuild(@Body({ schema: rebuildBody }) body: z.infer<typeof rebuildBody>, @Who() who: Actor): Promise<z.infer<typeof rebuilt>> {
    forCity('platform.rebuild', who);
    return orRefuse(await this.operations.rebuild(body.service, body.view, body.dryRun === true));
  }

  @Post('search/rebuild')
  @HttpCode(200)
  @Action('platform.rebuild')
  @ApiOperation({ summary: '从日志重建检索索引；完成前检索结果不全 · rebuild a search index; searches find less until it is done' })
  @ApiOkResponse({ standardSchema: searchRebuilt, description: '已重建 · rebuilt' })
  async rebuildSearch(@Body({ schema: searchBody }) body: z.infer<typeof searchBody>, @Who() who: Actor): Promise<z.infer<typeof searchRebuilt>> {
    forCity('platform.rebuild', who);
    return orRefuse(await this.operations.rebuildSearch(body.service));
  }

  @Get('parked')
  @Action('platform.parked')
  @ApiOperation({ summary: '搁置的事件 · parked events' })
  @ApiOkResponse({ standardSchema: letters, description: '搁置的事件 · parked events' })
  async parked(@Who() who: Actor): Promise<readonly z.infer<typeof letter>[]> {
    forCity('platform.parked', who);
    return (await this.operations.parked()).map((l) => ({ ...l, parkedat: new Date(l.parkedat).toISOString() }));
  }

  @Post('parked/retry')
  @HttpCode(200)
  @Action('platform.parked')
  @ApiOperation({ summary: '重试搁置的事件 · try parked events again' })
  @ApiOkResponse({ standardSchema: retried, description: '结果 · outcome' })
  async retry(@Body({ schema: retryBody }) body: z.infer<typeof retryBody>, @Who() who: Actor): Promise<z.infer<typeof retried>> {
    forCity('platform.parked', who);
    return orRefuse(await this.operations.retry(body.letter));
  }
}

const forCity = (action: ActionName, who: Actor): void => { orRefuse(mayDo(action, who, { district: CITY })); };

@Module({})
export class OperationsModule {
  static with(operations: Operations): DynamicModule {
    return { module: OperationsModule, controllers: [OperationsController], providers: [{ provide: Operations, useValue: operations }] };
  }
}
