import {
  callOffRound, decideRound, startReferralRound, type CallOffRound, type DataOf, type DecideRound, type DepartmentWay, type referralRoundStarted, type StartReferralRound,
} from '@lianxin/contracts';
import { commandHandler, step, type PrepareContext } from '@lianxin/runtime';
import { answerStream, atHand, own, type MaybePrepared } from '../case/at-hand.js';
import { sealText } from '../sealing/seal-values.js';
import { kindsOf, sealContent } from '../referral/referral-content.js';
import { referralRound, type Round, type RoundCommand, type StartedRound } from './referral-round.decider.js';
import { roundIdOf, roundStream } from './round-ids.js';
import type { RoundParts } from './round-parts.js';

export const answerRound = answerStream('referralround');
export const noRound = { refusal: { code: 'referral-round/none' } };
export const stateOfRound = async (context: PrepareContext, round: string): Promise<StartedRound | undefined> => {
  const { state } = await context.stateOf<Round>(referralRound as never, roundStream(context.district, round));
  return state.phase === 'none' ? undefined : state;
};
const MOST = 99;

/** What people do with a round: start it, call it off, decide when its rule can no longer be met. */
export function referralRoundCommandsOn(parts: () => RoundParts) {
  /** The round of this need that is under way, else the next one. */
  async function current(context: PrepareContext, caseid: string, need: string): Promise<{ readonly nth: number; readonly stream: string }> {
    for (let nth = 1; ; nth += 1) {
      const round = roundIdOf(caseid, need, nth);
      const state = await stateOfRound(context, round);
      if (!state || state.phase !== 'ENDED' || nth === MOST) return { nth, stream: roundStream(context.district, round) };
    }
  }
  async function on(context: PrepareContext, round: string, command: RoundCommand): Promise<MaybePrepared> {
    const s = await stateOfRound(context, round);
    if (s?.caseid === undefined) return noRound;
    const found = await atHand(parts().cases, context, s.caseid);
    if (!found.ok) return found.refusal.code === 'case/not-found' ? noRound : found;
    return { steps: [step(referralRound, roundStream(context.district, round), command)], processingbasis: 'consent' };
  }

  return {
    startReferralRound: commandHandler<StartReferralRound>({
      name: 'StartReferralRound', action: 'coordination.round.start', body: startReferralRound, district: own, answer: answerRound,
      async prepare(body, context) {
        const found = await atHand(parts().cases, context, body.dossier, body.minor);
        if (!found.ok) return found;
        const { facts, belongs } = found.value;
        const { nth, stream } = await current(context, body.dossier, body.need);
        const event = 'ReferralRoundStarted';
        const data: DataOf<typeof referralRoundStarted> = {
          need: body.need, nth, rule: body.rule, afterMet: body.afterMet, partial: body.partial, term: body.term, urgency: body.urgency, wish: body.wish, kinds: kindsOf(body), confidential: body.confidential || facts.accusation,
          notAccused: body.notAccused === true, members: body.members, content: await sealContent(context, belongs, event, body),
          ...(body.lead === undefined ? {} : { lead: body.lead }), ...(body.atLeast === undefined ? {} : { atLeast: body.atLeast }), ...(body.risk ? { riskNeed: body.risk.need } : {}),
          ...(body.replyTo === undefined ? {} : { replyTo: await sealText(context, belongs, 'narrative', event, '/replyTo', body.replyTo) }),
        };
        const entries: Record<string, { readonly edition: number; readonly receives: DepartmentWay } | undefined> = {};
        for (const { unit } of body.members) entries[unit] = await parts().entry(unit);
        return {
          steps: [step(referralRound, stream, { type: 'StartRound', data }, { caseid: body.dossier, facts: { district: facts.district, accusation: facts.accusation, entries } })],
          processingbasis: body.urgency === 'EMERGENCY' ? 'emergency' : 'consent',
        };
      },
    }),
    callOffRound: commandHandler<CallOffRound>({
      name: 'CallOffRound', action: 'coordination.round.end', body: callOffRound, district: own, answer: answerRound,
      prepare: ({ round, because }, context) => on(context, round, { type: 'CallOff', data: { because } }),
    }),
    decideRound: commandHandler<DecideRound>({
      name: 'DecideRound', action: 'coordination.round.decide', body: decideRound, district: own, answer: answerRound,
      prepare: ({ round, decision }, context) => on(context, round, { type: 'Decide', data: { decision } }),
    }),
  };
}

