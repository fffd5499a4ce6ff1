import { emergencyCard, mayDo, nextInAssessment, nothingAssessed, type AssessmentSeen, type Instrument, type NextAction, type ScreeningResult } from '@lianxin/contracts';
import { ok, parseStream, refused, type Actor, type Result } from '@lianxin/kernel';
import { onCase, readOpened, type CaseFacts, type Cases, type ReadEvent, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { PlanLikenesses, SimilarPlan } from '../plan/likeness.js';
import { planText, type PlanContent } from '../plan/plan-content.js';
import { assessmentStream, needsStream, planStream, screeningStream } from '../streams.js';
import { assessmentDocId, type AssessmentDoc } from '../views/assessments.view.js';
import type { ScreeningDoc } from '../views/screenings.view.js';
import { showResult, type ShownResult } from '../wording/show-result.js';
import type { WordingPack } from '../wording/wording.js';

export interface ReadParts {
  readonly engine: ServiceEngine;
  readonly cases: Cases;
  readonly assessments: ViewReader<AssessmentDoc>;
  readonly screenings: ViewReader<ScreeningDoc>;
  readonly wording: ReadonlyMap<Instrument, WordingPack>;
  readonly likeness: PlanLikenesses;
}

export interface ReadScreening extends ScreeningDoc { readonly id: string; readonly result?: ShownResult }

export interface CasePage {
  readonly id: string;
  readonly number: string;
  readonly seen: AssessmentSeen;
  readonly needs: readonly ReadEvent[];
  readonly screenings: readonly ReadScreening[];
  readonly assessment: readonly ReadEvent[];
  readonly plan: readonly ReadEvent[];
  readonly next: readonly NextAction[];
  /** On every page of a case: whom to call when someone is in danger. */
  readonly emergency: typeof emergencyCard;
}

/** A case that the actor may read in assessment. */
async function readable(cases: Cases, caseid: string, actor: Actor): Promise<Result<CaseFacts>> {
  const found = await onCase(cases, caseid, actor);
  if (!found.ok) return found;
  const may = mayDo('assessment.case.read', actor, { district: found.value.district });
  return may.ok ? found : may;
}

const next = (seen: AssessmentSeen, actor: Actor, { district, owner, closed, conflicted }: CaseFacts): readonly NextAction[] =>
  nextInAssessment(seen, actor, { district, closed, conflicted, ...(owner === undefined ? {} : { owner }) });

/** What the actor may do next in assessment about a case. */
export async function nextActions({ cases, assessments }: ReadParts, caseid: string, actor: Actor): Promise<Result<readonly NextAction[]>> {
  const found = await readable(cases, caseid, actor);
  return found.ok ? ok(next((await assessments.get(assessmentDocId(found.value.district, caseid)))?.seen ?? nothingAssessed, actor, found.value)) : found;
}

const resultOf = (event: ReadEvent | undefined): ScreeningResult | undefined => {
  const result = event?.data['result'] as Partial<ScreeningResult> | undefined;
  return result?.answers === undefined ? undefined : result as ScreeningResult; // else denied or erased
};

/** Profile, screenings, assessment and plan of a case, opened as far as the reader may, under one access record. */
export async function readCase(parts: ReadParts, caseid: string, actor: Actor): Promise<Result<CasePage>> {
  const found = await readable(parts.cases, caseid, actor);
  if (!found.ok) return found;
  const { engine, assessments, screenings, wording } = parts;
  const { district, number } = found.value;
  const listed = (await screenings.find({ where: { caseid }, orderBy: 'at', limit: 200 })).items;
  const own = [needsStream(district, caseid), assessmentStream(district, caseid), planStream(district, caseid)];
  const streamOf = (stream: string) => engine.parts.log.readStream(`${engine.parts.service}.${parseStream(stream)!.district}`, stream);
  // Screenings stay with the case when it moves, in the log of the district that made them.
  const stored = await Promise.all([...own, ...listed.map(({ id, doc }) => screeningStream(doc.district, id))].map(streamOf));
  const read = await readOpened(engine.opening, stored.flat(), actor, 'assessment.case.read');
  const of = (stream: string) => read.filter((e) => e.stream === stream);
  const seen = (await assessments.get(assessmentDocId(district, caseid)))?.seen ?? nothingAssessed;
  return ok({
    id: caseid, number, seen, needs: of(own[0]!), assessment: of(own[1]!), plan: of(own[2]!), emergency: emergencyCard, next: next(seen, actor, found.value),
    screenings: listed.map(({ id, doc }) => {
      const result = resultOf(of(screeningStream(doc.district, id)).find((e) => e.type === 'ScreeningRecorded'));
      return { id, ...doc, ...(result ? { result: showResult(doc.instrument, doc.version, result, wording.get(doc.instrument)) } : {}) };
    }),
  });
}

export interface SimilarPlanPage { readonly likeness: string; readonly similar: readonly (SimilarPlan & { readonly number: string })[] }

/** Why a plan was marked as like others: the cases whose plans are the same or nearly so, within the reader's rights. Their texts stay shut. */
export async function readSimilarPlans(parts: ReadParts, caseid: string, actor: Actor): Promise<Result<SimilarPlanPage>> {
  const found = await readable(parts.cases, caseid, actor);
  if (!found.ok) return found;
  const { engine, likeness } = parts;
  const { district, accusation } = found.value;
  const stored = await engine.parts.log.readStream(`${engine.parts.service}.${district}`, planStream(district, caseid));
  const read = await readOpened(engine.opening, stored, actor, 'assessment.plan.compare');
  const newest = read.findLast((e) => e.type === 'PlanDrafted' || e.type === 'PlanRevised');
  if (!newest) return refused('plan/none');
  const content = newest.data['content'] as Partial<PlanContent>;
  if (content.goals === undefined) return refused('access/compartment');
  const similar = accusation ? [] : await likeness.similar({ text: planText(content as PlanContent), caseid, district, actor });
  const known = await Promise.all(similar.map(async (s) => {
    const other = await onCase(parts.cases, s.caseid, actor);
    return other.ok ? [{ ...s, number: other.value.number }] : [];
  }));
  return ok({ likeness: String(newest.data['likeness']), similar: known.flat() });
}
