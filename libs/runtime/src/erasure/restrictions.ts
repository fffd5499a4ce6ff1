import type { Erasure, OpenAsk, OpenPolicy } from '@lianxin/trust';
import type { Refusal } from '@lianxin/kernel';

/** Whose duty it is to keep files and to audit: they may still look. To hand a value out is more than storing it, for everybody. */
const KEEPERS: ReadonlySet<string> = new Set(['archivist', 'auditor']);

/** Values under `Restricted`: a duty to retain forbids erasing them, so only storage is allowed (PIPL art. 47). */
export class Restrictions {
  private readonly bySubject = new Map<string, Erasure[]>();
  private readonly kids = new Set<string>();
  /** In the order they were added, for whoever keeps the same list in another thread. */
  readonly all: Erasure[] = [];

  add(what: Erasure): void {
    this.all.push(what);
    for (const kid of what.kids ?? []) this.kids.add(kid);
    for (const subject of what.subjects ?? []) this.bySubject.set(subject, [...this.bySubject.get(subject) ?? [], what]);
  }

  /** Adds what is new in a list that begins with what is known. */
  follow(all: readonly Erasure[]): void { for (const what of all.slice(this.all.length)) this.add(what); }

  /** Why this may not be opened, if so. */
  refusal(ask: OpenAsk): Refusal | undefined {
    if (!this.covers(ask)) return undefined;
    return ask.what !== 'disclose' && KEEPERS.has(ask.context.actor.role) ? undefined : { code: 'access/restricted' };
  }

  /** Which compartments of a case may only be stored: their names, or `all`; empty when none is restricted. Texts restricted one by one are not counted. */
  of({ subject, caseid }: { readonly subject?: string | undefined; readonly caseid: string }): readonly string[] {
    const found = (subject === undefined ? [] : this.bySubject.get(subject) ?? []).filter(({ cases }) => !cases || cases.includes(caseid));
    if (found.some(({ compartments }) => !compartments)) return ['all'];
    return [...new Set(found.flatMap(({ compartments }) => compartments ?? []))];
  }

  /** A policy that asks here first. */
  before(policy: OpenPolicy): OpenPolicy {
    return (ask) => this.refusal(ask) ?? policy(ask);
  }

  /** The same rule as for an erasure: it falls under a restriction that names its subject (or somebody it mentions) and, if named, its case and compartment. */
  private covers({ kid, subject, mentions = [], caseid, compartment }: OpenAsk): boolean {
    if (this.kids.has(kid)) return true;
    if (this.bySubject.size === 0) return false;
    return [...(subject === undefined ? [] : [subject]), ...mentions].some((person) => this.bySubject.get(person)?.some(({ cases, compartments }) =>
      (!cases || (caseid !== undefined && cases.includes(caseid))) && (!compartments || compartments.includes(compartment))));
  }
}
