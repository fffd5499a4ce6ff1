import { Controller, Get, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CITY, mayDo } from '@lianxin/contracts';
import { utc, type Actor } from '@lianxin/kernel';
import { Action, orRefuse, Who } from '@lianxin/nest';
import type { KeyStore } from '@lianxin/trust';
import { z } from 'zod';

const KEYS: unique symbol = Symbol('lianxin.Keys');
/** Within so many days of an erasure (formats §6). */
const RENEWAL_DAYS = 30;

const keysState = z.object({
  masterKey: z.int(), live: z.int(), destroyed: z.int(),
  renewalOwedSince: z.string().optional().describe('自主密钥上次更换后首次删除的时刻 · first erasure since the master key was renewed'),
  renewalDue: z.string().optional().describe('更换期限 · to be renewed until'),
}).meta({ id: 'KeysState', description: '密钥状态：只有数目和时刻 · state of the keys: counts and times alone', examples: [{ masterKey: 1, live: 12, destroyed: 0 }] });
const renewed = z.object({ masterKey: z.int(), rewrapped: z.int() })
  .meta({ id: 'MasterKeyRenewed', description: '新主密钥的编号；重新封装的行数 · number of the new master key; rows wrapped anew', examples: [{ masterKey: 2, rewrapped: 14 }] });

/** The keys serve all districts, so the right is asked for the city. No key leaves the store. */
@ApiTags('platform')
@ApiBearerAuth()
@Controller('api/platform/keys')
export class KeysController {
  constructor(@Inject(KEYS) private readonly keys: KeyStore) {}

  @Get()
  @Action('platform.keys')
  @ApiOperation({ summary: '密钥状态，是否应更换主密钥 · state of the keys; is a renewal owed?' })
  @ApiOkResponse({ standardSchema: keysState, description: '状态 · state' })
  async state(@Who() who: Actor): Promise<z.infer<typeof keysState>> {
    orRefuse(mayDo('platform.keys', who, { district: CITY }));
    const { masterKey, live, destroyed, renewalOwedSince: since } = await this.keys.health();
    return { masterKey, live, destroyed, ...(since === undefined ? {} : { renewalOwedSince: utc(since), renewalDue: utc(since + RENEWAL_DAYS * 86_400_000) }) };
  }

  @Post('renew')
  @HttpCode(200)
  @Action('platform.keys')
  @ApiOperation({ summary: '更换主密钥：此前的密钥备份不再能打开任何内容 · renew the master key: older copies of the keys open nothing any more' })
  @ApiOkResponse({ standardSchema: renewed, description: '已更换 · renewed' })
  renew(@Who() who: Actor): Promise<z.infer<typeof renewed>> {
    orRefuse(mayDo('platform.keys', who, { district: CITY }));
    return this.keys.renewMasterKey();
  }
}

@Module({})
export class KeysModule {
  static with(keys: KeyStore): DynamicModule {
    return { module: KeysModule, controllers: [KeysController], providers: [{ provide: KEYS, useValue: keys }] };
  }
}
