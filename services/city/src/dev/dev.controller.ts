import { Body, Controller, Get, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { districts, roles } from '@lianxin/contracts';
import { Public, refusedBecause, TokenIssuer } from '@lianxin/nest';
import { z } from 'zod';
import { actorOf, demoUser, demoUsers } from './demo-users.js';

const user = z.object({
  user: z.string(), role: roles.schema, district: districts.schema, name: z.string(),
}).meta({ id: 'DemoUser', description: '演示用户（虚构） · a made-up user', examples: [{ user: 'worker-440106', role: 'worker', district: '440106', name: '社工甲' }] });
const users = z.array(user);
const wanted = z.strictObject({ user: z.string().min(1).max(64).meta({ description: '取自 GET /dev/users · from GET /dev/users', examples: ['worker-440106'] }) })
  .meta({ id: 'TokenWanted', examples: [{ user: 'worker-440106' }] });
const token = z.object({ token: z.string() }).meta({ id: 'Token', description: '用于 Authorization: Bearer · for Authorization: Bearer' });

/** The issuer of demo mode: no passwords, therefore on this machine only. Not there at all in live mode. */
@ApiTags('dev')
@Controller('dev')
export class DevController {
  constructor(@Inject(TokenIssuer) private readonly issuer: TokenIssuer) {}

  @Get('users')
  @Public('demo mode: the picker of made-up users')
  @ApiOperation({ summary: '演示用户 · demo users' })
  @ApiOkResponse({ standardSchema: users, description: '全部演示用户 · all demo users' })
  users(): typeof demoUsers { return demoUsers; }

  @Post('token')
  @HttpCode(200)
  @Public('demo mode: tokens for made-up users')
  @ApiOperation({ summary: '取得演示令牌 · a token for a demo user' })
  @ApiOkResponse({ standardSchema: token, description: '令牌 · the token' })
  async token(@Body({ schema: wanted }) body: z.infer<typeof wanted>): Promise<z.infer<typeof token>> {
    const found = demoUser(body.user);
    if (!found) throw refusedBecause('input/not-in-list', { path: '/user' });
    return { token: await this.issuer.issue(actorOf(found)) };
  }
}

@Module({})
export class DevModule {
  static with(issuer: TokenIssuer): DynamicModule {
    return { module: DevModule, controllers: [DevController], providers: [{ provide: TokenIssuer, useValue: issuer }] };
  }
}
