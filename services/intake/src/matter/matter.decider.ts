import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, Purpose, RepeatBasis, Sealed, answerRecorded, matterLeft, matterReclassified, matterRegistered, matterTakenOver, repeatLinked } from '@lianxin/contracts';

/**
 * A petition matter (信访事项) as the reception registers it: one claim with its facts and reasons. What authorities
 * answer is recorded here as far as it is known from elsewhere; it is never given, accepted or decided here.
 */
export type MatterEvent = EventOf<typeof matterRegistered> | EventOf<typeof matterReclassified> | EventOf<typeof answerRecorded> | EventOf<typeof repeatLinked>
  | EventOf<typeof matterLeft> | EventOf<typeof matterTakenOver>;

export type MatterCommand =
  | Command<'RegisterMatter', DataOf<typeof matterRegistered>>
  | Command<'ReclassifyMatter', DataOf<typeof matterReclassified>>
  | Command<'RecordAnswer', DataOf<typeof answerRecorded>>
  /** `sealed` when one of the two is an accusation: then nothing but the sealed link may show that they belong together. */
  | Command<'LinkRepeat', { readonly basis: RepeatBasis; readonly earlier: string; readonly case: string; readonly sealed?: Sealed | undefined }>
  /** It goes with its case to another district. */
  | Command<'LeaveMatter', DataOf<typeof matterLeft>>
  | Command<'TakeOverMatter', DataOf<typeof matterTakenOver>>;

/** What the rules must know of the earlier matter. */
export interface MatterFacts { readonly earlierIsAccusation?: boolean }

export type Matter =
  | { readonly phase: 'none' }
  | { readonly phase: 'moved'; readonly to: string; readonly move: number }
  | {
    readonly phase: 'registered';
    readonly case?: string | undefined;
    readonly purpose: Purpose;
    /** UTC ms. */
    readonly receivedAt: number;
    readonly repeats: readonly string[];
    /** How often its case had moved when it came here. */
    readonly move: number;
  };

/** Clocks differ a little: an answer up to two minutes ahead is taken (formats §3). */
const AHEAD_MS = 120_000;
type Registered = Extract<Matter, { phase: 'registered' }>;
const notHere = (s: Exclude<Matter, Registered>) => (s.phase === 'none' ? refuse('matter/not-registered') : refuse('matter/moved', { with: { to: s.to } }));
const accusation = (purpose: Purpose): boolean => purpose === 'ACCUSATION';

export const matter = decider<MatterCommand, MatterEvent, Matter, MatterFacts>({
  name: 'matter',
  stateVersion: 2,
  initial: { phase: 'none' },

  decide: {
    RegisterMatter: (c, s, { now }) => {
      if (s.phase !== 'none') return refuse('matter/already-registered');
      if (Date.parse(c.receivedAt) > now + AHEAD_MS) return refuse('matter/received-ahead', { path: '/receivedAt' });
      if (accusation(c.purpose) !== (c.content.compartment === 'accusation')) return refuse('intake/accusation-own-case', { path: '/purpose' });
      return [happened('MatterRegistered', c)];
    },

    ReclassifyMatter: (c, s) => {
      if (s.phase !== 'registered') return notHere(s);
      if (c.purpose !== undefined && accusation(c.purpose) !== accusation(s.purpose)) return refuse('matter/accusation-stays', { path: '/purpose' });
      return [happened('MatterReclassified', c)];
    },

    RecordAnswer: (c, s, { now }) => {
      if (s.phase !== 'registered') return notHere(s);
      const at = Date.parse(c.at);
      if (at < s.receivedAt) return refuse('matter/answer-before-receipt', { path: '/at' });
      if (at > now + AHEAD_MS) return refuse('matter/answer-ahead', { path: '/at' });
      return [happened('AnswerRecorded', c)];
    },

    LinkRepeat: ({ basis, earlier, case: of, sealed }, s, { facts }) => {
      if (s.phase !== 'registered') return notHere(s);
      if (accusation(s.purpose) || facts.earlierIsAccusation === true) return sealed ? [happened('RepeatLinked', { link: sealed, basis })] : refuse('matter/link-sealed');
      return s.repeats.includes(earlier) ? refuse('matter/already-linked') : [happened('RepeatLinked', { earlier, case: of, basis })];
    },

    LeaveMatter: (c, s) => (s.phase === 'registered' ? [happened('MatterLeft', c)] : s.phase === 'none' ? refuse('matter/not-registered') : []),

    TakeOverMatter: (c, s) => (s.phase === 'registered' ? (s.move === c.move ? [] : refuse('matter/already-registered')) : [happened('MatterTakenOver', c)]),
  },

  evolve: {
    MatterRegistered: (_, e, meta) => ({ phase: 'registered', case: meta.caseid, purpose: e.purpose, receivedAt: Date.parse(e.receivedAt), repeats: [], move: 0 }),
    MatterReclassified: (s, e) => (s.phase === 'registered' && e.purpose !== undefined ? { ...s, purpose: e.purpose } : s),
    AnswerRecorded: (s) => s,
    RepeatLinked: (s, e) => (s.phase === 'registered' && 'earlier' in e ? { ...s, repeats: [...s.repeats, e.earlier] } : s),
    MatterLeft: (_, { to, move }) => ({ phase: 'moved', to, move }),
    MatterTakenOver: (_, { move, carried }, meta) => ({
      phase: 'registered', case: meta.caseid, purpose: carried.purpose, receivedAt: Date.parse(carried.receivedAt), repeats: carried.repeats.map((r) => r.matter), move,
    }),
  },
});
