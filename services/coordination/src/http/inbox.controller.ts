import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import * as contracts from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { Action, orRefuse, Parts, Public, Reads, refusedBecause, Who } from '@lianxin/nest';
import type { CoordinationParts } from '../coordination.js';
import { findInbox, readReceived } from '../queries/read-referral.query.js';
import { orBadCursor } from './bad-cursor.js';
import { coordinationCodeList as codeList, inboxList, inboxQuery, listName, receivedReferral } from './schemas.js';

const codeLists = new Map([
  contracts.deliveryPlaces, contracts.deliveryOutcomes, contracts.presentPersons, contracts.risksSeen, contracts.counsellingTechniques, contracts.sessionChanges, contracts.homeworkStates, contracts.targetBehaviours, contracts.attainments,
  contracts.behaviourEndReasons, contracts.groupKinds, contracts.groupPurposes, contracts.groupPhases, contracts.publicityWays, contracts.attendances, contracts.leaveReasons, contracts.groupOutcomes, contracts.cancelReasons,
  contracts.groupFilings, contracts.commitmentKinds, contracts.brokenReasons, contracts.postponeReasons, contracts.departmentWays, contracts.referralStates, contracts.referralUrgencies, contracts.referralReasons, contracts.wishedServices,
  contracts.referralDataKinds, contracts.referralPurposes, contracts.referralBases, contracts.riskNeeds, contracts.referralDeclineReasons, contracts.referralResults, contracts.referralSatisfactions, contracts.referralWithdrawReasons,
].map((list) => [list.id, { id: list.id, version: list.version, entries: list.entries.map((e) => ({ ...e })) }] as const));

/** What a department sees: its own referrals, and nothing else of the platform. */
@Controller('api/coordination')
@ApiTags('coordination')
@ApiBearerAuth()
export class InboxController {
  constructor(@Parts() private readonly parts: CoordinationParts) {}

  @Get('inbox')
  @Action('coordination.inbox.read')
  @Reads('inbox')
  @ApiOkResponse({ standardSchema: inboxList, description: '本单位收到的转介，先到期的在前 · referrals to one’s own unit, the earliest due first' })
  list(@Query({ schema: inboxQuery }) query: z.infer<typeof inboxQuery>, @Who() who: Actor) {
    return orBadCursor(findInbox(this.parts, query, who));
  }

  @Get('inbox/:referral')
  @Action('coordination.inbox.read')
  @Reads('inbox')
  @ApiOkResponse({ standardSchema: receivedReferral, description: '收到的一件转介；查看留下访问记录 · a referral received; reading leaves an access record' })
  async read(@Param('referral', { schema: contracts.referralId }) referral: string, @Who() who: Actor) {
    return orRefuse(await readReceived(this.parts, referral, who));
  }

  @Get('code-lists/:list')
  @Public('code lists are published; they hold no data of anybody')
  @ApiOkResponse({ standardSchema: codeList, description: '代码表 · a code list' })
  codeList(@Param('list', { schema: listName }) list: string): z.infer<typeof codeList> {
    const found = codeLists.get(list);
    if (!found) throw refusedBecause('view/not-found');
    return found;
  }
}
