import { Body, Controller, Get, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { utc, type Clock } from '@lianxin/kernel';
import { Public } from '@lianxin/nest';
import { z } from 'zod';

export interface SettableClock extends Clock { set(to: number): void; advance(ms: number): void }
const VIRTUAL_CLOCK: unique symbol = Symbol('lianxin.VirtualClock');

const change = z.union([
  z.strictObject({ to: z.iso.datetime({ offset: true }).meta({ description: '设为此时刻（只能向前） · set to this moment (forward only)', examples: ['2026-03-01T08:00:00+08:00'] }) }),
  z.strictObject({ advanceSeconds: z.int().min(1).max(366 * 86_400).meta({ description: '前进若干秒 · go forward so many seconds', examples: [86_400] }) }),
]).meta({ id: 'ClockChange', examples: [{ advanceSeconds: 86_400 }] });
const moment = z.object({ now: z.string() }).meta({ id: 'ClockNow', examples: [{ now: '2026-03-01T00:00:00.000Z' }] });

/** Virtual time of demo mode (`LIANXIN_CLOCK=virtual`): rules domain time, never the life of tokens. */
@ApiTags('dev')
@Controller('dev/clock')
export class ClockController {
  constructor(@Inject(VIRTUAL_CLOCK) private readonly clock: SettableClock) {}

  @Get()
  @Public('demo mode')
  @ApiOperation({ summary: '虚拟时钟 · the virtual clock' })
  @ApiOkResponse({ standardSchema: moment, description: '现在（UTC） · now (UTC)' })
  now(): z.infer<typeof moment> { return { now: utc(this.clock.now()) }; }

  @Post()
  @HttpCode(200)
  @Public('demo mode')
  @ApiOperation({ summary: '拨快虚拟时钟 · set the virtual clock forward' })
  @ApiOkResponse({ standardSchema: moment, description: '现在（UTC） · now (UTC)' })
  change(@Body({ schema: change }) body: z.infer<typeof change>): z.infer<typeof moment> {
    if ('to' in body) this.clock.set(Date.parse(body.to)); else this.clock.advance(body.advanceSeconds * 1_000);
    return this.now();
  }
}

@Module({})
export class ClockModule {
  static with(clock: SettableClock): DynamicModule {
    return { module: ClockModule, controllers: [ClockController], providers: [{ provide: VIRTUAL_CLOCK, useValue: clock }] };
  }
}
