import { Controller, Get, Inject, Module, Query, type DynamicModule } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@lianxin/kernel';
import { Action, Who } from '@lianxin/nest';
import { z } from 'zod';
import { Desk, USUAL } from './desk.js';
import type { Work } from './work.query.js';

const days = (usual: number, what: string) => z.coerce.number().int().min(0).max(3_650).default(usual).describe(what);
const query = z.strictObject({
  unansweredDays: days(USUAL.unansweredDays, '收到后满几个自然日未答复（北京时间） · unanswered for so many calendar days (Asia/Shanghai)'),
  silentDays: days(USUAL.silentDays, '几个自然日没有任何记录（北京时间） · nothing recorded for so many calendar days (Asia/Shanghai)'),
  limit: z.coerce.number().int().min(1).max(200).default(USUAL.limit).describe('每个列表最多列出几件，件数总是全数 · items of each list; counts are whole'),
});

const step = z.object({ code: z.string(), zh: z.string(), en: z.string(), due: z.string().optional().describe('到期日 · day on which it is due') }).meta({ id: 'DeskStep', description: '要办的事 · something to do', examples: [{ code: 'ASSESS', zh: '完成预估', en: 'complete the assessment', due: '2026-03-16' }] });
const item = z.object({
  id: z.string(), number: z.string(), district: z.string(), channel: z.string(), kind: z.enum(['ordinary', 'accusation']), holder: z.string(), level: z.string().describe('风险等级，只用于安全与支持 · risk level, for safety and support only'),
  concern: z.boolean(), contactAt: z.string(), days: z.int(), silentDays: z.int(), lastAt: z.string(), todo: z.array(step).describe('本站要办 · for the station to do'), waits: z.array(step).describe('等待他人 · waits on others'),
}).meta({ id: 'DeskItem', description: '工作台上的一件 · a case on the desk' });
const bucket = z.object({ count: z.int(), items: z.array(item) });
const buckets = z.object({ toTake: bucket, inWork: bucket, waiting: bucket, done: bucket }).meta({ id: 'DeskBuckets', description: '待接、在办、等待他人、已结 · to take, in work, waiting on others, done' });
const deskWork = z.object({
  now: z.string(), district: z.string(), mine: buckets, desk: buckets,
  takeNext: z.object({ id: z.string(), number: z.string(), reason: z.object({ code: z.enum(['SAFETY', 'OLDEST']), zh: z.string(), en: z.string() }) }).optional().describe('下一件接什么，为什么 · what to take next, and why'),
  unanswered: z.object({ days: z.int(), count: z.int(), items: z.array(z.object({ matter: z.string(), registration: z.string(), id: z.string(), number: z.string(), receivedAt: z.string(), days: z.int(), mine: z.boolean() })) }).describe('未答复 · unanswered'),
  silent: z.object({ days: z.int(), count: z.int(), mine: z.int(), items: z.array(item) }).describe('没有动静 · silent'),
  partial: z.boolean().describe('件数过多，只看了最新的部分 · too many: only the newest were looked through'),
}).meta({ id: 'DeskWork', description: '工作台 · the desk' });

/** A station's work over all services, in one call. */
@ApiTags('desk')
@ApiBearerAuth()
@Controller('api/desk')
export class DeskController {
  constructor(@Inject(Desk) private readonly desk: Desk) {}

  @Get('work')
  @Action('desk.work.read')
  @ApiOperation({ summary: '我的工作与本站工作：待接、在办、等待他人、已结，下一件，未答复，没有动静 · my work and my desk in one call' })
  @ApiOkResponse({ standardSchema: deskWork, description: '工作台 · the desk' })
  work(@Query({ schema: query }) ask: z.infer<typeof query>, @Who() who: Actor): Promise<Work> { return this.desk.work(who, ask); }
}

@Module({})
export class DeskModule {
  static with(desk: Desk): DynamicModule {
    return { module: DeskModule, controllers: [DeskController], providers: [{ provide: Desk, useValue: desk }] };
  }
}
