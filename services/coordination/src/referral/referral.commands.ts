import {
  closeReferral, draftReferral, recordReferralConsent, redirectReferral, reviseReferral, roundOfReferral as inRound, sendReferral, supplyReferralInfo, withdrawReferral, withdrawReferralConsent,
  type CloseReferral, type DataOf, type DepartmentWay, type DraftReferral, type RecordReferralConsent, type RedirectReferral, type referralRevised, type ReviseReferral, type SendReferral, type SupplyReferralInfo,
  type WithdrawReferral, type WithdrawReferralConsent,
} from '@lianxin/contracts';
import { commandHandler, step, type Cases, type Happened, type PrepareContext } from '@lianxin/runtime';
import { publishedCalendar, type Calendars } from '@lianxin/statute';
import { answerStream, atHand, own, type CaseAtHand, type MaybePrepared } from '../case/at-hand.js';
import { caseReference, type Secrets } from '../case/references.js';
import { referralOfUnit } from '../multi-referral/round-ids.js';
import { sealText } from '../sealing/seal-values.js';
import { referralStream } from '../streams.js';
import { drawnReferralNumber, drawReferralNumber } from './referral-register.decider.js';
import { kindsOf, sealContent } from './referral-content.js';
import { referral, type MadeReferral, type Referral, type ReferralCommand, type ReferralFacts } from './referral.decider.js';

export interface ReferralParts extends Secrets {
  readonly cases: Cases;
  /** The directory's entry of a unit; undefined when it is not listed. */
  entry(unit: string): Promise<{ readonly edition: number; readonly receives: DepartmentWay } | undefined>;
  readonly calendars?: Pick<Calendars, 'current'>;
}

const toldOfReferral = answerStream('referral');
export const answerReferral = (events: readonly Happened[]) => {
  const number = (events.find((e) => e.type === 'ReferralDrafted')?.data as { readonly number?: string } | undefined)?.number;
  return { ...toldOfReferral(events), ...(number === undefined ? {} : { number }) };
};
export const noReferral = { refusal: { code: 'referral/none' } };

export const stateOfReferral = async (context: PrepareContext, id: string): Promise<MadeReferral | undefined> => {
  const { state } = await context.stateOf<Referral>(referral as never, referralStream(context.district, id));
  return state.phase === 'none' ? undefined : state;
};

export function referralCommands(parts: () => ReferralParts) {
  const factsOf = async ({ facts }: CaseAtHand, unit: string, notAccused?: boolean): Promise<ReferralFacts> =>
    ({ district: facts.district, accusation: facts.accusation, notAccused: notAccused === true, entry: await parts().entry(unit), calendar: parts().calendars?.current() ?? publishedCalendar });

  /** Content, kinds and codes of a draft, sealed for the event that will carry it. */
  async function draftOf(context: PrepareContext, { facts, belongs }: CaseAtHand, event: 'ReferralDrafted' | 'ReferralRevised', body: DraftReferral | ReviseReferral): Promise<Omit<DataOf<typeof referralRevised>, 'replyBy'> & { replyBy?: string }> {
    const { unit, urgency, reason, wish, confidential, replyBy, replyTo, risk } = body;
    return {
      caseRef: await caseReference(parts(), facts.caseid, unit), unit, urgency, reason, wish, confidential: confidential || facts.accusation, kinds: kindsOf(body), content: await sealContent(context, belongs, event, body),
      ...(replyBy === undefined ? {} : { replyBy }), ...(risk ? { riskNeed: risk.need } : {}),
      ...(replyTo === undefined ? {} : { replyTo: await sealText(context, belongs, 'narrative', event, '/replyTo', replyTo) }),
    };
  }

  /** A command of the sending side on an existing referral. `unit`: whose directory entry the rule asks for. */
  async function on(context: PrepareContext, id: string, then: (found: CaseAtHand, s: MadeReferral) => Promise<{ command: ReferralCommand; facts?: ReferralFacts }>, minor?: boolean): Promise<MaybePrepared> {
    const s = await stateOfReferral(context, id);
    if (s?.caseid === undefined) return noReferral;
    const found = await atHand(parts().cases, context, s.caseid, minor ?? s.minor);
    if (!found.ok) return found;
    const { command, facts } = await then(found.value, s);
    return { steps: [step(referral, referralStream(context.district, id), command, facts ? { facts } : {})], processingbasis: command.type === 'SendReferral' && command.data.basis === 'EMERGENCY' ? 'emergency' : 'consent' };
  }
  const plain = (context: PrepareContext, id: string, command: ReferralCommand) => on(context, id, () => Promise.resolve({ command }));

  return {
    draftReferral: commandHandler<DraftReferral>({
      name: 'DraftReferral', action: 'coordination.referral.draft', body: draftReferral, district: own, answer: answerReferral,
      async prepare(body, context) {
        const found = await atHand(parts().cases, context, body.dossier, body.minor);
        if (!found.ok) return found;
        const [draft, facts] = [await draftOf(context, found.value, 'ReferralDrafted', body), await factsOf(found.value, body.unit, body.notAccused)];
        const number = drawReferralNumber(context);
        return {
          recordedBefore: number.recordedBefore, processingbasis: 'consent',
          steps: [
            number.step,
            step(referral, referralStream(context.district, context.newId()), (before): ReferralCommand => ({ type: 'DraftReferral', data: { number: drawnReferralNumber(before), ...draft } }), { caseid: body.dossier, facts }),
          ],
        };
      },
    }),

    reviseReferral: commandHandler<ReviseReferral>({
      name: 'ReviseReferral', action: 'coordination.referral.draft', body: reviseReferral, district: own, answer: answerReferral,
      prepare: (body, context) => (inRound(body.referral) && referralOfUnit(inRound(body.referral)!, body.unit) !== body.referral ? Promise.resolve({ refusal: { code: 'referral-round/own-unit', path: '/unit' } }) : on(context, body.referral, async (found) => (
        { command: { type: 'ReviseReferral', data: await draftOf(context, found, 'ReferralRevised', body) }, facts: await factsOf(found, body.unit, body.notAccused) }), body.minor)),
    }),

    recordReferralConsent: commandHandler<RecordReferralConsent>({
      name: 'RecordReferralConsent', action: 'coordination.referral.consent', body: recordReferralConsent, district: own, answer: answerReferral,
      prepare({ referral: id, purpose, kinds, form }, context) {
        const command: ReferralCommand = purpose && kinds && form ? { type: 'GiveReferralConsent', data: { purpose, kinds, form } } : { type: 'RefuseReferralConsent', data: {} };
        return on(context, id, async (found, s) => ({ command, facts: await factsOf(found, s.unit) }));
      },
    }),

    withdrawReferralConsent: commandHandler<WithdrawReferralConsent>({
      name: 'WithdrawReferralConsent', action: 'coordination.referral.consent', body: withdrawReferralConsent, district: own, answer: answerReferral,
      prepare: ({ referral: id }, context) => plain(context, id, { type: 'WithdrawReferralConsent', data: {} }),
    }),

    sendReferral: commandHandler<SendReferral>({
      name: 'SendReferral', action: 'coordination.referral.send', body: sendReferral, district: own, answer: answerReferral,
      prepare: ({ referral: id, basis }, context) => on(context, id, async (found, s) => ({ command: { type: 'SendReferral', data: { basis } }, facts: await factsOf(found, s.unit) })),
    }),

    supplyReferralInfo: commandHandler<SupplyReferralInfo>({
      name: 'SupplyReferralInfo', action: 'coordination.referral.send', body: supplyReferralInfo, district: own, answer: answerReferral,
      prepare: ({ referral: id, kinds, words, minor }, context) => on(context, id, async ({ belongs }) => (
        { command: { type: 'SupplyReferralInfo', data: { kinds: [...kinds], words: await sealText(context, belongs, 'narrative', 'ReferralInfoSupplied', '/words', words) } } }), minor),
    }),

    redirectReferral: commandHandler<RedirectReferral>({
      name: 'RedirectReferral', action: 'coordination.referral.send', body: redirectReferral, district: own, answer: answerReferral,
      async prepare({ referral: id, unit: given }, context) {
        const there = await stateOfReferral(context, id);
        if (there?.caseid === undefined) return noReferral;
        const known = await atHand(parts().cases, context, there.caseid, there.minor);
        if (!known.ok) return known;
        if (inRound(id) !== undefined) return { refusal: { code: 'referral-round/reroutes-itself' } };
        const unit = given ?? there.rightUnit;
        if (unit === undefined) return { refusal: { code: 'referral/no-right-unit', path: '/unit' } };
        return on(context, id, async (found) => (
          { command: { type: 'RedirectReferral', data: { unit, caseRef: await caseReference(parts(), found.facts.caseid, unit) } }, facts: await factsOf(found, unit) }));
      },
    }),

    closeReferral: commandHandler<CloseReferral>({
      name: 'CloseReferral', action: 'coordination.referral.end', body: closeReferral, district: own, answer: answerReferral,
      prepare: ({ referral: id, satisfaction, told }, context) => plain(context, id, { type: 'CloseReferral', data: { satisfaction, told } }),
    }),

    withdrawReferral: commandHandler<WithdrawReferral>({
      name: 'WithdrawReferral', action: 'coordination.referral.end', body: withdrawReferral, district: own, answer: answerReferral,
      prepare: ({ referral: id, because }, context) => plain(context, id, { type: 'WithdrawReferral', data: { because } }),
    }),
  };
}
