import { riskLevels, type SafetyLevel } from '@lianxin/contracts';

/** A case that waits to be taken. */
export interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly level: SafetyLevel;
  /** A safety concern was raised at the contact. */
  readonly concern: boolean;
  /** UTC, first contact. */
  readonly contactAt: string;
  /** Calendar days since then. */
  readonly days: number;
}

export interface TakeNext { readonly id: string; readonly number: string; readonly reason: { readonly code: 'SAFETY' | 'OLDEST'; readonly zh: string; readonly en: string } }

const rank = (w: Waiting): number => riskLevels.find(w.level)?.rank ?? (w.concern ? 0.5 : 0);
const before = (a: Waiting, b: Waiting): number => rank(b) - rank(a) || (a.contactAt < b.contactAt ? -1 : a.contactAt > b.contactAt ? 1 : a.id < b.id ? -1 : 1);

/** In the order in which they are to be taken: safety first, then the oldest. A level orders help, it never ranks people for anything else. */
export const inOrder = <W extends Waiting>(waiting: readonly W[]): readonly W[] => [...waiting].sort(before);

/** The next one, with the reason in words. */
export function takeNext(waiting: readonly Waiting[]): TakeNext | undefined {
  const [next] = inOrder(waiting);
  if (!next) return undefined;
  const { id, number, days } = next;
  const level = riskLevels.find(next.level);
  const day = next.contactAt.slice(0, 10);
  if (level) return { id, number, reason: { code: 'SAFETY', zh: `安全优先：风险等级${level.zh}，已等候 ${days} 天。`, en: `Safety first: level ${level.en}, waiting for ${days} days.` } };
  if (next.concern) return { id, number, reason: { code: 'SAFETY', zh: `安全优先：接触时提出过安全关切，已等候 ${days} 天。`, en: `Safety first: a concern was raised at the contact, waiting for ${days} days.` } };
  return { id, number, reason: { code: 'OLDEST', zh: `没有安全关切的待接件，按先后办理：这一件等候最久，已 ${days} 天。`, en: `None waiting raises a safety concern, so the oldest comes first: waiting for ${days} days, since ${day}.` } };
}
