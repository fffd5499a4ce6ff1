import { z } from 'zod';
import { answerSources, channels, district as districtCode, dossierId, matterId, purposes, registrationNumber, storedTime, unitKinds } from '@lianxin/contracts';
import { shanghaiDay, type Actor } from '@lianxin/kernel';
import { commandHandler, step, type CommandHandler, type Prepared, type PrepareContext } from '@lianxin/runtime';
import { matterHandlingStream } from '../streams.js';
import { answerMatter } from './matter-handling.commands.js';
import { matterHandling, type MatterCommand } from './matter-handling.decider.js';
import type { MatterParts } from './matter-parts.js';

const target = { matter: matterId, district: districtCode.optional() };
const openHandling = z.strictObject({ ...target, dossier: dossierId, number: registrationNumber, purpose: purposes.schema, channel: channels.schema, receivedAt: storedTime, imported: z.boolean() });
const reclassifyHandling = z.strictObject({ ...target, purpose: purposes.schema });
const takeOverAnswer = z.strictObject({ ...target, unit: unitKinds.schema, at: storedTime, source: answerSources.schema });
const onDay = z.strictObject({ ...target, at: storedTime });
const onClock = z.strictObject({ ...target, clock: z.string().min(2).max(60) });
const remindOfClock = z.strictObject({ ...target, clock: z.string().min(2).max(60), percent: z.int().min(1).max(99) });
const recalculate = z.strictObject(target);

/** What the system gives by itself: matters taken over from the registration, and what the clocks bring about. */
export function matterSystemCommandsOn(parts: () => MatterParts) {
  const district = ({ district: at }: { readonly district?: string | undefined }, actor: Actor): string => at ?? actor.district;
  const on = <B extends { readonly matter: string; readonly district?: string | undefined }>(
    name: string, action: 'coordination.matter.take-over' | 'coordination.matter.watch', body: z.ZodType<B>, then: (body: B, context: PrepareContext) => MatterCommand, more: (body: B) => { readonly caseid?: string } = () => ({}),
  ): CommandHandler<B> => commandHandler<B>({
    name, action, body, district, answer: answerMatter,
    prepare: (b, context): Promise<Prepared> => Promise.resolve({
      steps: [step(matterHandling, matterHandlingStream(context.district, b.matter), then(b, context), { ...more(b), facts: { calendar: parts().calendars.current() } })], processingbasis: 'rule',
    }),
  });
  const dayOf = (at: string): string => shanghaiDay(Date.parse(at));

  return {
    openHandling: on('OpenHandling', 'coordination.matter.take-over', openHandling, (b, context) => (
      { type: 'OpenHandling', data: { number: b.number, purpose: b.purpose, channel: b.channel, received: dayOf(b.receivedAt), unit: `PETITION_OFFICE-${context.district}`, imported: b.imported } }), ({ dossier }) => ({ caseid: dossier })),
    reclassifyHandling: on('ReclassifyHandling', 'coordination.matter.take-over', reclassifyHandling, (b) => ({ type: 'ReclassifyHandling', data: { purpose: b.purpose } })),
    takeOverAnswer: on('TakeOverAnswer', 'coordination.matter.take-over', takeOverAnswer, (b) => ({ type: 'TakeOverAnswer', data: { unit: b.unit, on: dayOf(b.at), source: b.source } })),
    noteRepeat: on('NoteRepeat', 'coordination.matter.take-over', onDay, (b) => ({ type: 'NoteRepeat', data: { on: dayOf(b.at) } })),
    moveHandling: on('MoveHandling', 'coordination.matter.take-over', onDay, (b) => ({ type: 'MoveHandling', data: { on: dayOf(b.at) } })),
    remindOfClock: on('RemindOfClock', 'coordination.matter.watch', remindOfClock, (b) => ({ type: 'RemindOfClock', data: { clock: b.clock, percent: b.percent } })),
    markOverdue: on('MarkOverdue', 'coordination.matter.watch', onClock, (b) => ({ type: 'MarkOverdue', data: { clock: b.clock } })),
    lapseWindow: on('LapseWindow', 'coordination.matter.watch', onClock, (b) => ({ type: 'LapseWindow', data: { clock: b.clock } })),
    recalculateDeadlines: on('RecalculateDeadlines', 'coordination.matter.watch', recalculate, () => ({ type: 'RecalculateDeadlines', data: {} })),
  };
}
