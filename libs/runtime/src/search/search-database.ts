import { closeSync, chmodSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';

/** `doc` says which document a row of `ft` is; `ft` holds nothing but tokens; `dockid` finds documents by key. */
const SCHEMA = `
create table doc (n integer primary key autoincrement, id text not null unique, sketch blob);
create table dockid (kid text not null, n integer not null, primary key (kid, n)) without rowid;
create index dockid_n on dockid (n);
create virtual table ft using fts5 (t, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
create table stale (n integer primary key) without rowid;
create table checkpoint (log text primary key, position integer not null) without rowid;
pragma user_version = 1;`;
const VERSION = 1;

type Options = Database.Options & { readonly encryptionCipher: 'aes256cbc'; readonly encryptionKey: string };

function connect(path: string, encryptionKey: string): Database.Database {
  const options: Options = { timeout: 5000, encryptionCipher: 'aes256cbc', encryptionKey };
  const db = new Database(path, options);
  try {
    db.pragma('journal_mode = WAL'); // the write-ahead file is encrypted too
    db.pragma('synchronous = NORMAL'); // the checkpoint is in the same transaction: what is lost is read again
    db.pragma('secure_delete = ON'); // freed pages are zeroed
    db.pragma('cache_size = -32000');
    db.pragma('temp_store = MEMORY'); // temporary files would not be encrypted
    return db;
  } catch (e) {
    db.close();
    throw e;
  }
}

export function removeSearchFiles(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

const versionOf = (db: Database.Database): number => (db.prepare('pragma user_version').get([]) as { user_version: number }).user_version;

/** Opens the file, or begins a new one when it is not there, of an older shape, or encrypted with a key that is gone. */
export function openSearchDatabase(path: string, encryptionKey: string): Database.Database {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  let db: Database.Database | undefined;
  try {
    db = connect(path, encryptionKey);
    if (versionOf(db) === VERSION) return db;
  } catch (e) {
    if ((e as { code?: string }).code !== 'SQLITE_NOTADB') throw e;
  }
  db?.close();
  removeSearchFiles(path);
  closeSync(openSync(path, 'wx', 0o600));
  const fresh = connect(path, encryptionKey);
  fresh.exec(SCHEMA);
  return fresh;
}
