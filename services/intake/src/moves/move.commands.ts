import { z } from 'zod';
import { district, dossierId, handOverCase, recallHandOver, type DataOf, type handOverAccepted, type HandOverCase, type RecallHandOver } from '@lianxin/contracts';
import { parseStream, type Actor } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import { commandHandler, step, type CommandHandler, type Happened } from '@lianxin/runtime';
import { belongsTo } from '../dossier/dossier.commands.js';
import { dossier, type Dossier } from '../dossier/dossier.decider.js';
import { matter, type MatterCommand } from '../matter/matter.decider.js';
import { sealText } from '../sealing/seal-values.js';
import { dossierStream, matterStream, subjectStream } from '../streams.js';
import { subject } from '../subject/subject.decider.js';
import { mattersOfCase, takenOverCase, takenOverMatter, takenOverSubject } from './carried.js';

export interface MoveParts {
  /** Is this case closed? A closed case does not move. */
  closed(caseid: string): Promise<boolean>;
  /** All events of a stream, from the log of its district. */
  stored(stream: string): Promise<readonly StoredEvent[]>;
}

/** `from` has the case, `to` accepts it. */
const between = z.strictObject({ dossier: dossierId, from: district, to: district });
export type Between = z.infer<typeof between>;
/** What the reaction needs that finishes a take-over. */
export interface TakesCaseOver { readonly takeOverCase: CommandHandler<Between> }

const own = (_: unknown, actor: Actor): string => actor.district;
const answer = (events: readonly Happened[]) => {
  const of = events.find((e) => e.caseid !== undefined);
  const carried = (of?.data as { readonly carried?: { readonly number?: string } } | undefined)?.carried;
  return of?.caseid === undefined ? {} : { id: of.caseid, ...(carried?.number === undefined ? {} : { number: carried.number }) };
};

/**
 * A case moves in two steps, each in the log it concerns: the receiver's acceptance ends the streams there, then the
 * receiver's streams continue them. The first decides; the second only follows, and is made up for after a crash.
 */
export const moveCommands = (parts: MoveParts) => ({
  handOverCase: commandHandler<HandOverCase>({
    name: 'HandOverCase', action: 'intake.case.hand-over', body: handOverCase, district: own, answer,
    async prepare({ dossier: caseid, to, reason, summary }, context) {
      const belongs = await belongsTo(context, caseid);
      if ('refusal' in belongs) return belongs;
      const sealed = await sealText(context, belongs, 'CaseHandedOver', '/summary', { text: summary });
      return {
        steps: [step(dossier, dossierStream(context.district, caseid), { type: 'HandOverCase', data: { to, reason, summary: sealed } }, { caseid, facts: { closed: await parts.closed(caseid) } })],
        processingbasis: 'statutory-duty',
      };
    },
  }),

  recallHandOver: commandHandler<RecallHandOver>({
    name: 'RecallHandOver', action: 'intake.case.hand-over', body: recallHandOver, district: own, answer,
    prepare: ({ dossier: caseid }, context) => Promise.resolve({ steps: [step(dossier, dossierStream(context.district, caseid), { type: 'RecallHandOver', data: {} }, { caseid })], processingbasis: 'statutory-duty' }),
  }),

  /** Ends the streams of the district that had the case. */
  acceptHandOver: commandHandler<Between>({
    name: 'AcceptHandOver', action: 'intake.case.take-over', body: between, district: ({ from }) => from, answer,
    async prepare({ dossier: caseid, to }, context) {
      const stream = dossierStream(context.district, caseid);
      const { state } = await context.stateOf<Dossier>(dossier as never, stream);
      const matters = state.phase === 'open' ? state.matters : [];
      return {
        steps: [
          step(dossier, stream, { type: 'AcceptHandOver', data: { to } }, { caseid, facts: { closed: await parts.closed(caseid), matters } }),
          ...matters.map((of) => step(matter, of, (before): MatterCommand => ({ type: 'LeaveMatter', data: { to, move: moveOf(before) } }))),
        ],
        processingbasis: 'statutory-duty',
      };
    },
  }),

  /** Begins the streams of the district that has accepted. */
  takeOverCase: commandHandler<Between>({
    name: 'TakeOverCase', action: 'intake.case.take-over', body: between, district: ({ to }) => to, answer,
    async prepare({ dossier: caseid, from, to }) {
      const stored = await parts.stored(dossierStream(from, caseid));
      const matters = await mattersOf(parts, stored, to);
      const taken = takenOverCase(stored, to, new Map(matters.map((m) => [m.id, m.doc])));
      if (!taken) return { refusal: { code: 'dossier/not-handed-over' } };
      const who = taken.carried.subject;
      const home = takenOverSubject(await parts.stored(subjectStream(from, who)));
      return {
        steps: [
          ...(home ? [step(subject, subjectStream(to, who), { type: 'TakeOverSubject', data: { from, ...home } })] : []),
          step(dossier, dossierStream(to, caseid), { type: 'TakeOverCase', data: { from, ...taken } }, { caseid }),
          ...matters.map(({ id, data }) => step(matter, matterStream(to, id), { type: 'TakeOverMatter', data: { from, ...data } }, { caseid })),
        ],
        processingbasis: 'statutory-duty',
      };
    },
  }),
});
export type MoveCommands = ReturnType<typeof moveCommands>;

/** The number of the move, from the acceptance decided just before in the same command. A case that had been accepted before has no matters left to end. */
const moveOf = (before: readonly Happened[]): number => (before.find((e) => e.type === 'HandOverAccepted')?.data as DataOf<typeof handOverAccepted> | undefined)?.move ?? 1;

async function mattersOf(parts: MoveParts, dossierEvents: readonly StoredEvent[], to: string) {
  const taken = await Promise.all(mattersOfCase(dossierEvents).map(async (stream) => {
    const matterTaken = takenOverMatter(await parts.stored(stream), to);
    return matterTaken ? [{ id: parseStream(stream)!.id, ...matterTaken }] : [];
  }));
  return taken.flat();
}
