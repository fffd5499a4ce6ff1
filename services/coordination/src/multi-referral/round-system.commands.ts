import { z } from 'zod';
import { district as districtCode, events, referralResults, referralWithdrawReasons, roundClocks, roundOutcomes, unitCode, uuid, type DataOf, type referralDrafted, type referralRoundStarted, type Sealed } from '@lianxin/contracts';
import { parseEnvelope, type Command } from '@lianxin/kernel';
import { commandHandler, step, type CommandHandler, type PrepareContext } from '@lianxin/runtime';
import { carryOn, isSealed, type Carrier } from '@lianxin/trust';
import { atHand, type MaybePrepared } from '../case/at-hand.js';
import { caseReference } from '../case/references.js';
import { stateOfReferral } from '../referral/referral.commands.js';
import { drawnReferralNumber, drawReferralNumber } from '../referral/referral-register.decider.js';
import { referral, type ReferralCommand, type ReferralFacts } from '../referral/referral.decider.js';
import { referralStream } from '../streams.js';
import { clocksOf } from './clocks.js';
import { answerRound, noRound, stateOfRound } from './referral-round.commands.js';
import { referralRound, type RoundCommand } from './referral-round.decider.js';
import { referralOfUnit, roundStream } from './round-ids.js';
import type { RoundParts } from './round-parts.js';

const target = { round: uuid, district: districtCode };
const onUnit = { ...target, unit: unitCode };
const day = z.iso.date();
const bodies = {
  AskInRound: z.strictObject(onUnit),
  SendInRound: z.strictObject(onUnit),
  SetRoundClock: z.strictObject({ ...onUnit, sent: z.int().min(0), held: z.strictObject({ from: day, to: day }).optional() }),
  RemindInRound: z.strictObject({ ...onUnit, percent: z.int().min(1).max(99) }),
  MarkLateInRound: z.strictObject({ ...onUnit, of: roundClocks.schema }),
  NoteReturned: z.strictObject(onUnit),
  NoteNotAsked: z.strictObject({ ...onUnit, code: z.string().max(80) }),
  MarkRoundMet: z.strictObject(target),
  MarkRoundStuck: z.strictObject(target),
  RecallInRound: z.strictObject({ ...onUnit, because: referralWithdrawReasons.schema }),
  EndRound: z.strictObject({ ...target, outcome: roundOutcomes.schema, answers: z.array(z.strictObject({ unit: unitCode, result: referralResults.schema, late: z.boolean() })).max(40) }),
};
type Bodies = { readonly [K in keyof typeof bodies]: z.infer<(typeof bodies)[K]> };
/** Commands that the saga gives. */
export type RoundSagaCommand = { readonly [K in keyof Bodies]: Command<K, Bodies[K]> }[keyof Bodies];

type Started = DataOf<typeof referralRoundStarted>;
const STARTED = events.typeOf('ReferralRoundStarted');

/** What the saga of a round does. Of the petitioner's words it sees nothing: they are carried, sealed, from the round to its referrals. */
export function roundSystemCommandsOn(parts: () => RoundParts) {
  const on = <N extends keyof Bodies>(name: N, prepare: (body: Bodies[N], context: PrepareContext) => Promise<MaybePrepared>): CommandHandler<Bodies[N]> => commandHandler<Bodies[N]>({
    name, action: 'coordination.round.run', body: bodies[name] as unknown as z.ZodType<Bodies[N]>, district: (body) => (body as { readonly district: string }).district, answer: answerRound, prepare,
  });
  /** A command on the round alone. */
  const plain = <N extends keyof Bodies>(name: N, then: (body: Bodies[N]) => RoundCommand) => on(name, (body, context) => Promise.resolve({
    steps: [step(referralRound, roundStream(context.district, (body as { readonly round: string }).round), then(body), { facts: { calendar: parts().calendars.current() } })], processingbasis: 'rule',
  }));

  /** The round's first event, and where its sealed values were sealed. */
  async function started(context: PrepareContext, round: string): Promise<{ readonly data: Started; readonly from: Carrier } | undefined> {
    const [first] = await parts().log.readStream(context.log, roundStream(context.district, round), { limit: 1 });
    if (first?.type !== STARTED) return undefined;
    const { log, commandid, caseid, data } = parseEnvelope(first.body);
    return { data: data as Started, from: { log, ...(commandid === undefined ? {} : { commandid }), ...(caseid === undefined ? {} : { caseid }) } };
  }

  async function factsOf(context: PrepareContext, caseid: string, unit: string, notAccused: boolean) {
    const found = await atHand(parts().cases, context, caseid);
    if (!found.ok) return found;
    const { district, accusation } = found.value.facts;
    const facts: ReferralFacts = { district, accusation, notAccused, entry: await parts().entry(unit), calendar: parts().calendars.current() };
    return { ok: true as const, value: facts };
  }

  return {
    /** Drafts the unit's referral and, where consent to it was given with the round or life is in danger, sends it: in one append. */
    askInRound: on('AskInRound', async ({ round, unit }, context) => {
      const s = await stateOfRound(context, round);
      const from = await started(context, round);
      if (s?.caseid === undefined || !from) return noRound;
      const { data } = from;
      const facts = await factsOf(context, s.caseid, unit, data.notAccused);
      if (!facts.ok) return facts;
      const to: Carrier = { log: context.log, commandid: context.commandid, caseid: s.caseid };
      const carried = <T>(value: T): T => (isSealed(value) ? carryOn(value, from.from, to) as T : value);
      const member = data.members.find((m) => m.unit === unit);
      const emergency = data.urgency === 'EMERGENCY' && !member?.consent;
      const sent = emergency || member?.consent !== undefined;
      const id = referralOfUnit(round, unit);
      const stream = referralStream(context.district, id);
      const number = drawReferralNumber(context);
      const draft = {
        caseRef: await caseReference(parts(), s.caseid, unit), unit, urgency: data.urgency, reason: data.need, wish: data.wish, kinds: data.kinds, confidential: data.confidential,
        replyBy: clocksOf(data.urgency, member?.term ?? data.term, context.now, parts().calendars.current()).replyBy,
        ...(data.riskNeed === undefined ? {} : { riskNeed: data.riskNeed }), ...(data.replyTo === undefined ? {} : { replyTo: carried(data.replyTo) }),
        content: Object.fromEntries(Object.entries(data.content).map(([kind, value]) => [kind, carried(value as Sealed)])) as unknown as DataOf<typeof referralDrafted>['content'],
      };
      const give = (command: ReferralCommand) => step(referral, stream, command, { caseid: s.caseid!, facts: facts.value });
      return {
        recordedBefore: number.recordedBefore, processingbasis: emergency ? 'emergency' : 'consent',
        steps: [
          step(referralRound, roundStream(context.district, round), { type: 'AskUnit', data: { unit, referral: id, sent } }), number.step,
          step(referral, stream, (before): ReferralCommand => ({ type: 'DraftReferral', data: { number: drawnReferralNumber(before), ...draft } }), { caseid: s.caseid, facts: facts.value }),
          ...(member?.consent ? [give({ type: 'GiveReferralConsent', data: member.consent })] : []), ...(sent ? [give({ type: 'SendReferral', data: { basis: emergency ? 'EMERGENCY' : 'CONSENT' } })] : []),
        ],
      };
    }),

    /** Sends it once consent to the unit came. */
    sendInRound: on('SendInRound', async ({ round, unit }, context) => {
      const s = await stateOfReferral(context, referralOfUnit(round, unit));
      if (s?.caseid === undefined) return noRound;
      const facts = await factsOf(context, s.caseid, unit, true);
      if (!facts.ok) return facts;
      return { steps: s.state === 'DRAFT' ? [step(referral, referralStream(context.district, referralOfUnit(round, unit)), { type: 'SendReferral', data: { basis: 'CONSENT' } }, { facts: facts.value })] : [], processingbasis: 'consent' };
    }),

    /** Takes a referral back that is still open; what was answered is kept. Needs no open case: also of a closed one nothing stays with the units. */
    recallInRound: on('RecallInRound', async ({ round, unit, because }, context) => {
      const id = referralOfUnit(round, unit);
      const s = await stateOfReferral(context, id);
      const open = s !== undefined && ['DRAFT', 'SENT', 'ACKNOWLEDGED', 'INFO_NEEDED', 'ACCEPTED', 'IN_SERVICE'].includes(s.state);
      return { steps: open ? [step(referral, referralStream(context.district, id), { type: 'WithdrawReferral', data: { because } })] : [], processingbasis: 'rule' };
    }),

    setRoundClock: plain('SetRoundClock', ({ unit, sent, held }) => ({ type: 'SetClock', data: { unit, sent, ...(held ? { held } : {}) } })),
    remindInRound: plain('RemindInRound', ({ unit, percent }) => ({ type: 'RemindUnit', data: { unit, percent } })),
    markLateInRound: plain('MarkLateInRound', ({ unit, of }) => ({ type: 'MarkLate', data: { unit, of } })),
    noteReturned: plain('NoteReturned', ({ unit }) => ({ type: 'NoteReturned', data: { unit } })),
    noteNotAsked: plain('NoteNotAsked', ({ unit, code }) => ({ type: 'NoteNotAsked', data: { unit, code } })),
    markRoundMet: plain('MarkRoundMet', () => ({ type: 'MarkMet', data: {} })),
    markRoundStuck: plain('MarkRoundStuck', () => ({ type: 'MarkStuck', data: {} })),
    endRound: plain('EndRound', ({ outcome, answers }) => ({ type: 'End', data: { outcome, answers } })),
  };
}
