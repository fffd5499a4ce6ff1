import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, openSync } from 'node:fs';
import Database from 'libsql';
import { hmacSha256 } from '../seal/hmac.js';
import { unwrap, wrap } from './box.js';
import type { MasterKey, MasterKeys } from './master-keys.js';
import type { KeyInfo, SubjectKey } from './port.js';

/** What a key row's box holds, in few bytes. */
interface RowContent { k: string; s?: string; c?: string; o: KeyInfo['compartment']; m?: readonly string[]; own?: 1 }
interface KeyRow { kid: string; kekid: number; box: Buffer; destroyed: number | null }
interface BoxRow { n: number; name: string; kekid: number; box: ArrayBuffer } // libsql: get() gives a Buffer, all() an ArrayBuffer

/**
 * Rows are appended and later overwritten in place with as many zeros: SQLite never moves them, so no copy of a
 * destroyed key lingers in a page's free space. `member` lists kids of a subject, case or mention under keyed hashes
 * of (list, 0), (list, 1) …: who holds the file without the master key cannot tell which kids belong together.
 */
const SCHEMA = `
create table if not exists key (n integer primary key, kid text not null unique, kekid integer not null, box blob not null, destroyed integer, erasure blob);
create index if not exists key_erasure on key (erasure) where erasure is not null;
create index if not exists key_kekid on key (kekid) where destroyed is null;
create table if not exists current (h blob primary key, kid text not null) without rowid;
create table if not exists member (n integer primary key, h blob not null unique, kekid integer not null, box blob not null);
create index if not exists member_kekid on member (kekid);
create table if not exists erased (h blob primary key, at integer not null) without rowid;
create table if not exists secret (n integer primary key, name text not null unique, kekid integer not null, box blob not null);
create table if not exists meta (name text primary key, value integer) without rowid;`;

/** The tables of keys.db and their encryption; knows nothing of scopes and erasures. */
export class KeyDatabase {
  private readonly db: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();
  private readonly lookupKey: Buffer;
  /** What holds as long as a transaction does, for nobody else writes meanwhile. */
  private within: { master?: MasterKey; erased?: ReadonlySet<string> } | undefined;
  private erased: { readonly version: number; readonly hashes: ReadonlySet<string> } | undefined;

  constructor(path: string, readonly masters: MasterKeys) {
    if (path !== ':memory:') { closeSync(openSync(path, 'a', 0o600)); chmodSync(path, 0o600); }
    this.db = new Database(path, { timeout: 5000 });
    // FULL: a key is durable before anything is sealed with it. The write-ahead file (four times faster than a rollback
    // journal) is emptied after every destruction, see `settled`.
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'wal_autocheckpoint = 4000', 'secure_delete = ON', 'temp_store = MEMORY']) this.db.pragma(pragma);
    this.db.exec(SCHEMA);
    this.transaction(() => {
      const newest = this.masters.current().id;
      const named = this.meta('kek');
      // A newer file than the database names: a renewal that did not finish, or an older copy of the database with its master key.
      if (named === undefined || (named < newest && this.masters.get(named))) this.setMeta('kek', newest);
    });
    // Not derived from the master key: look-ups and tombstones must survive its renewal.
    this.lookupKey = this.secret('lookup');
  }

  /** To be called in a transaction that overwrites keys: the write-ahead file holds what they were until it is emptied. */
  markUnsettled(): void { this.setMeta('unsettled', (this.meta('unsettled') ?? 0) + 1); }

  /** Writes the write-ahead file back and empties it when keys were overwritten; false while another process is in the way. */
  settled(): boolean {
    const mark = this.meta('unsettled');
    if (mark === undefined) return true;
    if (!this.emptyLog()) return false;
    this.sql(`delete from meta where name = 'unsettled' and value = ?`).run([mark]); // another process may have raised it meanwhile
    return true;
  }

  private emptyLog(): boolean {
    const [busy] = this.db.prepare('pragma wal_checkpoint(TRUNCATE)').raw(true).get([]) as number[];
    return busy === 0;
  }

  private sql(text: string): Database.Statement {
    let statement = this.statements.get(text);
    if (!statement) { statement = this.db.prepare(text); this.statements.set(text, statement); }
    return statement;
  }

  transaction<T>(work: () => T): T {
    this.sql('begin immediate').run();
    this.within = {};
    try {
      const result = work();
      this.sql('commit').run();
      return result;
    } catch (e) {
      this.sql('rollback').run();
      throw e;
    } finally {
      this.within = undefined;
    }
  }

  /** Inside a write transaction: the master key that the database names; another process may have renewed it. */
  private master(): MasterKey {
    if (this.within?.master) return this.within.master;
    const id = this.meta('kek')!;
    if (!this.masters.get(id)) this.masters.reload();
    const key = this.masters.get(id);
    if (!key) throw new Error(`keys/master-key-missing: keys.db is wrapped with kek-${id}.key, which is not there`);
    const master = { id, key };
    if (this.within) this.within.master = master;
    return master;
  }

  hash(...parts: readonly (string | null)[]): Buffer {
    return hmacSha256(this.lookupKey, JSON.stringify(parts));
  }

  meta(name: string): number | undefined { return (this.sql('select value from meta where name = ?').get([name]) as { value: number } | undefined)?.value; }
  setMeta(name: string, value: number): void {
    if (name === 'kek' && this.within) this.within = {};
    this.sql('insert into meta values (?, ?) on conflict (name) do update set value = excluded.value').run([name, value]);
  }
  dropMeta(name: string): void { this.sql('delete from meta where name = ?').run([name]); }

  insertKey(key: SubjectKey): void {
    const content: RowContent = {
      k: Buffer.from(key.key).toString('base64url'), o: key.compartment,
      ...(key.subject === undefined ? {} : { s: key.subject }), ...(key.caseid === undefined ? {} : { c: key.caseid }),
      ...(key.mentions.length === 0 ? {} : { m: key.mentions }), ...(key.own ? { own: 1 as const } : {}),
    };
    const master = this.master();
    this.sql('insert into key (kid, kekid, box) values (?, ?, ?)').run([key.kid, master.id, wrap(master, `key:${key.kid}`, content)]);
  }

  key(kid: string): { readonly live: SubjectKey } | { readonly destroyedAt: number } | undefined {
    const row = this.sql('select kid, kekid, box, destroyed from key where kid = ?').get([kid]) as KeyRow | undefined;
    if (!row) return undefined;
    if (row.destroyed !== null) return { destroyedAt: row.destroyed };
    const c = unwrap(this.masters, row.kekid, `key:${kid}`, row.box) as RowContent;
    return {
      live: {
        kid, key: Buffer.from(c.k, 'base64url'), compartment: c.o, mentions: c.m ?? [], own: c.own === 1,
        ...(c.s === undefined ? {} : { subject: c.s }), ...(c.c === undefined ? {} : { caseid: c.c }),
      },
    };
  }

  destroyKey(kid: string, at: number, erasure: Buffer): void {
    this.markUnsettled();
    this.sql('update key set box = zeroblob(length(box)), destroyed = ?, erasure = ? where kid = ? and destroyed is null').run([at, erasure, kid]);
  }

  kidsDestroyedBy(erasure: Buffer): string[] {
    return (this.sql('select kid from key where erasure = ?').all([erasure]) as { kid: string }[]).map((r) => r.kid);
  }

  currentKid(h: Buffer): string | undefined { return (this.sql('select kid from current where h = ?').get([h]) as { kid: string } | undefined)?.kid; }
  setCurrent(h: Buffer, kid: string): void { this.sql('insert into current values (?, ?)').run([h, kid]); }
  dropCurrent(h: Buffer, kid: string): void { this.sql('delete from current where h = ? and kid = ?').run([h, kid]); }

  /** Tombstones of scopes are few and asked for often: kept in memory, read anew when another process wrote. */
  private erasedScopes(): ReadonlySet<string> {
    if (this.within?.erased) return this.within.erased;
    const { v } = this.sql('select data_version as v from pragma_data_version').get([]) as { v: number };
    if (this.erased?.version !== v) {
      const rows = this.sql('select h from erased').all([]) as { h: ArrayBuffer }[];
      this.erased = { version: v, hashes: new Set(rows.map((r) => Buffer.from(r.h).toString('base64'))) };
    }
    if (this.within) this.within.erased = this.erased.hashes;
    return this.erased.hashes;
  }

  noneErased(): boolean { return this.erasedScopes().size === 0; }
  isErased(h: Buffer): boolean { return this.erasedScopes().has(h.toString('base64')); }
  markErased(h: Buffer, at: number): void {
    this.sql('insert or ignore into erased values (?, ?)').run([h, at]);
    if (this.within) delete this.within.erased;
    this.erased = undefined; // data_version does not tell of our own writes
  }

  private hasMember(list: string, i: number): boolean { return this.sql('select 1 from member where h = ?').get([this.hash('member', list, String(i))]) !== undefined; }

  /** Length of a list, by doubling and halving: members are dense from 0. `atLeast` is what the caller remembers. */
  listLength(list: string, atLeast = 0): number {
    let low = atLeast; // members below are there
    let step = 1;
    while (this.hasMember(list, low + step - 1)) { low += step; step *= 2; }
    for (let high = low + step - 1; low < high;) {
      const middle = Math.floor((low + high) / 2);
      if (this.hasMember(list, middle)) low = middle + 1; else high = middle;
    }
    return low;
  }

  addMember(list: string, i: number, value: string): void {
    const master = this.master();
    const h = this.hash('member', list, String(i));
    this.sql('insert into member (h, kekid, box) values (?, ?, ?)').run([h, master.id, wrap(master, `member:${h.toString('hex')}`, value)]);
  }

  /** Values of a list in order; a value that was blanked is undefined. */
  *members(list: string): Generator<readonly [number, string | undefined]> {
    for (let i = 0; ; i += 1) {
      const h = this.hash('member', list, String(i));
      const row = this.sql('select kekid, box from member where h = ?').get([h]) as { kekid: number; box: Buffer } | undefined;
      if (!row) return;
      yield [i, row.kekid === 0 ? undefined : unwrap(this.masters, row.kekid, `member:${h.toString('hex')}`, row.box) as string];
    }
  }

  blankMember(list: string, i: number): void {
    this.sql('update member set box = zeroblob(length(box)), kekid = 0 where h = ?').run([this.hash('member', list, String(i))]);
  }

  /** The secret of a name, made when there is none; `renew` puts a new one in its place. */
  secret(name: string, renew = false): Buffer {
    return this.transaction(() => {
      const row = this.sql('select kekid, box from secret where name = ?').get([name]) as { kekid: number; box: Buffer } | undefined;
      if (row && !renew) return Buffer.from(unwrap(this.masters, row.kekid, `secret:${name}`, row.box) as string, 'base64url');
      if (row) this.markUnsettled();
      const value = randomBytes(32);
      const master = this.master();
      const box = wrap(master, `secret:${name}`, value.toString('base64url'));
      this.sql('insert into secret (name, kekid, box) values (?, ?, ?) on conflict (name) do update set kekid = excluded.kekid, box = excluded.box').run([name, master.id, box]);
      return value;
    });
  }

  secretNames(): string[] { return (this.sql('select name from secret').all([]) as { name: string }[]).map((r) => r.name); }

  /** False when there was none: then nothing was destroyed. */
  dropSecret(name: string): boolean {
    if (this.sql('select 1 from secret where name = ?').get([name]) === undefined) return false;
    this.transaction(() => {
      this.markUnsettled();
      this.sql('update secret set box = zeroblob(length(box)) where name = ?').run([name]);
      this.sql('delete from secret where name = ?').run([name]);
    });
    return true;
  }

  /** Re-wraps up to `limit` rows that still use another master key; 0 when none is left. */
  rewrapSome(limit: number): number {
    return this.transaction(() => {
      const master = this.master();
      let done = 0;
      for (const [table, name, live] of [['key', 'kid', 'destroyed is null'], ['member', 'lower(hex(h))', 'kekid > 0'], ['secret', 'name', '1']] as const) {
        const rows = this.sql(`select n, ${name} as name, kekid, box from ${table} where kekid < ? and ${live} limit ?`).all([master.id, limit - done]) as BoxRow[];
        for (const row of rows) {
          const box = wrap(master, `${table}:${row.name}`, unwrap(this.masters, row.kekid, `${table}:${row.name}`, Buffer.from(row.box)));
          this.sql(`update ${table} set kekid = ?, box = ? where n = ?`).run([master.id, box, row.n]);
        }
        done += rows.length;
        if (rows.length > 0) this.markUnsettled();
        if (done >= limit) break;
      }
      return done;
    });
  }

  counts(): { readonly live: number; readonly destroyed: number } {
    const all = (this.sql('select coalesce(max(n), 0) as n from key').get([]) as { n: number }).n;
    const { n: destroyed } = this.sql('select count(*) as n from key where erasure is not null').get([]) as { n: number };
    return { live: all - destroyed, destroyed };
  }

  close(): void {
    this.statements.clear();
    this.emptyLog(); // tidy, not needed: nothing destroyed is in it
    this.db.close();
  }
}
