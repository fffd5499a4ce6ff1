import { join } from 'node:path';
import { canonicalJson, ok, refused, systemClock, type Clock, type Result } from '@lianxin/kernel';
import { KeyCache } from './key-cache.js';
import { KeyDatabase } from './key-database.js';
import { KeyMaker, LIST, listsOf, scopeHash, type KeyWanted, type MakesKeys } from './key-maker.js';
import { fileMasterKeys, memoryMasterKeys } from './master-keys.js';
import { remoteKeyMaker } from './remote-key-maker.js';
import type { Compartment, Destroyed, Erasure, KeyInfo, KeyScope, KeyState, KeyStore, SubjectKey } from './port.js';

interface Wanted extends KeyWanted {
  readonly resolve: (key: Result<SubjectKey>) => void;
  readonly reject: (error: unknown) => void;
}

const given = <T>(list: readonly T[] | undefined): readonly T[] | undefined => (list && list.length > 0 ? list : undefined);
const info = (k: SubjectKey): KeyInfo => ({
  kid: k.kid, compartment: k.compartment, mentions: k.mentions, own: k.own,
  ...(k.subject === undefined ? {} : { subject: k.subject }), ...(k.caseid === undefined ? {} : { caseid: k.caseid }),
});
/** So many keys are made at once at most, so that whoever waits for them goes on while the next are made. */
const ENOUGH = 8;

class EmbeddedKeyStore implements KeyStore {
  private readonly cache = new KeyCache();
  private wanted: Wanted[] = [];
  /** Rises with whatever makes a key known to be live doubtful. */
  private erasures = 0;
  private readonly makes: MakesKeys;

  constructor(private readonly db: KeyDatabase, private readonly clock: Clock, makes?: MakesKeys) {
    const maker = new KeyMaker(db);
    this.makes = makes ?? { makeAll: (wanted) => Promise.resolve().then(() => maker.makeAll(wanted)), close: () => Promise.resolve() };
  }

  async current(scope: KeyScope): Promise<Result<SubjectKey>> {
    const h = scopeHash(this.db, scope);
    const kid = this.cache.currentOf(h) ?? this.db.currentKid(h);
    const known = kid === undefined ? undefined : this.load(kid);
    if (known?.state === 'live') { this.cache.setCurrent(h, known.key.kid); return ok(known.key); }
    return this.create({ scope });
  }

  own(scope: KeyScope, mentions: readonly string[] = []): Promise<Result<SubjectKey>> { return this.create({ scope, mentions }); }

  byKid(kid: string): Promise<KeyState> { return Promise.resolve().then(() => this.load(kid)); }

  async kidsOf(filter: Omit<Erasure, 'kids'>): Promise<readonly KeyInfo[]> { return this.matching(filter).map(info); }

  async destroy(erasure: Erasure): Promise<Destroyed> { return this.applyErasures([erasure]); }

  async applyErasures(erasures: readonly Erasure[]): Promise<Destroyed> {
    const kids = new Set<string>();
    const fresh = new Set<string>();
    this.erasures += 1;
    for (const erasure of erasures) {
      const done = this.db.transaction(() => this.erase(erasure));
      for (const kid of done.kids) kids.add(kid);
      for (const kid of done.fresh) fresh.add(kid);
    }
    if (fresh.size > 0) this.cache.forget();
    await this.settle();
    return { kids: [...kids], fresh: [...fresh] };
  }

  async alias(subject: string, other: string): Promise<void> {
    if (subject === other || this.samePerson([subject]).includes(other)) return;
    this.db.transaction(() => {
      for (const [a, b] of [[subject, other], [other, subject]] as const) this.db.addMember(LIST.alias(a), this.db.listLength(LIST.alias(a)), b);
    });
  }

  forget(kids?: readonly string[]): void {
    this.erasures += 1;
    this.cache.forget(kids);
  }

  async secret(name: string): Promise<Uint8Array> {
    return this.cache.secretOf(name) ?? this.cache.setSecret(name, this.db.secret(checkedName(name)));
  }

  async replaceSecret(name: string): Promise<Uint8Array> {
    const value = this.db.secret(checkedName(name), true);
    this.owe();
    await this.settle();
    return this.cache.setSecret(name, value);
  }

  async destroySecret(name: string): Promise<void> {
    const destroyed = this.db.dropSecret(checkedName(name));
    this.cache.dropSecret(name);
    if (!destroyed) return;
    this.owe();
    await this.settle();
  }

  async secretNames(): Promise<readonly string[]> { return this.db.secretNames().filter((name) => name !== 'lookup'); }

  async renewMasterKey(): Promise<{ masterKey: number; rewrapped: number }> {
    this.db.transaction(() => {
      this.db.setMeta('kek', this.db.masters.create().id);
      this.db.dropMeta('renewal-owed'); // what is destroyed from here on was never wrapped with the new key in an older copy
    });
    return this.finishRenewal();
  }

  /** Empties the write-ahead file of what was destroyed. Throws `keys/busy`; the destruction stands, and the next one or the next start tries again. */
  private async settle(): Promise<void> {
    for (const deadline = performance.now() + 5000; !this.db.settled();) {
      if (performance.now() > deadline) throw new Error('keys/busy: another process reads keys.db, its write-ahead file could not be emptied');
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
  }

  /** Also after a crash in the middle: rows name their master key, so the rest is found. */
  async finishRenewal(): Promise<{ masterKey: number; rewrapped: number }> {
    let rewrapped = 0;
    for (let some = this.db.rewrapSome(1000); some > 0; some = this.db.rewrapSome(1000)) {
      rewrapped += some;
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    const masterKey = this.db.meta('kek')!;
    await this.settle();
    for (const id of this.db.masters.ids()) if (id < masterKey) this.db.masters.destroy(id);
    return { masterKey, rewrapped };
  }

  async health() {
    const owed = this.db.meta('renewal-owed');
    return { ok: true, masterKey: this.db.meta('kek')!, ...this.db.counts(), ...(owed === undefined ? {} : { renewalOwedSince: owed }) };
  }

  async close(): Promise<void> {
    if (this.wanted.length > 0) await this.makeWanted();
    await this.makes.close();
    this.cache.forget();
    this.db.close();
  }

  private load(kid: string): KeyState {
    const cached = this.cache.keyOf(kid);
    if (cached) return { state: 'live', key: cached };
    const row = this.db.key(kid);
    if (!row) return { state: 'unknown' };
    if ('destroyedAt' in row) return { state: 'destroyed', destroyedAt: row.destroyedAt };
    this.cache.setKey(row.live);
    return { state: 'live', key: row.live };
  }

  /** Keys asked for in the same turn are made in few transactions: one fsync for many. Those who come first do not wait for all. */
  private create(what: KeyWanted): Promise<Result<SubjectKey>> {
    return new Promise((resolve, reject) => {
      this.wanted.push({ ...what, resolve, reject });
      if (this.wanted.length === ENOUGH) void this.makeWanted();
      else if (this.wanted.length === 1) setImmediate(() => { if (this.wanted.length > 0) void this.makeWanted(); });
    });
  }

  private async makeWanted(): Promise<void> {
    const batch = this.wanted;
    this.wanted = [];
    const { erasures } = this;
    try {
      const made = await this.makes.makeAll(batch.map(({ scope, mentions }) => ({ scope, ...(mentions === undefined ? {} : { mentions }) })));
      for (const [i, result] of made.entries()) batch[i]!.resolve(result.ok ? this.known(result.value, erasures) : result);
    } catch (e) {
      for (const w of batch) w.reject(e);
    }
  }

  /** A key that was just made. If something was erased meanwhile, it may be gone already. */
  private known(key: SubjectKey, erasures: number): Result<SubjectKey> {
    if (erasures !== this.erasures) {
      const now = this.load(key.kid);
      return now.state === 'live' ? ok(now.key) : refused('subject_erased');
    }
    this.cache.setKey(key);
    if (!key.own) this.cache.setCurrent(scopeHash(this.db, key), key.kid);
    return ok(key);
  }

  private samePerson(subjects: readonly string[]): readonly string[] {
    const all = new Set(subjects);
    for (const s of all) for (const [, other] of this.db.members(LIST.alias(s))) if (other !== undefined) all.add(other);
    return [...all];
  }

  private matching(filter: Omit<Erasure, 'kids'>): SubjectKey[] {
    const [subjects, cases, compartments] = [given(filter.subjects), given(filter.cases), given(filter.compartments)];
    if (!subjects && !cases) return [];
    const lists = subjects
      ? this.samePerson(subjects).flatMap((s) => [LIST.subject(s), ...(filter.keepMentions ? [] : [LIST.mention(s)])])
      : cases!.map(LIST.case);
    const found = new Map<string, SubjectKey>();
    for (const list of lists) {
      for (const [, kid] of this.db.members(list)) {
        const row = kid === undefined ? undefined : this.db.key(kid);
        if (!row || !('live' in row)) continue;
        const key = row.live;
        if (cases && !(key.caseid !== undefined && cases.includes(key.caseid))) continue;
        if (compartments && !compartments.includes(key.compartment)) continue;
        found.set(key.kid, key);
      }
    }
    return [...found.values()];
  }

  private erase(erasure: Erasure): Destroyed {
    const [subjects, cases, compartments, kids] = [given(erasure.subjects), given(erasure.cases), given(erasure.compartments), given(erasure.kids)];
    if (!subjects && !cases && !kids) throw new TypeError('an erasure names subjects, cases or kids');
    const now = this.clock.now();
    const sorted = (list: readonly string[] | undefined) => (list ? [...list].sort() : []);
    const id = this.db.hash('erasure', canonicalJson([sorted(subjects), sorted(cases), sorted(compartments), sorted(kids), erasure.keepMentions === true]));

    const doomed = new Map(this.matching(erasure).map((key) => [key.kid, key]));
    const before = new Set<string>();
    for (const kid of kids ?? []) {
      const row = this.db.key(kid);
      if (row && 'live' in row) doomed.set(kid, row.live); else if (row) before.add(kid);
    }
    for (const key of doomed.values()) {
      this.db.destroyKey(key.kid, now, id);
      this.db.dropCurrent(scopeHash(this.db, key), key.kid);
    }
    for (const list of new Set([...doomed.values()].flatMap(listsOf))) {
      for (const [i, kid] of this.db.members(list)) if (kid !== undefined && doomed.has(kid)) this.db.blankMember(list, i);
    }
    if (subjects || cases) {
      const any: readonly null[] = [null];
      for (const s of subjects ? this.samePerson(subjects) : any) {
        for (const c of cases ?? any) for (const o of compartments ?? any) this.db.markErased(this.db.hash('erased', s, c, o as Compartment | null), now);
      }
    }
    if (doomed.size > 0) this.owe();
    return { kids: [...new Set([...before, ...doomed.keys(), ...this.db.kidsDestroyedBy(id)])], fresh: [...doomed.keys()] };
  }

  private owe(): void { if (this.db.meta('renewal-owed') === undefined) this.db.setMeta('renewal-owed', this.clock.now()); }
}

function checkedName(name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name === 'lookup') throw new TypeError('a secret is named in lower case, digits and hyphens');
  return name;
}

export interface KeyStoreOptions {
  /** Folder of keys.db, made with mode 0700. */
  readonly dir: string;
  /** Folder of the master key files; default `dir`. Keep it out of the backup that holds keys.db. */
  readonly masterKeyDir?: string;
  readonly clock?: Clock;
  /** Make keys in a thread of their own, so that no commit of a key holds up this one: for servers. */
  readonly makesInThread?: boolean;
}

/** The embedded key store. Throws `keys/master-key-missing` when keys.db is wrapped with a master key that is not there. */
export async function openKeyStore(options: KeyStoreOptions): Promise<KeyStore> {
  fileMasterKeys(options.dir); // makes the folder
  const masterKeyDir = options.masterKeyDir ?? options.dir;
  const db = new KeyDatabase(join(options.dir, 'keys.db'), fileMasterKeys(masterKeyDir)); // first: the thread then finds file and tables
  const store = new EmbeddedKeyStore(db, options.clock ?? systemClock, options.makesInThread === true ? remoteKeyMaker(options.dir, masterKeyDir) : undefined);
  await store.finishRenewal();
  return store;
}

/** A key store that ends with the process: for tests. */
export const memoryKeyStore = (clock: Clock = systemClock): KeyStore => new EmbeddedKeyStore(new KeyDatabase(':memory:', memoryMasterKeys()), clock);
