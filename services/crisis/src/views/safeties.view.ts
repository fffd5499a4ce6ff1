import { projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { rankOf, type Endangered, type RiskKind, type RiskLevel, type RiskSource, type SafetyLevel } from '@lianxin/contracts';
import type { SafetyEvent } from '../safety/safety.decider.js';
import { reassessBy } from '../safety/response-times.js';

/**
 * The safety of one case in one district, as lists show it: codes and times only. Logs are read side by side, so what a
 * case left in another district is a document of its own.
 */
export type SafetyDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly level: SafetyLevel;
  /** 4 for RED … 0 for NONE, to sort by. */
  readonly rank: number;
  /** Something is open. 1 and 0, for the index. */
  readonly open: 0 | 1;
  readonly source: RiskSource | '';
  readonly kind: RiskKind | '';
  readonly who: readonly Endangered[];
  /** How many concerns were raised in all. */
  readonly concerns: number;
  /** The level stands since then; '' when none was ever raised. All times UTC. */
  readonly since: string;
  readonly raisedBy: string;
  readonly assessedAt: string;
  /** To be looked at again by then; '' when nothing is open. */
  readonly reassessBy: string;
  readonly planAt: string;
  readonly planUntil: string;
  /** Id of the crisis episode that is open, or ''. */
  readonly episode: string;
  /** Cleared for closing, and no danger since. */
  readonly cleared: 0 | 1;
};

export const safetyKey = (district: string, caseid: string): string => `${district}.${caseid}`;

const fresh = (district: string, caseid: string): SafetyDoc => ({
  district, caseid, level: 'NONE', rank: 0, open: 0, source: '', kind: '', who: [], concerns: 0, since: '', raisedBy: '', assessedAt: '', reassessBy: '', planAt: '', planUntil: '', episode: '', cleared: 0,
});

const change = (docs: Docs<SafetyDoc>, { caseid, district }: EventMeta, by: (doc: SafetyDoc) => Partial<SafetyDoc>): void => {
  if (caseid === undefined) return;
  const key = safetyKey(district, caseid);
  const doc = docs.get(key) ?? fresh(district, caseid);
  docs.put(key, { ...doc, ...by(doc) });
};
const dueFrom = (level: SafetyLevel, since: string): string => { const at = reassessBy(level, Date.parse(since)); return at === undefined ? '' : utc(at); };
const atLevel = (level: SafetyLevel, meta: EventMeta): Partial<SafetyDoc> => ({
  level, rank: rankOf(level), open: level === 'NONE' ? 0 : 1, since: utc(meta.time), reassessBy: dueFrom(level, utc(meta.time)),
});
const inEpisode = (episode: string | undefined) => (episode === undefined ? {} : { episode });

/** Safety of cases: open concerns by level and district, and what must be looked at again. */
export const safeties = projection<SafetyEvent, SafetyDoc>({
  name: 'safeties',
  version: 1,
  indexes: ['district', 'caseid', 'level', 'rank', 'open', 'reassessBy', 'since'],
  handlers: {
    SafetyRaised: (docs, e, meta) => change(docs, meta, (d) => ({
      ...(rankOf(e.level) > d.rank ? { ...atLevel(e.level, meta), source: e.source, kind: e.kind, raisedBy: meta.actorid } : {}), concerns: d.concerns + 1,
      who: [...new Set([...d.who, ...e.who])], ...inEpisode(e.episode),
    })),
    SafetyUpgraded: (docs, e, meta) => change(docs, meta, () => ({ ...atLevel(e.to, meta), raisedBy: meta.actorid, ...(e.kind === undefined ? {} : { kind: e.kind }), ...inEpisode(e.episode) })),
    SafetyDowngraded: (docs, e, meta) => change(docs, meta, () => atLevel(e.to, meta)),
    SafetyCleared: (docs, _, meta) => change(docs, meta, () => ({ ...atLevel('NONE', meta), who: [] })),
    SafetyReassessed: (docs, _, meta) => change(docs, meta, (d) => ({ assessedAt: utc(meta.time), reassessBy: dueFrom(d.level as RiskLevel, utc(meta.time)) })),
    SafetyPlanMade: (docs, e, meta) => change(docs, meta, () => ({ planAt: utc(meta.time), planUntil: e.validUntil })),
    SafetyLeft: (docs, _, meta) => change(docs, meta, () => ({ ...atLevel('NONE', meta), episode: '', cleared: 0 })),
    EpisodeEnded: (docs, _, meta) => change(docs, meta, () => ({ episode: '' })),
    ClearedForClosing: (docs, _, meta) => change(docs, meta, () => ({ cleared: 1 })),
    ClearanceRevoked: (docs, _, meta) => change(docs, meta, () => ({ cleared: 0 })),
  },
});
