import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import * as contracts from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, orRefuse, Parts, Public, Reads, refusedBecause, Who } from '@lianxin/nest';
import type { IntakeParts } from '../intake.js';
import { matterStatistics } from '../queries/find-in-lists.query.js';
import { findDuplicates } from '../search/find-duplicates.query.js';
import { searchPetitions } from '../search/search-petitions.query.js';
import { codeList, districtQuery, duplicateList, duplicatesBody, searchBody, searchPage, statistics } from './schemas.js';

const { channels, purposes, flags, unitKinds, answerSources, repeatBases, contactForms, safetyAnswers, endangered, conflictKinds, lateReasons, sourceDocuments, consentForms, consentScopes } = contracts;
const lists = new Map([
  channels, purposes, flags, unitKinds, answerSources, repeatBases, contactForms, safetyAnswers, endangered, conflictKinds, lateReasons, sourceDocuments, consentForms, consentScopes,
  contracts.districts, contracts.returnReasons, contracts.correctionReasons, contracts.subjectKinds, contracts.sourceSystems, contracts.retentionClasses, contracts.closingReasons, contracts.erasureReasons, contracts.rightsConfirmations, contracts.handOverReasons,
].map((list) => [list.id, { id: list.id, version: list.version, entries: list.entries.map((e) => ({ ...e })) }] as const));
const listName = z.string().max(60).meta({ description: '代码表名，内容分类为 content-categories · name of a code list', examples: ['content-categories', 'Channel'] });

@Controller('api/intake')
@ApiTags('intake')
export class LookupsController {
  constructor(@Parts() private readonly parts: IntakeParts) {}

  @Post('search')
  @HttpCode(200)
  @Action('intake.search')
  @Reads('search')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: searchPage, description: '检索结果，不含正文 · hits, without their texts' })
  async search(@Body({ schema: searchBody }) body: z.infer<typeof searchBody>, @Who() actor: Actor) {
    return orRefuse(await searchPetitions(this.parts, body, { actor, basis: 'statutory-duty', reason: 'intake.search' }));
  }

  @Post('duplicates')
  @HttpCode(200)
  @Action('intake.duplicates.read')
  @Reads('search')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: duplicateList, description: '可能重复的记录及理由 · what may be the same, and why' })
  duplicates(@Body({ schema: duplicatesBody }) body: z.infer<typeof duplicatesBody>, @Who() actor: Actor) {
    return findDuplicates(this.parts, { ...body, district: body.district ?? actor.district }, { actor, basis: 'statutory-duty', reason: 'intake.duplicates' });
  }

  @Get('statistics')
  @Action('intake.statistics.read')
  @Reads('matters')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: statistics, description: '信访事项统计 · counts of matters' })
  statistics(@Query({ schema: districtQuery }) query: z.infer<typeof districtQuery>, @Who() who: Actor) {
    return matterStatistics(this.parts.matters, query, who);
  }

  @Get('code-lists/:list')
  @Public('code lists are published; they hold no data of anybody')
  @ApiOkResponse({ standardSchema: codeList, description: '代码表 · a code list' })
  codeList(@Param('list', { schema: listName }) list: string): z.infer<typeof codeList> {
    if (list === contracts.CONTENT_CATEGORIES.list) return { id: list, version: contracts.CONTENT_CATEGORIES.version, entries: contracts.contentCategories.entries.map((e) => ({ ...e })) };
    const found = lists.get(list);
    if (!found) throw refusedBecause('view/not-found');
    return found;
  }
}
