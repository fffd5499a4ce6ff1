import { Controller, Get, Inject, Module, Param, Query, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { shanghaiDay } from '@lianxin/kernel';
import { Action, orRefuse, Page, Who, type Principal } from '@lianxin/nest';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Desk } from '../desk/desk.js';
import { monthlyReturn } from '../desk/monthly-return/monthly-return.js';
import { sendSheet } from '../desk/monthly-return/send-sheet.js';
import { page } from './page.js';
import { returnBody } from './return-page.js';
import { send } from './session.controller.js';

interface ReturnsOptions { readonly demo: boolean; readonly desk: Desk }
const RETURNS_OPTIONS: unique symbol = Symbol('lianxin.ReturnsOptions');

const month = z.string().regex(/^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$/);
const query = z.object({ month: month.optional() });

/** The monthly return as a page and as a file. */
@ApiExcludeController()
@Controller('returns')
@Page()
export class ReturnsPagesController {
  constructor(@Inject(RETURNS_OPTIONS) private readonly options: ReturnsOptions) {}

  @Get()
  @Action('desk.return.read')
  async show(@Query({ schema: query }) asked: z.infer<typeof query>, @Who() who: Principal, @Res() reply: FastifyReply): Promise<void> {
    const { desk, demo } = this.options;
    const found = orRefuse(await monthlyReturn(desk.views, { month: asked.month ?? shanghaiDay(desk.views.clock.now()).slice(0, 7) }, who));
    await send(reply, page(`月报表 ${found.month}`, returnBody(found), { who, demo }));
  }

  @Get(':month.xlsx')
  @Action('desk.return.read')
  async sheet(@Param('month', { schema: month }) of: string, @Who() who: Principal, @Res() reply: FastifyReply): Promise<void> {
    await sendSheet(reply, orRefuse(await monthlyReturn(this.options.desk.views, { month: of }, who)));
  }
}

@Module({})
export class ReturnsPagesModule {
  static with(options: ReturnsOptions): DynamicModule {
    return { module: ReturnsPagesModule, controllers: [ReturnsPagesController], providers: [{ provide: RETURNS_OPTIONS, useValue: options }] };
  }
}
