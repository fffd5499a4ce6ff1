import type { DeciderFunction, LateReason, SourceDocument } from '@lianxin/contracts';
import { ok, refused, shanghaiDay, type Refusal, type Result } from '@lianxin/kernel';
import { onCase, step, type CaseFacts, type Prepared, type PrepareContext } from '@lianxin/runtime';
import { belongsTo } from '../case/at-hand.js';
import type { Belongs } from '../sealing/seal-values.js';
import { matterHandlingStream } from '../streams.js';
import { noneAccused } from './accused.js';
import { matterHandling, type MatterCommand, type MatterFacts } from './matter-handling.decider.js';
import type { MatterParts } from './matter-parts.js';
import type { Matter, OpenMatter } from './state.js';
import type { OwnStep, Step } from './steps.js';

export const noMatter = refused('matter-handling/none');

/** Units that have to do with a matter now, and so may read it: who holds it, was sent it, reviews it. */
export const concerned = ({ responsible, sentTo, receivers, reviewer, finalReviewer }: OpenMatter): readonly string[] =>
  [...new Set([responsible, ...sentTo, ...receivers, ...(reviewer === undefined ? [] : [reviewer]), ...(finalReviewer === undefined ? [] : [finalReviewer])])];

/** The gate before a matter's case. A unit passes by the matter, not by the case; a closed case closes nothing here: the statutory track goes on beside the service. */
export async function caseOf(parts: Pick<MatterParts, 'cases'>, s: OpenMatter, { actor, district }: Pick<PrepareContext, 'actor' | 'district'>): Promise<Result<CaseFacts>> {
  if (s.caseid === undefined) return noMatter;
  if (actor.role !== 'department') {
    const found = await onCase(parts.cases, s.caseid, actor, { district });
    return !found.ok && found.refusal.code === 'case/not-found' ? noMatter : found;
  }
  const facts = await parts.cases.facts(s.caseid);
  if (!facts || facts.district !== district || actor.org === undefined || !concerned(s).includes(actor.org)) return noMatter;
  return facts.conflicted.includes(actor.id) || s.recused.includes(actor.id) ? refused('matter-handling/recused') : ok(facts);
}

export interface MatterAtHand { readonly state: OpenMatter; readonly facts: CaseFacts; readonly belongs: Belongs; readonly stream: string }

/** A matter as a command has it before it. */
export async function matterAtHand(parts: Pick<MatterParts, 'cases'>, context: PrepareContext, id: string): Promise<Result<MatterAtHand>> {
  const stream = matterHandlingStream(context.district, id);
  const { state } = await context.stateOf<Matter>(matterHandling as never, stream);
  if (state.phase === 'none') return noMatter;
  const found = await caseOf(parts, state, context);
  return found.ok ? ok({ state, facts: found.value, belongs: belongsTo(found.value, false), stream }) : found;
}

/** The parts of a body that say when, by whom, by which document. */
export interface StepBody {
  readonly time?: string | undefined;
  readonly late?: { readonly reason: LateReason; readonly document: SourceDocument } | undefined;
  readonly by?: { readonly unit: string; readonly office: DeciderFunction };
  readonly document?: string | undefined;
}
const timeOf = ({ time }: StepBody, now: number): number => (time === undefined ? now : Math.min(Date.parse(time), now + 120_000));
export const ownStep = (body: StepBody, now: number): OwnStep => ({
  on: shanghaiDay(Math.min(timeOf(body, now), now)), ...(body.document === undefined ? {} : { document: body.document }), ...(body.late ? { late: { reason: body.late.reason, document: body.late.document } } : {}),
});
export const stepFrom = (body: StepBody & { readonly by: Step['by'] }, now: number): Step => ({ ...ownStep(body, now), by: body.by });

/** The command with the facts its rules need: the calendar in force and, of an accusation, whether a unit it goes to is the accused. */
export async function prepared(parts: MatterParts, context: PrepareContext, { state, stream }: MatterAtHand, body: StepBody, command: MatterCommand, goesTo: readonly string[] = []): Promise<Prepared | { readonly refusal: Refusal }> {
  const notAccused = state.purpose !== 'ACCUSATION' || goesTo.length === 0 ? undefined : await noneAccused(parts, stream, context.district, state.caseid!, goesTo, context.actor);
  const facts: MatterFacts = { calendar: parts.calendars.current(), ...(notAccused === undefined ? {} : { notAccused }) };
  return {
    steps: [step(matterHandling, stream, command, { facts })], processingbasis: 'statutory-duty',
    ...(body.time === undefined ? {} : { time: Date.parse(body.time) }), lateWithReason: body.late !== undefined,
  };
}
