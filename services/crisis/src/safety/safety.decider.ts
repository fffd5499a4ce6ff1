import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import {
  isHighRisk, rankOf,
  type clearanceRevoked, type clearedForClosing, type DataOf, type District, type Endangered, type episodeEnded, type EventOf, type RiskKind, type RiskLevel, type safetyArrived, type safetyCleared, type safetyDowngraded, type safetyLeft, type SafetyLevel, type safetyPlanMade, type safetyRaised,
  type safetyReassessed, type safetyUpgraded,
} from '@lianxin/contracts';

/**
 * The safety of one case: the highest level that is open, by whom it was raised and lowered. Anybody raises, only a
 * supervisor lowers (domain brief §4.4). Whether the case may be closed is decided here too, so that a danger and a
 * clearance are always one after the other: a danger after a clearance revokes it in the same decision.
 */
export type SafetyEvent =
  | EventOf<typeof safetyRaised> | EventOf<typeof safetyUpgraded> | EventOf<typeof safetyDowngraded> | EventOf<typeof safetyCleared> | EventOf<typeof safetyReassessed> | EventOf<typeof safetyPlanMade>
  | EventOf<typeof episodeEnded> | EventOf<typeof clearedForClosing> | EventOf<typeof clearanceRevoked>
  | EventOf<typeof safetyLeft> | EventOf<typeof safetyArrived>;

/** `newEpisode`: id of the crisis episode to open, should the level call for one and none be open. */
interface MayOpen { readonly newEpisode: string }
type Without<E extends keyof SafetyEventData, K extends string> = Omit<SafetyEventData[E], K>;
interface SafetyEventData { raised: DataOf<typeof safetyRaised>; upgraded: DataOf<typeof safetyUpgraded>; downgraded: DataOf<typeof safetyDowngraded>; cleared: DataOf<typeof safetyCleared>; reassessed: DataOf<typeof safetyReassessed>; plan: DataOf<typeof safetyPlanMade> }

export type SafetyCommand =
  | Command<'RaiseSafety', Without<'raised', 'episode'> & MayOpen>
  | Command<'UpgradeSafety', Without<'upgraded', 'from' | 'episode'> & MayOpen>
  | Command<'DowngradeSafety', Without<'downgraded', 'from' | 'episode'>>
  | Command<'ClearSafety', Without<'cleared', 'from' | 'episode'>>
  | Command<'ReassessSafety', Without<'reassessed', 'episode'> & MayOpen>
  | Command<'MakeSafetyPlan', Without<'plan', 'episode'>>
  | Command<'EndEpisode', { readonly episode: string }>
  | Command<'ClearForClosing', { readonly ref: string }>
  | Command<'LeaveDistrict', { readonly to: District; readonly cause: string }>
  | Command<'ArriveInDistrict', { readonly from: District; readonly cause: string; readonly level: SafetyLevel; readonly kind?: RiskKind | undefined; readonly who: readonly Endangered[] } & MayOpen>;

export interface Safety {
  readonly level: SafetyLevel;
  /** The crisis episode that is open. */
  readonly episode?: string;
  /** What was feared last. */
  readonly kind?: RiskKind;
  /** Who was ever said to be in danger. With a minor among them, what is said is sealed as a minor's. */
  readonly who: readonly Endangered[];
  /** The closing that was cleared, while no danger came after it. */
  readonly clearance?: string;
  /** The district to which the case went, while it is not here. */
  readonly movedTo?: District;
}
export const concernsMinor = ({ who }: Safety): boolean => who.includes('MINOR');

/** Longest life of a safety plan; a house rule. */
export const PLAN_MAX_DAYS = 90;

const inEpisode = (s: Safety) => (s.episode === undefined ? {} : { episode: s.episode });
/** The episode in which a level is dealt with: the open one, or a new one when the level calls for it. */
const episodeFor = (s: Safety, level: RiskLevel, { newEpisode }: MayOpen) => (s.episode !== undefined || !isHighRisk(level) ? inEpisode(s) : { episode: newEpisode });
/** Comes before the danger itself in the log, so that whoever follows the log hears of it first. */
const revoked = (s: Safety, level: RiskLevel): SafetyEvent[] => (s.clearance !== undefined && isHighRisk(level) ? [happened('ClearanceRevoked', { ref: s.clearance, level })] : []);

const upgrade = (s: Safety & { readonly level: RiskLevel }, { newEpisode, to, ...more }: Without<'upgraded', 'from' | 'episode'> & MayOpen): SafetyEvent[] =>
  [...revoked(s, to), happened('SafetyUpgraded', { from: s.level, to, ...more, ...episodeFor(s, to, { newEpisode }) })];
const isOpen = (s: Safety): s is Safety & { readonly level: RiskLevel } => s.level !== 'NONE';

export const safety = decider<SafetyCommand, SafetyEvent, Safety>({
  name: 'safety',
  stateVersion: 2,
  initial: { level: 'NONE', who: [] },

  decide: {
    // Every concern is recorded, also one below the level that is open: a second voice counts.
    RaiseSafety: ({ newEpisode, ...concern }, s) => (s.movedTo !== undefined ? refuse('dossier/moved', { with: { to: s.movedTo } }) : [...revoked(s, concern.level), happened('SafetyRaised', { ...concern, ...episodeFor(s, concern.level, { newEpisode }) })]),

    UpgradeSafety: (c, s) => {
      if (!isOpen(s)) return refuse('safety/not-raised');
      return rankOf(c.to) > rankOf(s.level) ? upgrade(s, c) : refuse('safety/not-higher', { path: '/level', with: { now: s.level } });
    },

    DowngradeSafety: (c, s, { actor }) => {
      if (actor.role !== 'supervisor') return refuse('safety/supervisor-only');
      if (!isOpen(s)) return refuse('safety/not-raised');
      return rankOf(c.to) < rankOf(s.level) ? [happened('SafetyDowngraded', { from: s.level, ...c, ...inEpisode(s) })] : refuse('safety/not-lower', { path: '/level', with: { now: s.level } });
    },

    ClearSafety: (c, s, { actor }) => {
      if (actor.role !== 'supervisor') return refuse('safety/supervisor-only');
      return isOpen(s) ? [happened('SafetyCleared', { from: s.level, ...c, ...inEpisode(s) })] : refuse('safety/not-raised');
    },

    ReassessSafety: ({ newEpisode, ...found }, s) => {
      if (!isOpen(s)) return refuse('safety/not-raised');
      const higher = rankOf(found.level) > rankOf(s.level);
      return [happened('SafetyReassessed', { ...found, ...inEpisode(s) }), ...(higher ? upgrade(s, { to: found.level, newEpisode }) : [])];
    },

    MakeSafetyPlan: (c, s, { now }) => {
      if (!isOpen(s)) return refuse('safety/not-raised');
      const ends = Date.parse(c.validUntil);
      if (ends <= now) return refuse('safety/plan-ends-past', { path: '/validUntil' });
      if (ends > now + PLAN_MAX_DAYS * 86_400_000) return refuse('safety/plan-too-long', { path: '/validUntil', with: { most: PLAN_MAX_DAYS } });
      return [happened('SafetyPlanMade', { ...c, ...inEpisode(s) })];
    },

    EndEpisode: ({ episode }, s) => {
      if (s.episode !== episode) return refuse('episode/not-open');
      return isHighRisk(s.level) ? refuse('safety/still-danger') : [happened('EpisodeEnded', { episode })];
    },

    ClearForClosing: ({ ref }, s) => {
      if (s.movedTo !== undefined) return refuse('dossier/moved', { with: { to: s.movedTo } });
      if (isHighRisk(s.level)) return refuse('safety/danger-open', { with: { level: s.level } });
      if (s.episode !== undefined) return refuse('safety/episode-open');
      return s.clearance === ref ? [] : [happened('ClearedForClosing', { ref })];
    },

    LeaveDistrict: ({ to, cause }, s) => [happened('SafetyLeft', { to, level: s.level, ...(s.kind === undefined ? {} : { kind: s.kind }), who: [...s.who], cause })],

    ArriveInDistrict: ({ from, cause, level, kind, who, newEpisode }, s) => [
      happened('SafetyArrived', { from, cause }),
      ...(level === 'NONE' ? [] : [
        ...revoked(s, level),
        happened('SafetyRaised', { level, source: 'TAKEN_OVER' as const, kind: kind ?? 'UNCLEAR', who: who.length > 0 ? [...who] : ['UNCLEAR' as const], cause, ...episodeFor(s, level, { newEpisode }) }),
      ]),
    ],
  },

  evolve: {
    SafetyRaised: (s, e) => ({ ...s, level: rankOf(e.level) > rankOf(s.level) ? e.level : s.level, kind: e.kind, who: [...new Set([...s.who, ...e.who])], ...(e.episode === undefined ? {} : { episode: e.episode }) }),
    SafetyUpgraded: (s, e) => ({ ...s, level: e.to, ...(e.kind === undefined ? {} : { kind: e.kind }), ...(e.episode === undefined ? {} : { episode: e.episode }) }),
    SafetyDowngraded: (s, e) => ({ ...s, level: e.to }),
    SafetyCleared: (s) => ({ ...s, level: 'NONE' }),
    SafetyReassessed: (s) => s,
    SafetyPlanMade: (s) => s,
    EpisodeEnded: (s) => {
      const { episode: _, ...ended } = s;
      return ended;
    },
    SafetyLeft: (s, e) => ({ level: 'NONE', who: s.who, ...(s.kind === undefined ? {} : { kind: s.kind }), movedTo: e.to }),
    SafetyArrived: (s) => {
      const { movedTo: _, ...here } = s;
      return here;
    },
    ClearedForClosing: (s, e) => ({ ...s, clearance: e.ref }),
    ClearanceRevoked: (s) => {
      const { clearance: _, ...revokedNow } = s;
      return revokedNow;
    },
  },
});
