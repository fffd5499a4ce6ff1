import { randomBytes } from 'node:crypto';
import { ok, refused, type Result } from '@lianxin/kernel';
import type { KeyDatabase } from './key-database.js';
import type { KeyInfo, KeyScope, SubjectKey } from './port.js';

/** A key that is to be there: the current one of a scope, or (`mentions` given) one of its own. */
export interface KeyWanted {
  readonly scope: KeyScope;
  readonly mentions?: readonly string[];
}

/** Whoever makes keys: durable when it answers. */
export interface MakesKeys {
  makeAll(wanted: readonly KeyWanted[]): Promise<readonly Result<SubjectKey>[]>;
  close(): Promise<void>;
}

export const LIST = { subject: (id: string) => `subject:${id}`, case: (id: string) => `case:${id}`, mention: (id: string) => `mention:${id}`, alias: (id: string) => `alias:${id}` };

/** The lists in which a key stands. */
export const listsOf = (key: KeyInfo): string[] => [
  ...(key.subject === undefined ? [] : [LIST.subject(key.subject)]), ...(key.caseid === undefined ? [] : [LIST.case(key.caseid)]), ...key.mentions.map(LIST.mention),
];

export const scopeHash = (db: KeyDatabase, scope: KeyScope): Buffer => db.hash('current', scope.subject ?? null, scope.caseid ?? null, scope.compartment);

/** How many lengths of lists are remembered. */
const LENGTHS = 20_000;

/** Makes keys in the key database: one transaction, and one wait for the disk, for all that are wanted at once. */
export class KeyMaker {
  /** How long a list of kids is known to be: a lower bound that saves look-ups. */
  private readonly lengths = new Map<string, number>();

  constructor(private readonly db: KeyDatabase) {}

  makeAll(wanted: readonly KeyWanted[]): readonly Result<SubjectKey>[] {
    const lengths = new Map<string, number>();
    const made = this.db.transaction(() => wanted.map((w) => this.make(w, lengths)));
    for (const [list, length] of lengths) this.remember(list, length); // only after the commit: a length that is too long would hide members
    return made;
  }

  forget(): void { this.lengths.clear(); }

  private make({ scope, mentions }: KeyWanted, lengths: Map<string, number>): Result<SubjectKey> {
    if (this.isErased(scope, mentions ?? [])) return refused('subject_erased');
    const h = mentions ? undefined : scopeHash(this.db, scope);
    const kid = h && this.db.currentKid(h);
    const row = kid === undefined ? undefined : this.db.key(kid);
    if (row && 'live' in row) return ok(row.live); // another writer, or an earlier item of this batch, made it
    const key: SubjectKey = { ...scope, kid: randomBytes(16).toString('base64url'), key: randomBytes(32), mentions: [...new Set(mentions)], own: mentions !== undefined };
    this.db.insertKey(key);
    if (h) this.db.setCurrent(h, key.kid);
    for (const list of listsOf(key)) {
      const i = lengths.get(list) ?? this.db.listLength(list, this.lengths.get(list) ?? 0);
      this.db.addMember(list, i, key.kid);
      lengths.set(list, i + 1);
    }
    return ok(key);
  }

  private isErased(scope: KeyScope, mentions: readonly string[]): boolean {
    if (this.db.noneErased()) return false;
    const orAny = (x: string | undefined) => (x === undefined ? [null] : [x, null]);
    const persons = [...orAny(scope.subject), ...mentions];
    return persons.some((s) => orAny(scope.caseid).some((c) => (s !== null || c !== null)
      && orAny(scope.compartment).some((o) => this.db.isErased(this.db.hash('erased', s, c, o)))));
  }

  private remember(list: string, length: number): void {
    this.lengths.delete(list);
    this.lengths.set(list, length);
    if (this.lengths.size > LENGTHS) this.lengths.delete(this.lengths.keys().next().value!);
  }
}
