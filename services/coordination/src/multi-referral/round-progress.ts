import type { District, PartialAnswer, ReferralResult, ReferralUrgency, ReferralWithdrawReason, RoundOutcome, RoundRest } from '@lianxin/contracts';
import { askedInstead, droppedOut, joined, verdict, type Join } from '@lianxin/kernel';

/** How a round of referrals stands, as its saga keeps it. Pure, JSON. */
export interface Answer { readonly unit: string; readonly result: ReferralResult; readonly late: boolean }

export interface AskedUnit {
  /** Consent to it came with the round: it is sent as it is asked. */
  readonly consented: boolean;
  /** `waits`: it asked for information, its clock stands still. `out`: it no longer counts for the rule. */
  readonly state: 'asked' | 'sent' | 'acknowledged' | 'waits' | 'answered' | 'out';
  /** When it was sent (UTC ms); the legal day since which its clock stands still. */
  readonly sent?: number;
  readonly heldFrom?: string;
  /** The unit that it named as the right one. */
  readonly named?: string;
  /** Shares of its term that it is to be reminded at. */
  readonly percents: readonly number[];
}

export interface Progress {
  readonly round: string;
  readonly district: District;
  readonly urgency: ReferralUrgency;
  readonly afterMet: RoundRest;
  readonly partial: PartialAnswer;
  readonly join: Join;
  readonly units: Readonly<Record<string, AskedUnit>>;
  readonly answers: readonly Answer[];
  /** Units that returned what others had sent their way. */
  readonly returned: readonly string[];
  readonly said: 'nothing' | 'met' | 'stuck';
  /** Taken back or at its end: nothing more is said. */
  readonly over?: RoundOutcome;
  readonly because?: ReferralWithdrawReason;
  /** What the last input brought about. */
  readonly news: { readonly ask?: string; readonly returned: readonly string[]; readonly said?: 'met' | 'stuck' };
}

export const newUnit = (consented: boolean): AskedUnit => ({ consented, state: 'asked', percents: [] });
const NO_NEWS: Progress['news'] = { returned: [] };

/** Every input begins with this: what the one before brought about was acted upon. */
const fresh = (s: Progress): Progress => ({ ...s, news: NO_NEWS });
/** And ends with this: has the rule come to its verdict? The first one stands. */
function judged(s: Progress): Progress {
  if (s.said !== 'nothing' || s.over !== undefined) return s;
  const says = verdict(s.join);
  if (says === 'open') return s;
  const said = says === 'met' ? 'met' : 'stuck';
  return { ...s, said, news: { ...s.news, said } };
}
/** A step of a round that is under way. */
export const progress = (by: (s: Progress) => Progress) => (s: Progress): Progress => (s.over === undefined ? judged(by(fresh(s))) : fresh(s));

export const put = (s: Progress, unit: string, change: Partial<AskedUnit>): Progress => (s.units[unit] ? { ...s, units: { ...s.units, [unit]: { ...s.units[unit], ...change } } } : s);
/** Is this unit still waited for? */
export const waitedFor = (s: Progress, unit: string): boolean => s.over === undefined && s.units[unit] !== undefined && s.units[unit].state !== 'out' && s.units[unit].state !== 'answered';

export const out = (s: Progress, unit: string): Progress => (waitedFor(s, unit) ? { ...put(s, unit, { state: 'out' }), join: droppedOut(s.join, unit) } : s);

/** What helps in part is an answer, or, by the round's rule, is kept while the whole one is waited for. One that comes too late is kept and does not count. */
export function answered(s: Progress, unit: string, result: ReferralResult): Progress {
  const known = s.units[unit];
  if (!known) return s;
  const answers = [...s.answers.filter((a) => a.unit !== unit), { unit, result, late: known.state === 'out' && !s.answers.some((a) => a.unit === unit && !a.late) }];
  const waits = known.state === 'out' || (result === 'PARTLY' && s.partial === 'WAITS');
  return waits ? { ...s, answers } : { ...put(s, unit, { state: 'answered' }), answers, join: joined(s.join, unit) };
}
export const answersOf = (s: Progress): Answer[] => [...s.answers].sort((a, b) => (a.unit < b.unit ? -1 : 1));

/**
 * A unit returned the need and named the right one: that is asked in its place, unless it was asked already. Then the place
 * falls away and, if it was the lead's, the named one leads. Where the named one itself named another, that one is meant;
 * whoever names a unit that sent the need here names nobody. So the order in which returns come makes no difference.
 */
export function sentOn(s: Progress, unit: string, named: string): Progress {
  if (!waitedFor(s, unit)) return s;
  const units = { ...s.units, [unit]: { ...s.units[unit]!, state: 'out' as const, named } };
  const way = new Set([unit]);
  let right = named;
  for (let further = units[right]?.named; further !== undefined && !way.has(right); further = units[right]?.named) { way.add(right); right = further; }
  const sentTo = (u: string): boolean => Object.entries(units).some(([from, { named: to }]) => from !== u && to === u);
  const twice = [unit, named].filter((u) => units[u]?.named !== undefined && sentTo(u) && !s.returned.includes(u));
  const returned: Progress = { ...s, units, returned: [...s.returned, ...twice], news: { ...s.news, returned: twice } };
  if (way.has(right)) return { ...returned, join: droppedOut(s.join, unit) };
  if (units[right]) {
    const { rule } = s.join;
    const led = typeof rule === 'object' && rule.and?.includes(unit) === true ? { ...rule, and: [right] } : rule;
    return { ...returned, join: { ...droppedOut(s.join, unit), rule: led } };
  }
  return { ...returned, units: { ...units, [right]: newUnit(false) }, join: askedInstead(s.join, unit, right), news: { ...returned.news, ask: right } };
}

/** Nothing more is asked; what is open comes back. */
export const end = (s: Progress, over: RoundOutcome, because: ReferralWithdrawReason): Progress => (s.over === undefined ? { ...fresh(s), over, because } : fresh(s));
