import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import * as contracts from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, orRefuse, Parts, Public, refusedBecause, Who } from '@lianxin/nest';
import { casesBehind, indicatorDefinitions, overview, readIndicator } from '../queries/read-indicators.query.js';
import type { SupervisionParts } from '../supervision.js';
import { behindPage, behindQuery, codeList, definitions, indicatorCode, indicatorPage, indicatorQuery, overviewPage, overviewQuery } from './schemas.js';

const {
  certificateLevels, certificateVoidReasons, trainingKinds, staffLeaveReasons, qualificationGaps, sessionKinds, supervisionTopics, supervisionTriggers, sessionActionOutcomes, goalAttainments, scaleChanges, evaluatedScales,
  petitionStatuses, outcomeReturnReasons, satisfactionValues, satisfactionStates, satisfactionTargets, surveyChannels, fileCheckItems, checkResults, correctionOutcomes, feedbackKinds, feedbackChannels, feedbackFindings,
} = contracts;
const lists = new Map([
  certificateLevels, certificateVoidReasons, trainingKinds, staffLeaveReasons, qualificationGaps, sessionKinds, supervisionTopics, supervisionTriggers, sessionActionOutcomes, goalAttainments, scaleChanges, evaluatedScales,
  petitionStatuses, outcomeReturnReasons, satisfactionValues, satisfactionStates, satisfactionTargets, surveyChannels, fileCheckItems, checkResults, correctionOutcomes, feedbackKinds, feedbackChannels, feedbackFindings,
].map((list) => [list.id, { id: list.id, version: list.version, entries: list.entries.map((e) => ({ ...e })) }] as const));
const listName = z.string().max(60).meta({ description: '代码表名 · name of a code list', examples: ['SupervisionTrigger'] });

@Controller('api/supervision')
@ApiTags('supervision')
export class IndicatorsController {
  constructor(@Parts() private readonly parts: SupervisionParts) {}

  @Get('indicators')
  @Action('supervision.indicator.read')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: definitions, description: '全部指标及其算法 · all indicators and their formulas' })
  definitions() { return indicatorDefinitions(); }

  @Get('overview')
  @Action('supervision.indicator.read')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: overviewPage, description: '一个范围内的全部指标 · all indicators of a scope' })
  async overview(@Query({ schema: overviewQuery }) query: z.infer<typeof overviewQuery>, @Who() who: Actor) {
    return orRefuse(await overview(this.parts, query, who, this.now()));
  }

  @Get('indicators/:indicator')
  @Action('supervision.indicator.read')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: indicatorPage, description: '一个指标，可按区、月、单位分组 · one indicator, by district, month or unit' })
  async read(@Param('indicator', { schema: indicatorCode }) indicator: string, @Query({ schema: indicatorQuery }) query: z.infer<typeof indicatorQuery>, @Who() who: Actor) {
    return orRefuse(await readIndicator(this.parts, { indicator, ...query }, who, this.now()));
  }

  @Get('indicators/:indicator/cases')
  @Action('supervision.indicator.open')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: behindPage, description: '数字所含的个案，限于您的权限 · what stands behind a figure, within your rights' })
  async behind(@Param('indicator', { schema: indicatorCode }) indicator: string, @Query({ schema: behindQuery }) query: z.infer<typeof behindQuery>, @Who() who: Actor) {
    return orRefuse(await casesBehind(this.parts, { indicator, ...query }, who, this.now()));
  }

  @Get('code-lists/:list')
  @Public('code lists are published; they hold no data of anybody')
  @ApiOkResponse({ standardSchema: codeList, description: '代码表 · a code list' })
  codeList(@Param('list', { schema: listName }) list: string): z.infer<typeof codeList> {
    const found = lists.get(list);
    if (!found) throw refusedBecause('view/not-found');
    return found;
  }

  private now(): number { return this.parts.engine.parts.clock.now(); }
}
