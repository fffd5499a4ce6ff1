import { Body, Controller, Get, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { afterDuration, utc, type Clock } from '@lianxin/kernel';
import { Public, refusedBecause } from '@lianxin/nest';
import { z } from 'zod';
import type { ClockRunner } from './clock-runner.js';

export interface SettableClock extends Clock { set(to: number): void; advance(ms: number): void }
const VIRTUAL_CLOCK: unique symbol = Symbol('lianxin.VirtualClock');

const point = (description: string) => z.iso.datetime({ offset: true }).meta({ description, examples: ['2026-03-01T08:00:00+08:00'] });
const change = z.union([
  z.strictObject({ now: point('设为此时刻（只能向前） · set to this moment (forward only)') }),
  z.strictObject({ advance: z.string().regex(/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/).meta({ description: '前进一段时间（ISO 8601） · go forward by an ISO 8601 duration', examples: ['P3D'] }) }),
  z.strictObject({ to: point('同 now · the same as now') }),
  z.strictObject({ advanceSeconds: z.int().min(1).max(366 * 86_400).meta({ description: '前进若干秒 · go forward so many seconds', examples: [86_400] }) }),
]).meta({ id: 'ClockChange', examples: [{ advance: 'P1D' }] });
const moment = z.object({ now: z.string() }).meta({ id: 'ClockNow', examples: [{ now: '2026-03-01T00:00:00.000Z' }] });

function target(body: z.infer<typeof change>, now: number): number {
  if ('advance' in body) return afterDuration(now, body.advance);
  if ('advanceSeconds' in body) return now + body.advanceSeconds * 1_000;
  return Date.parse('now' in body ? body.now : body.to);
}

/** Virtual time of demo mode (`LIANXIN_CLOCK=virtual`): rules domain time, never the life of tokens. */
@ApiTags('dev')
@Controller('dev/clock')
export class ClockController {
  constructor(@Inject(VIRTUAL_CLOCK) private readonly clock: ClockRunner) {}

  @Get()
  @Public('demo mode')
  @ApiOperation({ summary: '虚拟时钟 · the virtual clock' })
  @ApiOkResponse({ standardSchema: moment, description: '现在（UTC） · now (UTC)' })
  now(): z.infer<typeof moment> { return { now: utc(this.clock.now()) }; }

  @Post()
  @HttpCode(200)
  @Public('demo mode')
  @ApiOperation({ summary: '拨快虚拟时钟 · set the virtual clock forward', description: '到期的计时按先后逐一触发，各服务处理完毕后才答复。 What falls due on the way happens in order, and is answered only when all services have come to rest.' })
  @ApiOkResponse({ standardSchema: moment, description: '现在（UTC） · now (UTC)' })
  async change(@Body({ schema: change }) body: z.infer<typeof change>): Promise<z.infer<typeof moment>> {
    if (!await this.clock.goTo(() => target(body, this.clock.now()))) throw refusedBecause('clock/not-at-rest');
    return this.now();
  }
}

@Module({})
export class ClockModule {
  static with(clock: ClockRunner): DynamicModule {
    return { module: ClockModule, controllers: [ClockController], providers: [{ provide: VIRTUAL_CLOCK, useValue: clock }] };
  }
}
