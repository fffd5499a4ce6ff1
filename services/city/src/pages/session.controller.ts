import type {} from '@fastify/cookie'; // adds setCookie to replies
import { Body, Controller, Get, Inject, Module, Post, Query, Req, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { districts } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Public, refusedBecause } from '@lianxin/nest';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf, demoUser, demoUsers, districtName, roleName } from '../dev/demo-users.js';
import { SESSION_COOKIE, type CityTokens } from '../tokens.js';
import { html, type Html } from './html.js';
import { page, STYLE } from './page.js';

export interface SessionOptions { readonly tokens: CityTokens; readonly demo: boolean }
const SESSION_OPTIONS: unique symbol = Symbol('lianxin.SessionOptions');

const SESSION_SECONDS = 8 * 3_600;
const form = z.object({ user: z.string().max(64).optional(), token: z.string().max(4_096).optional(), next: z.string().max(300).optional() });
const query = z.object({ next: z.string().max(300).optional() });

/** Signing in and out of the server-rendered pages. The session is a signed token in a cookie that no script and no other site can use. */
@ApiExcludeController()
@Controller()
export class SessionController {
  constructor(@Inject(SESSION_OPTIONS) private readonly options: SessionOptions) {}

  @Get('login')
  @Public('the way in')
  async login(@Query({ schema: query }) { next }: z.infer<typeof query>, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, page('登录', html`${this.options.demo ? picker(localPath(next)) : tokenForm(localPath(next))}<p>信访人<a href="/progress">凭查询码查询办理进展</a>，不需要登录。</p>`, { demo: this.options.demo }));
  }

  @Post('login')
  @Public('the way in')
  async signIn(@Body({ schema: form }) body: z.infer<typeof form>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertSameOrigin(request);
    const actor = await this.actor(body);
    const next = localPath(body.next);
    if (!actor) {
      const problem = html`<p class="bad" role="alert">${this.options.demo ? '没有这个演示用户，请从列表中选择。' : '令牌无效或已过期，请取得新的令牌后重试。'}</p>`;
      await send(reply.code(401), page('登录', html`${problem}${this.options.demo ? picker(next) : tokenForm(next)}`, { demo: this.options.demo }));
      return;
    }
    void reply.setCookie(SESSION_COOKIE, await this.options.tokens.sessionIssuer.issue(actor), { ...this.cookie(), maxAge: SESSION_SECONDS });
    await reply.code(303).header('location', next).header('cache-control', 'no-store').send();
  }

  @Post('logout')
  @Public('the way out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertSameOrigin(request);
    void reply.clearCookie(SESSION_COOKIE, this.cookie());
    await reply.code(303).header('location', '/login').header('cache-control', 'no-store').send();
  }

  @Get('style.css')
  @Public('looks')
  async style(@Res() reply: FastifyReply): Promise<void> { await reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(STYLE); }

  @Get('favicon.ico')
  @Public('looks')
  async icon(@Res() reply: FastifyReply): Promise<void> { await reply.code(204).header('cache-control', 'max-age=86400').send(); }

  private async actor(body: z.infer<typeof form>): Promise<Actor | undefined> {
    if (this.options.demo) {
      const user = body.user === undefined ? undefined : demoUser(body.user);
      return user && actorOf(user);
    }
    const found = await this.options.tokens.bearer.verify(body.token?.trim() ?? '');
    return found.ok ? found.value : undefined;
  }

  private cookie() { return { path: '/', httpOnly: true, sameSite: 'strict', secure: !this.options.demo } as const; }
}

@Module({})
export class SessionModule {
  static with(options: SessionOptions): DynamicModule {
    return { module: SessionModule, controllers: [SessionController], providers: [{ provide: SESSION_OPTIONS, useValue: options }] };
  }
}

/** A form must come from a page of this server: SameSite keeps the cookie away from others, this keeps their forms away. */
export function assertSameOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const sameHost = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  if (!sameHost || (site !== undefined && site !== 'same-origin' && site !== 'none')) throw refusedBecause('http/other-origin');
}

/** Only a path of this server may follow a log-in: `//host` and `/\host` lead elsewhere in browsers. */
export const localPath = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])[\w./?=&%-]*$/.test(next) ? next : '/');

export const send = (reply: FastifyReply, text: string) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text);

const nextField = (next: string): Html => html`<input type="hidden" name="next" value="${next}">`;

function picker(next: string): Html {
  const people = demoUsers.filter((u) => u.role !== 'importer');
  return html`
<p>选择一位演示用户登录。人员均为虚构，没有口令。</p>
<form method="post" action="/login">${nextField(next)}
<p><label for="user">演示用户（按区）</label><br>
<select id="user" name="user" required size="12">
${districts.codes.map((district) => html`<optgroup label="${districtName(district)}">
${people.filter((u) => u.district === district).map((u) => html`<option value="${u.user}">${u.name}（${roleName(u.role)}，${districtName(district)}）</option>`)}
</optgroup>`)}
</select></p>
<p><button>登录</button></p>
</form>`;
}

function tokenForm(next: string): Html {
  return html`
<form method="post" action="/login">${nextField(next)}
<p><label for="token">登录令牌（由本单位统一身份认证签发）</label><br>
<textarea id="token" name="token" rows="6" cols="60" required autocomplete="off" spellcheck="false"></textarea></p>
<p><button>登录</button></p>
</form>`;
}
