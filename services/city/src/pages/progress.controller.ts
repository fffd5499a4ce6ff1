import { Body, Controller, Get, HttpCode, Inject, Ip, Module, Post, Req, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { words } from '@lianxin/contracts';
import type { IntakeParts, Progress } from '@lianxin/intake';
import { Page, Parts, Public, ServiceModule } from '@lianxin/nest';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { html, type Html } from './html.js';
import { page } from './page.js';
import { assertSameOrigin, send } from './session.controller.js';

const PROGRESS_OPTIONS: unique symbol = Symbol('lianxin.ProgressOptions');
const form = z.object({ code: z.string().max(60) });

const codeForm = (): Html => html`
<form method="post" action="/progress">
<p><label for="code">查询码（十二位数字，登记时交给您的）</label><br>
<input id="code" name="code" required maxlength="60" inputmode="numeric" autocomplete="off" placeholder="0000-0000-0000"> <button>查询</button></p>
</form>
<p>不需要登录。查询码相当于钥匙，请勿告诉他人；遗失可凭身份证明到登记处询问。</p>`;

const answer = ({ status, holder, next }: Progress): Html => html`
<div class="good" role="status"><dl>
<dt>进展</dt><dd>${status.zh}</dd>
<dt>由谁负责</dt><dd>${holder.zh}</dd>
<dt>下一日期</dt><dd>${next ? html`<time datetime="${next.date}">${next.date}</time>（${next.zh}）` : '目前没有已登记的下一日期。'}</dd>
</dl></div>`;

/** The petitioner's own view: by 查询码, without signing in. The code travels in the body, never in an address that browsers and servers keep. */
@ApiExcludeController()
@Controller('progress')
@Page()
export class ProgressPageController {
  constructor(@Parts() private readonly intake: IntakeParts, @Inject(PROGRESS_OPTIONS) private readonly options: { readonly demo: boolean }) {}

  @Get()
  @Public('the petitioner’s own view')
  async form(@Res() reply: FastifyReply): Promise<void> {
    await send(reply, page('查询办理进展', codeForm(), this.options));
  }

  @Post()
  @HttpCode(200)
  @Public('the petitioner’s own view: the code is the key; attempts are counted')
  async ask(@Body({ schema: form }) { code }: z.infer<typeof form>, @Ip() address: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertSameOrigin(request);
    const found = await this.intake.progress.ask(code, address);
    if (found.ok) { await send(reply, page('办理进展', html`${answer(found.value)}${codeForm()}`, this.options)); return; }
    const { status, detail, rule } = words(found.refusal);
    await send(reply.code(status), page('查询办理进展', html`<p class="bad" role="alert">${detail}</p>${rule !== undefined && html`<p>依据：${rule}</p>`}${codeForm()}`, this.options));
  }
}

@Module({})
export class ProgressPageModule {
  static with(options: { readonly demo: boolean }): DynamicModule {
    return { module: ProgressPageModule, imports: [ServiceModule.of('intake')], controllers: [ProgressPageController], providers: [{ provide: PROGRESS_OPTIONS, useValue: options }] };
  }
}
