import Database from 'libsql';

export type Db = InstanceType<typeof Database>;

export const tableOf = (build: string): string => `docs_${Number(build)}`;

/** index → column. */
export const columnsOf = (indexes: readonly string[]): ReadonlyMap<string, string> => new Map(indexes.map((index, i) => [index, `k${i}`]));

/** Opens a file of views; `synchronous=NORMAL`: a power cut may lose the last commits, whose events are then read again. */
export function connect(path: string): Db {
  const db = new Database(path);
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000; PRAGMA temp_store = MEMORY;');
  return db;
}

export const pluck = <T>(db: Db, sql: string, ...binds: (string | number)[]): T | undefined => (db.prepare(sql).raw().get(binds) as [T] | undefined)?.[0];
