import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, Purpose, RepeatBasis, Sealed, answerRecorded, matterReclassified, matterRegistered, repeatLinked } from '@lianxin/contracts';

/**
 * A petition matter (信访事项) as the reception registers it: one claim with its facts and reasons. What authorities
 * answer is recorded here as far as it is known from elsewhere; it is never given, accepted or decided here.
 */
export type MatterEvent = EventOf<typeof matterRegistered> | EventOf<typeof matterReclassified> | EventOf<typeof answerRecorded> | EventOf<typeof repeatLinked>;

export type MatterCommand =
  | Command<'RegisterMatter', DataOf<typeof matterRegistered>>
  | Command<'ReclassifyMatter', DataOf<typeof matterReclassified>>
  | Command<'RecordAnswer', DataOf<typeof answerRecorded>>
  /** `sealed` when one of the two is an accusation: then nothing but the sealed link may show that they belong together. */
  | Command<'LinkRepeat', { readonly basis: RepeatBasis; readonly earlier: string; readonly case: string; readonly sealed?: Sealed | undefined }>;

/** What the rules must know of the earlier matter. */
export interface MatterFacts { readonly earlierIsAccusation?: boolean }

export type Matter =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'registered';
    readonly case?: string | undefined;
    readonly purpose: Purpose;
    /** UTC ms. */
    readonly receivedAt: number;
    readonly repeats: readonly string[];
  };

/** Clocks differ a little: an answer up to two minutes ahead is taken (formats §3). */
const AHEAD_MS = 120_000;
const accusation = (purpose: Purpose): boolean => purpose === 'ACCUSATION';

export const matter = decider<MatterCommand, MatterEvent, Matter, MatterFacts>({
  name: 'matter',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RegisterMatter: (c, s, { now }) => {
      if (s.phase === 'registered') return refuse('matter/already-registered');
      if (Date.parse(c.receivedAt) > now + AHEAD_MS) return refuse('matter/received-ahead', { path: '/receivedAt' });
      if (accusation(c.purpose) !== (c.content.compartment === 'accusation')) return refuse('intake/accusation-own-case', { path: '/purpose' });
      return [happened('MatterRegistered', c)];
    },

    ReclassifyMatter: (c, s) => {
      if (s.phase === 'none') return refuse('matter/not-registered');
      if (c.purpose !== undefined && accusation(c.purpose) !== accusation(s.purpose)) return refuse('matter/accusation-stays', { path: '/purpose' });
      return [happened('MatterReclassified', c)];
    },

    RecordAnswer: (c, s, { now }) => {
      if (s.phase === 'none') return refuse('matter/not-registered');
      const at = Date.parse(c.at);
      if (at < s.receivedAt) return refuse('matter/answer-before-receipt', { path: '/at' });
      if (at > now + AHEAD_MS) return refuse('matter/answer-ahead', { path: '/at' });
      return [happened('AnswerRecorded', c)];
    },

    LinkRepeat: ({ basis, earlier, case: of, sealed }, s, { facts }) => {
      if (s.phase === 'none') return refuse('matter/not-registered');
      if (accusation(s.purpose) || facts.earlierIsAccusation === true) return sealed ? [happened('RepeatLinked', { link: sealed, basis })] : refuse('matter/link-sealed');
      return s.repeats.includes(earlier) ? refuse('matter/already-linked') : [happened('RepeatLinked', { earlier, case: of, basis })];
    },
  },

  evolve: {
    MatterRegistered: (_, e, meta) => ({ phase: 'registered', case: meta.caseid, purpose: e.purpose, receivedAt: Date.parse(e.receivedAt), repeats: [] }),
    MatterReclassified: (s, e) => (s.phase === 'registered' && e.purpose !== undefined ? { ...s, purpose: e.purpose } : s),
    AnswerRecorded: (s) => s,
    RepeatLinked: (s, e) => (s.phase === 'registered' && 'earlier' in e ? { ...s, repeats: [...s.repeats, e.earlier] } : s),
  },
});
