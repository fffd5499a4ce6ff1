import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { rankOf, type EpisodeOutcome, type NotifiedParty, type RiskLevel } from '@lianxin/contracts';
import type { EpisodeEvent } from '../episode/episode.decider.js';

/** One crisis episode, as lists show it. All times UTC, '' when it did not happen. */
export type EpisodeDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly open: 0 | 1;
  /** Level at which it was opened. */
  readonly level: RiskLevel;
  readonly rank: number;
  readonly openedAt: string;
  readonly lead: string;
  readonly offeredTo: string;
  readonly respondedAt: string;
  readonly calledAt: string;
  readonly supervisorAt: string;
  readonly reportedAt: string;
  readonly debriefedAt: string;
  readonly closedAt: string;
  readonly outcome: EpisodeOutcome | '';
  readonly notified: readonly { readonly whom: NotifiedParty; readonly at: string }[];
  readonly actions: number;
};

const change = (docs: Docs<EpisodeDoc>, { stream }: EventMeta, by: (doc: EpisodeDoc) => Partial<EpisodeDoc>): void => {
  const id = parseStream(stream)!.id;
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, ...by(doc) });
};
const CALLS: readonly NotifiedParty[] = ['POLICE_110', 'AMBULANCE_120'];

export const episodes = projection<EpisodeEvent, EpisodeDoc>({
  name: 'episodes',
  version: 1,
  indexes: ['district', 'caseid', 'open', 'rank', 'lead', 'openedAt'],
  handlers: {
    EpisodeOpened: (docs, { level }, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, caseid: meta.caseid ?? '', open: 1, level, rank: rankOf(level), openedAt: utc(meta.time), lead: '', offeredTo: '', respondedAt: '', calledAt: '', supervisorAt: '', reportedAt: '',
      debriefedAt: '', closedAt: '', outcome: '', notified: [], actions: 0,
    }),
    EpisodeResponded: (docs, _, meta) => change(docs, meta, (d) => ({ lead: d.lead === '' ? meta.actorid : d.lead, respondedAt: d.respondedAt === '' ? utc(meta.time) : d.respondedAt })),
    PartyNotified: (docs, e, meta) => change(docs, meta, (d) => ({
      notified: [...d.notified, { whom: e.whom, at: utc(meta.time) }],
      ...(CALLS.includes(e.whom) && d.calledAt === '' ? { calledAt: utc(meta.time) } : {}), ...(e.whom === 'SUPERVISOR' && d.supervisorAt === '' ? { supervisorAt: utc(meta.time) } : {}),
    })),
    CrisisActionTaken: (docs, e, meta) => change(docs, meta, (d) => ({ actions: d.actions + 1, ...(e.kind === 'WRITTEN_REPORT' ? { reportedAt: utc(meta.time) } : {}) })),
    EpisodeHandedOver: (docs, e, meta) => change(docs, meta, () => ({ offeredTo: e.to })),
    EpisodeTakenOver: (docs, e, meta) => change(docs, meta, () => ({ lead: e.by, offeredTo: '' })),
    EpisodeDebriefed: (docs, _, meta) => change(docs, meta, () => ({ debriefedAt: utc(meta.time) })),
    EpisodeClosed: (docs, e, meta) => change(docs, meta, () => ({ open: 0, outcome: e.outcome, closedAt: utc(meta.time) })),
  },
});
