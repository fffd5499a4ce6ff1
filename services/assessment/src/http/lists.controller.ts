import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accepted, confirmScreeningBody, instruments, screeningForm, screeningId, voidScreeningBody } from '@lianxin/contracts';
import * as contracts from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, ApiIdempotent, command, IdempotencyKey, Parts, Public, Reads, refusedBecause, Who } from '@lianxin/nest';
import type { Answer } from '@lianxin/runtime';
import type { AssessmentParts } from '../assessment.js';
import { findAssessments, findScreenings } from '../queries/find-in-lists.query.js';
import { orBadCursor } from './bad-cursor.js';
import { assessmentCodeList as codeList, assessmentList, assessmentQuery, instrumentList, listName, screeningList, screeningQuery } from './schemas.js';

const codeLists = new Map([
  contracts.ageBands, contracts.disabilities, contracts.languages, contracts.literacies, contracts.guardianships, instruments, contracts.dangerLevels, contracts.screeningBases, contracts.symptomBands,
  contracts.claimReasonableness, contracts.dispositions, contracts.prohibitedActs, contracts.legalPathways, contracts.needKinds, contracts.routes, contracts.specialProcesses, contracts.declineReasons,
  contracts.serviceContents, contracts.serviceMethods, contracts.planLikenesses, contracts.revisionReasons, contracts.planReturnReasons, contracts.reviewOutcomes,
].map((list) => [list.id, { id: list.id, version: list.version, entries: list.entries.map((e) => ({ ...e })) }] as const));

@Controller('api/assessment')
@ApiTags('assessment')
@ApiBearerAuth()
export class ListsController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus, @Parts() private readonly parts: AssessmentParts) {}

  @Get('assessments')
  @Action('assessment.list.read')
  @Reads('assessments')
  @ApiOkResponse({ standardSchema: assessmentList, description: '预估与计划列表，到期早的在前 · assessments and plans, the earliest due first' })
  assessments(@Query({ schema: assessmentQuery }) query: z.infer<typeof assessmentQuery>, @Who() who: Actor) {
    return orBadCursor(findAssessments(this.parts, query, who));
  }

  @Get('screenings')
  @Action('assessment.list.read')
  @Reads('screenings')
  @ApiOkResponse({ standardSchema: screeningList, description: '筛查列表，新的在前；仅代码 · screenings, newest first, by codes only' })
  screenings(@Query({ schema: screeningQuery }) query: z.infer<typeof screeningQuery>, @Who() who: Actor) {
    return orBadCursor(findScreenings(this.parts, query, who));
  }

  @Get('code-lists/:list')
  @Public('code lists are published; they hold no data of anybody')
  @ApiOkResponse({ standardSchema: codeList, description: '代码表 · a code list' })
  codeList(@Param('list', { schema: listName }) list: string): z.infer<typeof codeList> {
    const found = codeLists.get(list);
    if (!found) throw refusedBecause('view/not-found');
    return found;
  }

  @Get('instruments')
  @Action('assessment.instruments.read')
  @ApiOkResponse({ standardSchema: instrumentList, description: '筛查工具与题目 · instruments and their wording' })
  instruments(): z.infer<typeof instrumentList> {
    return instruments.entries.map(({ code, zh, en }) => {
      const { version, items, most, maxScore } = screeningForm(code);
      const wording = this.parts.wording.get(code);
      return { instrument: code, zh, en, version, items: [...items], most, ...(maxScore === undefined ? {} : { maxScore }), ...(wording ? { wording } : {}) };
    });
  }

  @Post('screenings/:screening/confirm')
  @Action('assessment.screening.confirm')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已确认 · confirmed' })
  confirm(@Param('screening', { schema: screeningId }) screening: string, @Body({ schema: confirmScreeningBody }) body: z.infer<typeof confirmScreeningBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.confirmScreening, { screening, ...body }, who, key));
  }

  @Post('screenings/:screening/void')
  @Action('assessment.screening.void')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已作废 · voided' })
  invalidate(@Param('screening', { schema: screeningId }) screening: string, @Body({ schema: voidScreeningBody }) body: z.infer<typeof voidScreeningBody>, @Who() who: Actor, @IdempotencyKey() key?: string): Promise<Answer> {
    return this.bus.execute(command(this.parts.commands.voidScreening, { screening, ...body }, who, key));
  }
}
