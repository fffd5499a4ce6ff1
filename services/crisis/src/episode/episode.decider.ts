import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type {
  crisisActionTaken, DataOf, episodeClosed, episodeDebriefed, episodeHandedOver, episodeOpened, EpisodeOutcome, episodeResponded, episodeTakenOver, EventOf, partyNotified, RiskLevel,
} from '@lianxin/contracts';

/**
 * A crisis episode (危机介入): opened when a case reaches ORANGE or RED, led by whoever responded first until another has
 * taken it over, ended after its debrief. The case's level is the safety stream's; it must be below ORANGE at the end.
 */
export type EpisodeEvent =
  | EventOf<typeof episodeOpened> | EventOf<typeof episodeResponded> | EventOf<typeof partyNotified> | EventOf<typeof crisisActionTaken> | EventOf<typeof episodeHandedOver> | EventOf<typeof episodeTakenOver>
  | EventOf<typeof episodeDebriefed> | EventOf<typeof episodeClosed>;

export type EpisodeCommand =
  /** `opens` is false when the safety stream, decided just before, named no new episode. */
  | Command<'OpenEpisode', { readonly level: RiskLevel; readonly opens: boolean }>
  | Command<'RespondToCrisis', DataOf<typeof episodeResponded>>
  | Command<'NotifyInCrisis', DataOf<typeof partyNotified>>
  | Command<'RecordCrisisAction', DataOf<typeof crisisActionTaken>>
  | Command<'HandOverCrisis', DataOf<typeof episodeHandedOver>>
  | Command<'TakeOverCrisis', Readonly<Record<string, never>>>
  | Command<'DebriefCrisis', DataOf<typeof episodeDebriefed>>
  | Command<'CloseCrisis', { readonly outcome: EpisodeOutcome }>
  /** The case went to another district, where its danger is raised anew. */
  | Command<'LeaveDistrict', Readonly<Record<string, never>>>;

export interface EpisodeFacts { /** The case is an accusation: nothing of it goes to the unit concerned (Regulations art. 30). */ readonly accusation?: boolean }

export type Episode =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'open';
    readonly caseid: string | undefined;
    /** Opaque id of who leads; undefined until somebody has responded. */
    readonly lead?: string;
    /** To whom it was handed, while that waits to be taken. */
    readonly offeredTo?: string;
    readonly debriefed: boolean;
  }
  | { readonly phase: 'ended'; readonly caseid: string | undefined };

type Open = Extract<Episode, { phase: 'open' }>;
const when = (s: Episode, then: (open: Open) => ReturnType<typeof refuse> | readonly EpisodeEvent[]) => (s.phase === 'open' ? then(s) : refuse('episode/not-open'));

export const episode = decider<EpisodeCommand, EpisodeEvent, Episode, EpisodeFacts>({
  name: 'episode',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    OpenEpisode: ({ opens, level }, s) => {
      if (!opens) return [];
      return s.phase === 'none' ? [happened('EpisodeOpened', { level })] : refuse('episode/already-open');
    },
    RespondToCrisis: (c, s) => when(s, () => [happened('EpisodeResponded', c)]),
    NotifyInCrisis: (c, s, { facts }) => when(s, () => (facts.accusation === true && c.whom === 'UNIT' ? refuse('episode/unit-of-accused', { path: '/whom' }) : [happened('PartyNotified', c)])),
    RecordCrisisAction: (c, s) => when(s, () => [happened('CrisisActionTaken', c)]),

    HandOverCrisis: (c, s, { actor }) => when(s, ({ lead }) => {
      if (lead === undefined) return refuse('episode/not-responded');
      if (lead !== actor.id && actor.role !== 'supervisor') return refuse('episode/not-the-lead');
      return c.to === lead ? refuse('episode/own-hand', { path: '/to' }) : [happened('EpisodeHandedOver', c)];
    }),
    TakeOverCrisis: (_, s, { actor }) => when(s, ({ offeredTo }) => {
      const mine = offeredTo !== undefined && (offeredTo === actor.id || actor.role === 'supervisor');
      return mine ? [happened('EpisodeTakenOver', { by: actor.id })] : refuse('episode/not-offered');
    }),

    DebriefCrisis: (c, s) => when(s, ({ lead }) => (lead === undefined ? refuse('episode/not-responded') : [happened('EpisodeDebriefed', c)])),
    CloseCrisis: (c, s) => when(s, ({ lead, debriefed, offeredTo }) => {
      if (lead === undefined) return refuse('episode/not-responded');
      if (offeredTo !== undefined) return refuse('episode/hand-over-open');
      return debriefed ? [happened('EpisodeClosed', c)] : refuse('episode/not-debriefed');
    }),
    LeaveDistrict: (_, s) => (s.phase === 'open' ? [happened('EpisodeClosed', { outcome: 'MOVED' as const })] : []),
  },

  evolve: {
    EpisodeOpened: (_, __, { caseid }) => ({ phase: 'open', caseid, debriefed: false }),
    EpisodeResponded: (s, _, { actorid }) => (s.phase === 'open' && s.lead === undefined ? { ...s, lead: actorid } : s),
    PartyNotified: (s) => s,
    CrisisActionTaken: (s) => s,
    EpisodeHandedOver: (s, e) => (s.phase === 'open' ? { ...s, offeredTo: e.to } : s),
    EpisodeTakenOver: (s, e) => {
      if (s.phase !== 'open') return s;
      const { offeredTo: _, ...taken } = s;
      return { ...taken, lead: e.by };
    },
    EpisodeDebriefed: (s) => (s.phase === 'open' ? { ...s, debriefed: true } : s),
    EpisodeClosed: (s) => ({ phase: 'ended', caseid: s.phase === 'none' ? undefined : s.caseid }),
  },
});
