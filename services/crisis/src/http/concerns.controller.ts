import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { riskLevels } from '@lianxin/contracts';
import { utc, type Actor } from '@lianxin/kernel';
import { Action, Parts, Reads, Who } from '@lianxin/nest';
import type { CrisisParts } from '../crisis.js';
import { countConcerns, findConcerns, findReassessments } from '../queries/find-in-lists.query.js';
import { orBadCursor } from './bad-cursor.js';
import { concernCounts, concernList, concernQuery, districtQuery, levelList, reassessmentQuery } from './schemas.js';

@Controller('api/crisis')
@ApiTags('crisis')
@ApiBearerAuth()
export class ConcernsController {
  constructor(@Parts() private readonly parts: CrisisParts) {}

  @Get('concerns')
  @Action('crisis.concerns.read')
  @Reads('safeties')
  @ApiOkResponse({ standardSchema: concernList, description: '未解除的风险，等级高的在前 · open concerns, the highest level first' })
  list(@Query({ schema: concernQuery }) query: z.infer<typeof concernQuery>, @Who() who: Actor) {
    return orBadCursor(findConcerns(this.parts, query, who));
  }

  @Get('concerns/counts')
  @Action('crisis.concerns.read')
  @Reads('safeties')
  @ApiOkResponse({ standardSchema: concernCounts, description: '各区各级数量 · counts by district and level' })
  counts(@Query({ schema: districtQuery }) query: z.infer<typeof districtQuery>, @Who() who: Actor) {
    return countConcerns(this.parts, query, who, utc(this.parts.engine.parts.clock.now()));
  }

  @Get('reassessments')
  @Action('crisis.concerns.read')
  @Reads('safeties')
  @ApiOkResponse({ standardSchema: concernList, description: '待重新评估，最早到期的在前 · to be re-assessed, the earliest first' })
  reassessments(@Query({ schema: reassessmentQuery }) query: z.infer<typeof reassessmentQuery>, @Who() who: Actor) {
    const { before, ...rest } = query;
    return orBadCursor(findReassessments(this.parts, { ...rest, ...(before === undefined ? {} : { before: utc(Date.parse(before)) }) }, who));
  }

  @Get('levels')
  @Action('crisis.concerns.read')
  @ApiOkResponse({ standardSchema: levelList, description: '风险等级、含义和响应时限 · levels, what they mean and how soon to respond' })
  levels() {
    return { items: riskLevels.entries.map(({ code, zh, en, meaning, terms }) => ({ code, zh, en, meaning, terms })) };
  }
}
