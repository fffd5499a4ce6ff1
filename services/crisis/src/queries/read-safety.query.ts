import { emergencyCard, mayDo, nextOnEpisode, nextOnReport, nextOnSafety, riskLevels, type NextAction, type SafetyLevel } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { onCase, readOpened, type CaseFacts, type Cases, type ReadEvent, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { Calendars } from '@lianxin/statute';
import { dueSteps, type DoneSteps, type DueStep } from '../safety/response-times.js';
import { episodeStream, reportStream, safetyStream } from '../streams.js';
import type { EpisodeDoc } from '../views/episodes.view.js';
import type { ReportDoc } from '../views/reports.view.js';
import { safetyKey, type SafetyDoc } from '../views/safeties.view.js';

export interface ReadParts {
  readonly engine: ServiceEngine;
  readonly cases: Cases;
  readonly safeties: ViewReader<SafetyDoc>;
  readonly episodes: ViewReader<EpisodeDoc>;
  readonly reports: ViewReader<ReportDoc>;
  /** Working days of the low levels are counted by the one in force. */
  readonly calendars: Calendars;
}

type WithId<D> = D & { readonly id: string };
/** Without the safety-net fields that only lists sort by. */
export interface SafetyPage {
  readonly case: string;
  readonly number: string;
  readonly level: SafetyLevel;
  readonly meaning?: { readonly zh: string; readonly en: string };
  readonly summary?: SafetyDoc;
  /** What is due when at this level, and what was done. */
  readonly due: readonly DueStep[];
  readonly entries: readonly ReadEvent[];
  readonly episodes: readonly WithId<EpisodeDoc>[];
  readonly reports: readonly WithId<ReportDoc>[];
  readonly next: readonly NextAction[];
  readonly emergency: typeof emergencyCard;
}

const withIds = <D extends Record<string, unknown>>(items: readonly { readonly id: string; readonly doc: D }[]): WithId<D>[] => items.map(({ id, doc }) => ({ ...doc, id }));
/** Events of several streams as they happened. */
const asHappened = (events: readonly ReadEvent[]): readonly ReadEvent[] => {
  const when = (e: ReadEvent): string => e.time + e.recordedat;
  return events.toSorted((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
};
const streamOf = (engine: ServiceEngine, district: string, stream: string) => engine.parts.log.readStream(`crisis.${district}`, stream);

/** The case, if this actor may know of it; `action` is asked for again with the case's own district. */
async function readable(cases: Cases, caseid: string, actor: Actor, action: string): Promise<Result<CaseFacts>> {
  const facts = await onCase(cases, caseid, actor);
  if (!facts.ok) return facts;
  const may = mayDo(action, actor, { district: facts.value.district });
  return may.ok ? facts : may;
}

/** What the views know was done, by step. */
export const doneSteps = (doc: SafetyDoc, inEpisode: EpisodeDoc | undefined): DoneSteps => {
  const contact = inEpisode ? inEpisode.respondedAt : doc.assessedAt;
  const done = {
    CONTACT: contact, CALL: inEpisode?.calledAt, SUPERVISOR: inEpisode?.supervisorAt, REPORT: inEpisode?.reportedAt, PLAN: doc.planAt, REASSESS: doc.assessedAt, DEBRIEF: inEpisode?.debriefedAt,
  };
  return Object.fromEntries(Object.entries(done).filter(([, at]) => at !== undefined && at !== ''));
};

/** The safety of a case: level, what is due when, all entries opened as far as the reader may (one access record), and what the reader may do next. */
export async function readSafety({ engine, cases, safeties, episodes, reports, calendars }: ReadParts, caseid: string, actor: Actor): Promise<Result<SafetyPage>> {
  const facts = await readable(cases, caseid, actor, 'crisis.safety.read');
  if (!facts.ok) return facts;
  const { district, number, closed } = facts.value;
  const doc = await safeties.get(safetyKey(district, caseid));
  const before = (await safeties.find({ where: { caseid } })).items.map(({ doc: of }) => of.district);
  const [ofCase, reported] = await Promise.all([episodes.find({ where: { caseid }, orderBy: 'openedAt', desc: true }), reports.find({ where: { caseid }, orderBy: 'reportedAt', desc: true })]);
  const level = doc?.level ?? 'NONE';
  const open = ofCase.items.find(({ id }) => id === doc?.episode);
  const stored = await Promise.all([
    ...[...new Set([...before, district])].map((at) => streamOf(engine, at, safetyStream(at, caseid))),
    ...reported.items.map(({ id, doc: of }) => streamOf(engine, of.district, reportStream(of.district, id))),
  ]);
  return ok({
    case: caseid, number, level, ...(level === 'NONE' ? {} : { meaning: riskLevels.find(level)!.meaning }), ...(doc ? { summary: doc } : {}),
    due: doc && level !== 'NONE' ? dueSteps(level, doc.since, doneSteps(doc, open?.doc), engine.parts.clock.now(), calendars.current()) : [],
    entries: asHappened(await readOpened(engine.opening, stored.flat(), actor, 'crisis.safety.read')),
    episodes: withIds(ofCase.items), reports: withIds(reported.items),
    next: [
      ...nextOnSafety({ level, closed }, actor, district),
      ...ofCase.items.filter((e) => e.doc.district === district).flatMap((e) => nextOnEpisode(seen(e.id, e.doc, level), actor, district)),
      ...reported.items.filter((r) => r.doc.district === district).flatMap((r) => nextOnReport({ id: r.id, receipt: r.doc.receipt === 1 }, actor, district)),
    ],
    emergency: emergencyCard,
  });
}

const seen = (id: string, doc: EpisodeDoc, level: SafetyLevel) => ({
  id, level, open: doc.open === 1, responded: doc.respondedAt !== '', debriefed: doc.debriefedAt !== '', ...(doc.lead === '' ? {} : { lead: doc.lead }), ...(doc.offeredTo === '' ? {} : { offeredTo: doc.offeredTo }),
});

export interface EpisodePage {
  readonly id: string;
  readonly summary: EpisodeDoc;
  readonly level: SafetyLevel;
  readonly due: readonly DueStep[];
  /** The time line, with the moments as they were. */
  readonly entries: readonly ReadEvent[];
  readonly next: readonly NextAction[];
  readonly emergency: typeof emergencyCard;
}

/** A crisis episode with its whole time line. */
export async function readEpisode({ engine, cases, safeties, episodes, calendars }: ReadParts, id: string, actor: Actor): Promise<Result<EpisodePage>> {
  const doc = await episodes.get(id);
  if (!doc) return refused('episode/not-open');
  const facts = await readable(cases, doc.caseid, actor, 'crisis.safety.read');
  if (!facts.ok) return facts;
  const of = await safeties.get(safetyKey(doc.district, doc.caseid));
  const level = of?.level ?? 'NONE';
  return ok({
    id, summary: doc, level, due: of && of.episode === id && level !== 'NONE' ? dueSteps(level, of.since, doneSteps(of, doc), engine.parts.clock.now(), calendars.current()) : [],
    entries: asHappened(await readOpened(engine.opening, await streamOf(engine, doc.district, episodeStream(doc.district, id)), actor, 'crisis.safety.read')),
    next: facts.value.district === doc.district ? nextOnEpisode(seen(id, doc, level), actor, doc.district) : [], emergency: emergencyCard,
  });
}
