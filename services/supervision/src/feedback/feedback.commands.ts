import { z } from 'zod';
import {
  answerFeedback, assignFeedback, district, dossierId, feedbackChannels, feedbackKinds, line, text, verifyImprovement,
  type AnswerFeedback, type AssignFeedback, type Compartment, type Sealed, type VerifyImprovement,
} from '@lianxin/contracts';
import { parseStream, shanghaiDay, type Actor, type Refusal } from '@lianxin/kernel';
import { commandHandler, onCase, step, type CaseFacts, type PrepareContext, type Prepared } from '@lianxin/runtime';
import { type CaseOfStream } from '../case-of-stream.js';
import type { SupervisionPorts } from '../ports.js';
import { sealApart, sealWords } from '../sealing/seal-values.js';
import { minorIn } from '../session/session.commands.js';
import { supervisedCase } from '../session/supervised-case.decider.js';
import { feedbackStream, supervisedCaseStream } from '../streams.js';
import { feedback, type FeedbackCommand } from './feedback.decider.js';
import { receiptHmac, receiptOf } from './receipt.js';

export interface FeedbackParts extends Pick<SupervisionPorts, 'cases' | 'secret'>, CaseOfStream {}

/** In whose name anonymous feedback is received: nobody's. */
export const nobody = (of: string): Actor => ({ id: 'system:public', role: 'system', district: of });

/** Feedback as the channel hands it on: the 查询码 was looked up, and is not kept. */
const receiveFeedback = z.strictObject({ district, kind: feedbackKinds.schema, channel: feedbackChannels.schema, text: text(5000), contact: line(200).optional(), dossier: dossierId.optional() });
export type ReceiveFeedback = z.infer<typeof receiveFeedback>;

const own = (_: unknown, actor: Actor): string => actor.district;
const ANSWER_DAYS = 15;
const DAY = 86_400_000;

export function feedbackCommands(parts: () => FeedbackParts) {
  /** A sealer for texts of this feedback: of its case, or of none. */
  async function sealer(context: PrepareContext, facts: CaseFacts | undefined): Promise<(kind: Compartment, event: string, path: string, value: unknown) => Promise<Sealed>> {
    if (!facts) return (kind, event, path, value) => sealApart(context, kind, [], event, path, value);
    const minor = await minorIn(context, facts.caseid);
    return (kind, event, path, value) => sealWords(context, { facts, minor }, kind, event, path, value);
  }

  async function onFeedback(
    context: PrepareContext, id: string, then: (seal: Awaited<ReturnType<typeof sealer>>) => Promise<FeedbackCommand>,
  ): Promise<Prepared | { readonly refusal: Refusal }> {
    const caseid = await parts().caseOfStream(context.log, feedbackStream(context.district, id));
    if (caseid === undefined) return { refusal: { code: 'feedback/not-received' } };
    const facts = caseid === '' ? undefined : await onCase(parts().cases, caseid, context.actor, { district: context.district });
    if (facts && !facts.ok) return { refusal: facts.refusal };
    const command = await then(await sealer(context, facts?.value));
    const of = facts?.value;
    return { steps: [step(feedback, feedbackStream(context.district, id), command, { ...(of ? { caseid: of.caseid } : {}), facts: { caseOwner: of?.owner } })], processingbasis: 'statutory-duty' };
  }

  return {
    receiveFeedback: commandHandler<ReceiveFeedback>({
      name: 'ReceiveFeedback', action: 'supervision.feedback.give', body: receiveFeedback, district: (body) => body.district,
      async prepare({ kind, channel, text: words, contact, dossier: caseid }, context) {
        const facts = caseid === undefined ? undefined : await parts().cases.facts(caseid);
        const seal = await sealer(context, facts);
        const id = context.newId();
        const secret = await parts().secret('feedback-receipt');
        const received = {
          kind, channel, receipt: receiptHmac(secret, receiptOf(secret, id)), due: shanghaiDay(context.now + ANSWER_DAYS * DAY), text: await seal('narrative', 'FeedbackReceived', '/text', { text: words }),
          ...(contact === undefined ? {} : { contact: await seal('contact', 'FeedbackReceived', '/contact', { contact }) }),
        };
        const ofCase = facts ? { caseid: facts.caseid } : {};
        return {
          steps: [
            step(feedback, feedbackStream(context.district, id), { type: 'ReceiveFeedback', data: received }, ofCase),
            // A complaint about a case goes to supervision at once; the feedback itself is the cause.
            ...(facts && kind === 'COMPLAINT' ? [step(supervisedCase, supervisedCaseStream(context.district, facts.caseid), { type: 'RequireSupervision', data: { item: context.newId(), trigger: 'COMPLAINT', cause: id, at: context.now } }, ofCase)] : []),
          ],
          processingbasis: 'statutory-duty',
        };
      },
      answer(events) {
        const received = events.find((e) => e.type === 'FeedbackReceived');
        return received ? { id: parseStream(received.stream)?.id, due: (received.data as { due: string }).due } : {};
      },
    }),

    assignFeedback: commandHandler<AssignFeedback>({
      name: 'AssignFeedback', action: 'supervision.feedback.assign', body: assignFeedback, district: own,
      prepare: ({ feedback: id, owner, due }, context) => onFeedback(context, id, () => Promise.resolve({ type: 'AssignFeedback', data: { owner, due: due ?? shanghaiDay(context.now + ANSWER_DAYS * DAY) } })),
    }),

    answerFeedback: commandHandler<AnswerFeedback>({
      name: 'AnswerFeedback', action: 'supervision.feedback.answer', body: answerFeedback, district: own,
      prepare: ({ feedback: id, finding, answer, improvement }, context) => onFeedback(context, id, async (seal) => ({
        type: 'AnswerFeedback',
        data: {
          answered: { finding, answer: await seal('narrative', 'FeedbackAnswered', '/answer', { text: answer }) },
          improvement: improvement && { owner: improvement.owner, due: improvement.due, words: await seal('staffnote', 'ImprovementPlanned', '/words', { text: improvement.words }) },
        },
      })),
    }),

    verifyImprovement: commandHandler<VerifyImprovement>({
      name: 'VerifyImprovement', action: 'supervision.feedback.verify', body: verifyImprovement, district: own,
      prepare: ({ feedback: id, effective, due }, context) => onFeedback(context, id, () => Promise.resolve({ type: 'VerifyImprovement', data: { effective, ...(due === undefined ? {} : { due }) } })),
    }),
  };
}
