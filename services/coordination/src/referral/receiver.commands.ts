import {
  acceptReferral, acknowledgeReferral, declineReferral, reportReferral, requestReferralInfo, startReferralService,
  type AcceptReferral, type AcknowledgeReferral, type DeclineReferral, type ReportReferral, type RequestReferralInfo, type Sealed, type StartReferralService,
} from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { commandHandler, onCase, step, type PrepareContext } from '@lianxin/runtime';
import { belongsTo, type MaybePrepared } from '../case/at-hand.js';
import { said, sealText, type Belongs } from '../sealing/seal-values.js';
import { referralStream } from '../streams.js';
import { answerReferral, noReferral, stateOfReferral, type ReferralParts } from './referral.commands.js';
import { referral, type ReferralCommand } from './referral.decider.js';

type Given = Omit<AcknowledgeReferral, 'referral'>;
type SealHere = (path: string, value: unknown) => Promise<Sealed>;

/** A unit of the city says in which district the referral lies; everybody else acts in the own one. */
const district = (body: Given, actor: Actor): string => body.district ?? actor.district;

/** What a receiver does, by itself or through a worker who has evidence. Whoever writes for the unit must be allowed in the case; the unit itself sees nothing of it. */
export function receiverCommands(parts: () => ReferralParts) {
  async function on(context: PrepareContext, id: string, event: string, body: Given, then: (seal: SealHere) => Promise<object>, command: ReferralCommand['type']): Promise<MaybePrepared> {
    const { actor } = context;
    const s = await stateOfReferral(context, id);
    if (s?.caseid === undefined || (actor.role === 'department' && actor.org !== s.unit)) return noReferral;
    const facts = actor.role === 'department' ? await parts().cases.facts(s.caseid) : await onCase(parts().cases, s.caseid, actor, { write: true });
    if (!facts) return noReferral;
    if ('ok' in facts && !facts.ok) return facts;
    const belongs: Belongs = belongsTo('ok' in facts ? facts.value : facts, s.minor);
    const seal: SealHere = (path, value) => sealText(context, belongs, 'narrative', event, path, value);
    const { onBehalf } = body;
    const evidence = onBehalf && { evidence: onBehalf.evidence, ...(onBehalf.reference === undefined ? {} : { reference: await seal('/onBehalf/reference', onBehalf.reference) }) };
    const data = { ...said({ onBehalf: evidence }), ...await then(seal) };
    return {
      steps: [step(referral, referralStream(context.district, id), { type: command, data } as ReferralCommand)], processingbasis: 'consent',
      ...(body.time === undefined ? {} : { time: Date.parse(body.time) }), lateWithReason: onBehalf !== undefined,
    };
  }

  return {
    acknowledgeReferral: commandHandler<AcknowledgeReferral>({
      name: 'AcknowledgeReferral', action: 'coordination.referral.acknowledge', body: acknowledgeReferral, district, answer: answerReferral,
      prepare: (body, context) => on(context, body.referral, 'ReferralAcknowledged', body, () => Promise.resolve({}), 'AcknowledgeReferral'),
    }),
    acceptReferral: commandHandler<AcceptReferral>({
      name: 'AcceptReferral', action: 'coordination.referral.answer', body: acceptReferral, district, answer: answerReferral,
      prepare: (body, context) => on(context, body.referral, 'ReferralAccepted', body, async (seal) => said({ planned: body.planned, contact: body.contact === undefined ? undefined : await seal('/contact', body.contact) }), 'AcceptReferral'),
    }),
    declineReferral: commandHandler<DeclineReferral>({
      name: 'DeclineReferral', action: 'coordination.referral.answer', body: declineReferral, district, answer: answerReferral,
      prepare: (body, context) => on(context, body.referral, 'ReferralDeclined', body, async (seal) => (
        said({ reason: body.reason, rightUnit: body.rightUnit, words: body.words === undefined ? undefined : await seal('/words', body.words) })), 'DeclineReferral'),
    }),
    requestReferralInfo: commandHandler<RequestReferralInfo>({
      name: 'RequestReferralInfo', action: 'coordination.referral.answer', body: requestReferralInfo, district, answer: answerReferral,
      prepare: (body, context) => on(context, body.referral, 'ReferralInfoRequested', body, async (seal) => ({ words: await seal('/words', body.words) }), 'RequestReferralInfo'),
    }),
    startReferralService: commandHandler<StartReferralService>({
      name: 'StartReferralService', action: 'coordination.referral.report', body: startReferralService, district, answer: answerReferral,
      prepare: (body, context) => on(context, body.referral, 'ReferralServiceStarted', body, () => Promise.resolve({}), 'StartReferralService'),
    }),
    reportReferral: commandHandler<ReportReferral>({
      name: 'ReportReferral', action: 'coordination.referral.report', body: reportReferral, district, answer: answerReferral,
      prepare: (body, context) => on(context, body.referral, 'ReferralReported', body, async (seal) => ({ result: body.result, words: await seal('/words', body.words) }), 'ReportReferral'),
    }),
  };
}
