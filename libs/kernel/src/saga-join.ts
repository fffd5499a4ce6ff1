/** How many of those asked must say yes. */
export type JoinRule = 'all' | 'any' | { readonly atLeast: number; readonly and?: readonly string[] };
export type JoinVerdict = 'open' | 'met' | 'impossible';

/** Several parties asked at once. A party's first yes or no stands; the order in which they come makes no difference. JSON. */
export interface Join {
  readonly rule: JoinRule;
  readonly asked: readonly string[];
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

const add = (list: readonly string[], party: string): readonly string[] => [...list, party].sort();

export function join(asked: readonly string[], rule: JoinRule): Join {
  if (typeof rule === 'object') {
    if (!Number.isSafeInteger(rule.atLeast) || rule.atLeast < 1) throw new Error(`at least ${rule.atLeast} is no rule for a join`);
    for (const party of rule.and ?? []) if (!asked.includes(party)) throw new Error(`${party} must say yes but is not asked`);
  }
  if (asked.length === 0 || new Set(asked).size !== asked.length) throw new Error('a join asks different parties, at least one');
  return { rule, asked: [...asked].sort(), yes: [], no: [] };
}

const isOpen = (j: Join, party: string): boolean => j.asked.includes(party) && !j.yes.includes(party) && !j.no.includes(party);
/** The party did what it was asked. */
export const joined = (j: Join, party: string): Join => (isOpen(j, party) ? { ...j, yes: add(j.yes, party) } : j);
/** The party declined, was too late or was withdrawn: it no longer counts. */
export const droppedOut = (j: Join, party: string): Join => (isOpen(j, party) ? { ...j, no: add(j.no, party) } : j);
/** Another party is asked in the place of one that has not answered (it named the right unit): what was asked of the one is asked of the other. */
export function askedInstead(j: Join, party: string, other: string): Join {
  if (!isOpen(j, party) || j.asked.includes(other)) return droppedOut(j, party);
  const swap = (list: readonly string[]): readonly string[] => list.map((p) => (p === party ? other : p));
  return { ...j, rule: typeof j.rule === 'object' && j.rule.and ? { ...j.rule, and: swap(j.rule.and) } : j.rule, asked: [...swap(j.asked)].sort() };
}
/** Those who have not been heard of. */
export const stillOpen = (j: Join): readonly string[] => j.asked.filter((party) => isOpen(j, party));

function satisfied({ rule, asked }: Join, yes: readonly string[]): boolean {
  if (rule === 'all') return asked.every((party) => yes.includes(party));
  if (rule === 'any') return yes.length > 0;
  return yes.length >= rule.atLeast && (rule.and ?? []).every((party) => yes.includes(party));
}

/** `met` and `impossible` are final: no later answer changes them. */
export function verdict(j: Join): JoinVerdict {
  if (satisfied(j, j.yes)) return 'met';
  return satisfied(j, j.asked.filter((party) => !j.no.includes(party))) ? 'open' : 'impossible';
}
