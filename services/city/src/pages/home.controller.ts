import { Controller, Get, Inject, Module, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { MaybeWho, Public, type Principal } from '@lianxin/nest';
import type { FastifyReply } from 'fastify';
import { searchForm } from './case-page.js';
import { html } from './html.js';
import { page } from './page.js';
import { send } from './session.controller.js';

const HOME_OPTIONS: unique symbol = Symbol('lianxin.HomeOptions');

/** The first page: whoever is not signed in is led to the log-in. */
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(@Inject(HOME_OPTIONS) private readonly options: { readonly demo: boolean }) {}

  @Get()
  @Public('leads to the log-in, shows no data')
  async home(@MaybeWho() who: Principal | undefined, @Res() reply: FastifyReply): Promise<void> {
    if (!who) { await reply.code(303).header('location', '/login').header('cache-control', 'no-store').send(); return; }
    await send(reply, page('信访社会工作档案', html`${searchForm()}<p>接口说明见 <a href="/docs">/docs</a>。</p>`, { who, demo: this.options.demo }));
  }
}

@Module({})
export class HomeModule {
  static with(options: { readonly demo: boolean }): DynamicModule {
    return { module: HomeModule, controllers: [HomeController], providers: [{ provide: HOME_OPTIONS, useValue: options }] };
  }
}
