import { z } from 'zod';
import {
  checkSessionAction, district, dossierId, holdSessionBody, supervisionTriggers, uuid, type CheckSessionAction, type DataOf, type HoldSessionBody, type Sealed, type sessionHeld,
} from '@lianxin/contracts';
import { parseStream, type Actor } from '@lianxin/kernel';
import { commandHandler, onCase, step, type CaseFacts, type PrepareContext } from '@lianxin/runtime';
import { defined } from '../defined.js';
import type { SupervisionPorts } from '../ports.js';
import { sealApart, sealWords } from '../sealing/seal-values.js';
import { sessionStream, supervisedCaseStream } from '../streams.js';
import { session } from './session.decider.js';
import { supervisedCase, type SupervisedCase } from './supervised-case.decider.js';

/** Given by reactions: something happened that supervision must take up. `at` is when it was recorded (UTC ms). */
const requireSupervision = z.strictObject({ dossier: dossierId, district, trigger: supervisionTriggers.schema, cause: uuid, at: z.int().min(0) });
export type RequireSupervision = z.infer<typeof requireSupervision>;

const own = (_: unknown, actor: Actor): string => actor.district;

/** Is a minor concerned in this case, as far as supervision was told? */
export const minorIn = async (context: PrepareContext, caseid: string): Promise<boolean> =>
  (await context.stateOf<SupervisedCase>(supervisedCase as never, supervisedCaseStream(context.district, caseid))).state.minor;

/** What was said in general and what is to be done, sealed once: it may speak of the petitioners of the cases discussed, and falls with them. */
async function contentOf(context: PrepareContext, { advice, actions = [], late }: HoldSessionBody, cases: readonly CaseFacts[]): Promise<Sealed | undefined> {
  const content = defined({ advice, actions: actions.length === 0 ? undefined : actions.map(({ text }, i) => ({ id: `A${i + 1}`, text })), sourceDocument: late?.reference });
  if (Object.keys(content).length === 0) return undefined;
  const compartment = cases.some((c) => c.accusation) ? 'accusation' : 'staffnote';
  return sealApart(context, compartment, [...new Set(cases.map((c) => c.subject))], 'SessionHeld', '/content', content);
}

export const sessionCommands = (ports: () => SupervisionPorts) => ({
  holdSession: commandHandler<HoldSessionBody>({
    name: 'HoldSession', action: 'supervision.session.hold', body: holdSessionBody, district: own,
    async prepare(body, context) {
      const discussed: { readonly facts: CaseFacts; readonly advice: string | undefined }[] = [];
      for (const [i, { dossier, advice }] of (body.cases ?? []).entries()) {
        // A closed case is supervised too: its closure asks for it.
        const facts = await onCase(ports().cases, dossier, context.actor, { district: context.district });
        if (!facts.ok) return { refusal: { ...facts.refusal, path: `/cases/${i}/dossier` } };
        discussed.push({ facts: facts.value, advice });
      }
      const id = context.newId();
      const stream = sessionStream(context.district, id);
      const { kind, workers, minutes, topics, actions = [], late, time } = body;
      const content = await contentOf(context, body, discussed.map((d) => d.facts));
      const held: Omit<DataOf<typeof sessionHeld>, 'supervisor'> = {
        kind, workers, minutes, topics, cases: discussed.length, actions: actions.map(({ worker, due }, i) => ({ id: `A${i + 1}`, worker, due })),
        ...(content ? { content } : {}), ...(late ? { late: { reason: late.reason, document: late.document } } : {}),
      };
      const filed = await Promise.all(discussed.map(async ({ facts, advice }) => {
        const sealed = advice === undefined ? undefined : await sealWords(context, { facts, minor: false }, 'staffnote', 'SupervisionFiled', '/advice', { text: advice });
        return step(supervisedCase, supervisedCaseStream(context.district, facts.caseid), {
          type: 'FileSupervision', data: { session: id, ref: { log: context.log, stream, version: 1 }, topics, ...(sealed ? { advice: sealed } : {}) },
        }, { caseid: facts.caseid });
      }));
      return {
        steps: [step(session, stream, { type: 'HoldSession', data: held }), ...filed], processingbasis: 'statutory-duty',
        ...(time === undefined ? {} : { time: Date.parse(time) }), lateWithReason: late !== undefined,
      };
    },
    answer(events) {
      const held = events.find((e) => e.type === 'SessionHeld');
      const takenUp = events.reduce((n, e) => n + (e.type === 'SupervisionFiled' ? (e.data as { items: readonly string[] }).items.length : 0), 0);
      return held ? { id: parseStream(held.stream)?.id, takenUp } : {};
    },
  }),

  checkSessionAction: commandHandler<CheckSessionAction>({
    name: 'CheckSessionAction', action: 'supervision.session.check', body: checkSessionAction, district: own,
    prepare: ({ session: id, action, outcome, due }, context) => Promise.resolve({
      steps: [step(session, sessionStream(context.district, id), { type: 'CheckSessionAction', data: { action, outcome, ...(due === undefined ? {} : { due }) } })], processingbasis: 'statutory-duty',
    }),
  }),

  requireSupervision: commandHandler<RequireSupervision>({
    name: 'RequireSupervision', action: 'supervision.required.raise', body: requireSupervision, district: (body) => body.district,
    prepare: ({ dossier: caseid, trigger, cause, at }, context) => Promise.resolve({
      steps: [step(supervisedCase, supervisedCaseStream(context.district, caseid), { type: 'RequireSupervision', data: { item: context.newId(), trigger, cause, at } }, { caseid })], processingbasis: 'statutory-duty',
    }),
  }),
});
