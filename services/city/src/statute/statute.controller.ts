import { Body, Controller, Get, HttpCode, Inject, Module, Post, Query, type DynamicModule } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ok, refused, shanghaiDay, shanghaiYear, utc, type Clock } from '@lianxin/kernel';
import { orRefuse, Public } from '@lianxin/nest';
import { deadline, isLegalDay, limitWarnings, pathways, percentOfTerm, ruleAt, rules, termOf, type Calendars } from '@lianxin/statute';
import type { z } from 'zod';
import { calendarQuery, calendarYear, deadlineAnswer, deadlineBody, pathwayList, pathwayQuery, ruleList } from './schemas.js';

/** What the law's terms are counted by here. */
export interface StatuteParts { readonly calendars: Calendars; readonly clock: Clock }
const STATUTE: unique symbol = Symbol('lianxin.Statute');
const OPEN = 'the law and its calendar are public, and what is asked holds no data of anybody';

/** Terms of the law, counted and explained. Open to all: a petitioner may count the own window too. */
@ApiTags('statute')
@Controller('api/statute')
export class StatuteController {
  constructor(@Inject(STATUTE) private readonly parts: StatuteParts) {}

  @Post('deadlines')
  @HttpCode(200)
  @Public(OPEN)
  @ApiOperation({ summary: '计算期限并逐日说明 · count a deadline and explain it day by day' })
  @ApiOkResponse({ standardSchema: deadlineAnswer, description: '期限 · the deadline' })
  count(@Body({ schema: deadlineBody }) body: z.infer<typeof deadlineBody>): z.infer<typeof deadlineAnswer> {
    orRefuse(termOf(body));
    const calendar = this.parts.calendars.current();
    const counted = deadline({ ...body, calendar });
    const { title, article, text, trigger } = ruleAt(body.rule, body.from)!;
    return {
      ...counted, pauses: [...counted.pauses], days: [...counted.days], title, article, text, trigger: { zh: trigger.zh, en: trigger.en },
      reminders: percentOfTerm(counted, calendar).map(({ percent, at }) => ({ percent, at: utc(at) })),
    };
  }

  @Get('rules')
  @Public(OPEN)
  @ApiOperation({ summary: '各项期限规定 · the terms of the law' })
  @ApiOkResponse({ standardSchema: ruleList, description: '规定 · rules' })
  rules() { return rules; }

  @Get('calendar')
  @Public(OPEN)
  @ApiOperation({ summary: '一年的放假安排 · the holiday arrangement of a year' })
  @ApiOkResponse({ standardSchema: calendarYear, description: '放假、调休 · days off and weekends worked' })
  calendar(@Query({ schema: calendarQuery }) { year = shanghaiYear(this.parts.clock.now()) }: z.infer<typeof calendarQuery>): z.infer<typeof calendarYear> {
    const { version, coverageFrom, coverageUntil, marked } = this.parts.calendars.current();
    const days = Object.entries(marked).filter(([date]) => date.startsWith(`${year}-`)).map(([date, { nature, name }]) => ({ date, nature, name }));
    return { version, coverageFrom, coverageUntil, year, known: `${year}-01-01` >= coverageFrom && `${year}-12-31` <= coverageUntil, days: days.toSorted((a, b) => (a.date < b.date ? -1 : 1)) };
  }

  @Get('pathways')
  @Public(OPEN)
  @ApiOperation({ summary: '路线图与参考期限 · the pathway map with reference limits' })
  @ApiOkResponse({ standardSchema: pathwayList, description: '路线图 · pathways' })
  pathways(@Query({ schema: pathwayQuery }) { event }: z.infer<typeof pathwayQuery>) {
    if (event === undefined) return pathways;
    orRefuse(isLegalDay(event) ? ok(true) : refused('statute/not-a-day', { path: '/event' }));
    const { calendars, clock } = this.parts;
    return pathways.map((pathway) => ({ ...pathway, warnings: limitWarnings(pathway.code, event, shanghaiDay(clock.now()), calendars.current()) }));
  }
}

@Module({})
export class StatuteModule {
  static with(parts: StatuteParts): DynamicModule {
    return { module: StatuteModule, controllers: [StatuteController], providers: [{ provide: STATUTE, useValue: parts }] };
  }
}
