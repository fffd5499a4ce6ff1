import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, publishCalendarBody } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Reads, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import { findCalendars } from '../queries/find-in-lists.query.js';
import type { SupervisionParts } from '../supervision.js';
import { orBadCursor } from './bad-cursor.js';
import { calendarList, calendarQuery } from './schemas.js';

@Controller('api/supervision/calendars')
@ApiTags('supervision')
@ApiBearerAuth()
export class CalendarsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: SupervisionParts) {}

  @Post()
  @Action('supervision.calendar.publish')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已公布；此后的期限按新历法计算 · published; terms are counted by it from here on' })
  publish(@Body({ schema: publishCalendarBody }) body: z.infer<typeof publishCalendarBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.publishCalendar, body, who, key));
  }

  @Get()
  @Action('supervision.calendar.read')
  @Reads('calendars')
  @ApiOkResponse({ standardSchema: calendarList, description: '现行历法与已公布的放假安排 · the calendar in force and the arrangements published' })
  async list(@Query({ schema: calendarQuery }) query: z.infer<typeof calendarQuery>) {
    const { version, coverageFrom, coverageUntil } = await this.parts.calendars.refresh();
    return { current: { version, coverageFrom, coverageUntil }, ...await orBadCursor(findCalendars(this.parts, query)) };
  }
}
