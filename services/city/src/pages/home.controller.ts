import { Controller, Get, Inject, Module, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { mayDo } from '@lianxin/contracts';
import { MaybeWho, Public, type Principal } from '@lianxin/nest';
import type { FastifyReply } from 'fastify';
import { USUAL, type Desk } from '../desk/desk.js';
import { searchForm } from './case-page.js';
import { html } from './html.js';
import { page } from './page.js';
import { send } from './session.controller.js';
import { workBody } from './work-page.js';

interface HomeOptions { readonly demo: boolean; readonly desk?: Desk }
const HOME_OPTIONS: unique symbol = Symbol('lianxin.HomeOptions');

/** The first page: whoever is not signed in is led to the log-in; staff at the front find their morning list. */
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(@Inject(HOME_OPTIONS) private readonly options: HomeOptions) {}

  @Get()
  @Public('leads to the log-in; shows the desk only to who has the right, asked below')
  async home(@MaybeWho() who: Principal | undefined, @Res() reply: FastifyReply): Promise<void> {
    if (!who) { await reply.code(303).header('location', '/login').header('cache-control', 'no-store').send(); return; }
    const { desk, demo } = this.options;
    const links = html`<p>${desk && mayDo('desk.return.read', who, { district: who.district }).ok && html`<a href="/returns">月报表</a> · `}接口说明见 <a href="/docs">/docs</a>。</p>`;
    if (desk && mayDo('desk.work.read', who, { district: who.district }).ok) {
      const shown = await desk.work(who, USUAL);
      await send(reply, page('今日工作', html`${searchForm()}${workBody(shown, who)}${links}`, { who, demo }));
      return;
    }
    await send(reply, page('信访社会工作档案', html`${searchForm()}${links}`, { who, demo }));
  }
}

@Module({})
export class HomeModule {
  static with(options: HomeOptions): DynamicModule {
    return { module: HomeModule, controllers: [HomeController], providers: [{ provide: HOME_OPTIONS, useValue: options }] };
  }
}
