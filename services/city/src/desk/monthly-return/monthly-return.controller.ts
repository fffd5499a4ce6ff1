import { Controller, Get, Inject, Module, Query, Res, type DynamicModule } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { district } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, orRefuse, Who } from '@lianxin/nest';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Desk } from '../desk.js';
import { behindFigure, breakdowns, monthlyReturn, type BehindFigure, type MonthlyReturn } from './monthly-return.js';
import { sendSheet } from './send-sheet.js';

const month = z.string().regex(/^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$/).describe('月份（北京时间） · month (Asia/Shanghai)').meta({ examples: ['2026-01'] });
const query = z.strictObject({ month, district: district.optional() });
const behind = z.strictObject({
  month, district, group: z.enum(['received', 'term', 'repeat', 'channel', 'purpose', 'category']).describe('项目 · group'), code: z.string().max(60).optional().describe('分项；未分类为空 · item of the group; empty for none'),
});

const figure = z.object({ code: z.string(), zh: z.string(), count: z.int().optional().describe('不显示时没有 · absent where it does not show') }).meta({ id: 'ReturnFigure', description: '一个数 · a figure', examples: [{ code: 'D15', zh: '15 日内答复', count: 12 }] });
const ofDistrict = z.object({ district: z.string(), zh: z.string(), received: figure, groups: z.array(z.object({ code: z.string(), zh: z.string(), figures: z.array(figure) })) }).meta({ id: 'ReturnOfDistrict', description: '一个区 · one district' });
const answer = z.object({ month: z.string(), hidden: z.boolean().describe('小于 5 的数不予显示 · counts below 5 do not show'), districts: z.array(ofDistrict), all: ofDistrict.optional() }).meta({ id: 'MonthlyReturn', description: '月报表 · monthly return' });
const cases = z.object({ count: z.int(), withheld: z.int(), items: z.array(z.object({ matter: z.string(), registration: z.string(), case: z.string(), number: z.string(), receivedAt: z.string(), counts: z.record(z.string(), z.string()).describe('在各项目中计入哪一分项 · what it counts as in each group') })) }).meta({ id: 'ReturnCases', description: '一个数所含的事项 · the matters behind a figure' });

/** The monthly return of matters, with the cases behind each figure for who may open them. */
@ApiTags('desk')
@ApiBearerAuth()
@Controller('api/desk')
export class MonthlyReturnController {
  constructor(@Inject(Desk) private readonly desk: Desk) {}

  @Get('monthly-return')
  @Action('desk.return.read')
  @ApiOperation({ summary: '月报表：收到、答复（15、60日）、重复、形式、目的、分类，按区 · monthly return by district' })
  @ApiOkResponse({ standardSchema: answer, description: '月报表 · the return' })
  async read(@Query({ schema: query }) ask: z.infer<typeof query>, @Who() who: Actor): Promise<MonthlyReturn> { return orRefuse(await monthlyReturn(this.desk.views, ask, who)); }

  @Get('monthly-return.xlsx')
  @Action('desk.return.read')
  @ApiOperation({ summary: '月报表（Excel） · the monthly return as XLSX' })
  @ApiProduces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @ApiOkResponse({ description: '月报表 · the return' })
  async sheet(@Query({ schema: query }) ask: z.infer<typeof query>, @Who() who: Actor, @Res() reply: FastifyReply): Promise<void> {
    await sendSheet(reply, orRefuse(await monthlyReturn(this.desk.views, ask, who)));
  }

  @Get('monthly-return/cases')
  @Action('desk.return.open')
  @ApiOperation({ summary: `一个数所含的事项；项目：${breakdowns.map((b) => `${b.code} ${b.zh}`).join('、')} · the matters behind a figure` })
  @ApiOkResponse({ standardSchema: cases, description: '事项 · matters' })
  async cases(@Query({ schema: behind }) ask: z.infer<typeof behind>, @Who() who: Actor): Promise<BehindFigure> { return orRefuse(await behindFigure(this.desk.views, ask, who)); }
}

@Module({})
export class MonthlyReturnModule {
  static with(desk: Desk): DynamicModule {
    return { module: MonthlyReturnModule, controllers: [MonthlyReturnController], providers: [{ provide: Desk, useValue: desk }] };
  }
}
