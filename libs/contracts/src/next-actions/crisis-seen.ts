import { parseStream, type Actor } from '@lianxin/kernel';
import { rankOf, type SafetyLevel } from '../code-lists/crisis.js';
import { nextOnEpisode, nextOnReport, nextOnSafety, type EpisodeSeen } from './crisis.js';
import type { NextAction } from './next-action.js';

/** What crisis knows of a case in its present district: codes and ids only. */
export interface CrisisSeen {
  readonly level: SafetyLevel;
  readonly episodes: readonly Omit<EpisodeSeen, 'level'>[];
  readonly reports: readonly { readonly id: string; readonly receipt: boolean }[];
}
export const nothingFeared: CrisisSeen = { level: 'NONE', episodes: [], reports: [] };

interface SeenEvent { readonly type: string; readonly data: unknown; readonly stream: string; readonly actorid: string }
type Data = Readonly<Record<string, never>>;

const idOf = (stream: string): string => parseStream(stream)?.id ?? stream;
const onEpisode = (seen: CrisisSeen, { stream }: SeenEvent, by: (e: CrisisSeen['episodes'][number]) => Partial<EpisodeSeen>): CrisisSeen =>
  ({ ...seen, episodes: seen.episodes.map((e) => (e.id === idOf(stream) ? { ...e, ...by(e) } : e)) });

const folds: Readonly<Record<string, (seen: CrisisSeen, e: Data, event: SeenEvent) => CrisisSeen>> = {
  SafetyRaised: (s, e) => ({ ...s, level: rankOf(e['level']!) > rankOf(s.level) ? e['level']! : s.level }),
  SafetyUpgraded: (s, e) => ({ ...s, level: e['to']! }),
  SafetyDowngraded: (s, e) => ({ ...s, level: e['to']! }),
  SafetyCleared: (s) => ({ ...s, level: 'NONE' }),
  SafetyLeft: (s) => ({ ...s, level: 'NONE' }),
  EpisodeOpened: (s, _, { stream }) => ({ ...s, episodes: [...s.episodes, { id: idOf(stream), open: true, responded: false, debriefed: false }] }),
  EpisodeResponded: (s, _, event) => onEpisode(s, event, (e) => ({ responded: true, lead: e.lead ?? event.actorid })),
  EpisodeHandedOver: (s, e, event) => onEpisode(s, event, () => ({ offeredTo: e['to']! })),
  EpisodeTakenOver: (s, e, event) => ({ ...s, episodes: s.episodes.map((of) => { if (of.id !== idOf(event.stream)) return of; const { offeredTo: _, ...taken } = of; return { ...taken, lead: e['by']! }; }) }),
  EpisodeDebriefed: (s, _, event) => onEpisode(s, event, () => ({ debriefed: true })),
  EpisodeClosed: (s, _, event) => onEpisode(s, event, () => ({ open: false })),
  MandatoryReportMade: (s, _, { stream }) => ({ ...s, reports: [...s.reports, { id: idOf(stream), receipt: false }] }),
  ReportReceiptRecorded: (s, _, { stream }) => ({ ...s, reports: s.reports.map((r) => (r.id === idOf(stream) ? { ...r, receipt: true } : r)) }),
};

/** Folds an event of a case into what is seen; events of other services change nothing. Event names as in code. */
export const seeInCrisis = (seen: CrisisSeen, event: SeenEvent): CrisisSeen => (Object.hasOwn(folds, event.type) ? folds[event.type]!(seen, event.data as Data, event) : seen);

/** What this actor may do next about the safety of a case. Whoever withdrew from it may still raise a danger (life first). */
export function nextInCrisis({ level, episodes, reports }: CrisisSeen, actor: Actor, { district, closed, conflicted = [] }: { readonly district: string; readonly closed: boolean; readonly conflicted?: readonly string[] }): readonly NextAction[] {
  const onSafety = nextOnSafety({ level, closed }, actor, district);
  if (conflicted.includes(actor.id)) return onSafety.filter((a) => a.command === 'RaiseSafety');
  return [...onSafety, ...episodes.flatMap((e) => nextOnEpisode({ ...e, level }, actor, district)), ...reports.flatMap((r) => nextOnReport(r, actor, district))];
}
