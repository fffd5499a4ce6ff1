import Database from 'libsql';

/** The state of one stream at a version. `leaf` (base64) ties it to the very event it was taken at. */
export interface Snapshot {
  readonly stream: string;
  readonly decider: string;
  readonly stateVersion: number;
  readonly version: number;
  readonly leaf: string;
  /** Plain JSON; personal values in it are sealed like everywhere. */
  readonly state: unknown;
}

/** Keeps snapshots: a convenience that may be deleted at any time. A snapshot of another state version is not found. */
export interface Snapshots {
  load(stream: string, decider: string, stateVersion: number): Snapshot | undefined;
  save(snapshot: Snapshot): void;
  close(): void;
}

export function memorySnapshots(): Snapshots {
  const kept = new Map<string, string>();
  const key = (stream: string, decider: string) => `${decider} ${stream}`;
  return {
    load(stream, decider, stateVersion) {
      const text = kept.get(key(stream, decider));
      const snapshot = text === undefined ? undefined : JSON.parse(text) as Snapshot;
      return snapshot?.stateVersion === stateVersion ? snapshot : undefined;
    },
    save: (snapshot) => { kept.set(key(snapshot.stream, snapshot.decider), JSON.stringify(snapshot)); },
    close: () => kept.clear(),
  };
}

/** Snapshots in a SQLite file of their own (`snapshots.db`), so that a long rebuild of views never holds them up. */
export function openSqliteSnapshots(path: string): Snapshots {
  const db = new Database(path);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=2000;');
  db.exec('CREATE TABLE IF NOT EXISTS snapshot (stream TEXT, decider TEXT, state_version INTEGER, version INTEGER, leaf TEXT, state TEXT, PRIMARY KEY (stream, decider)) WITHOUT ROWID');
  const select = db.prepare('SELECT version, leaf, state FROM snapshot WHERE stream = ? AND decider = ? AND state_version = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?, ?)');
  return {
    load(stream, decider, stateVersion) {
      const row = select.get(stream, decider, stateVersion) as { version: number; leaf: string; state: string } | undefined;
      if (!row) return undefined;
      try {
        return { stream, decider, stateVersion, version: row.version, leaf: row.leaf, state: JSON.parse(row.state) as unknown };
      } catch {
        return undefined; // a damaged snapshot means replay
      }
    },
    save: (s) => { upsert.run([s.stream, s.decider, s.stateVersion, s.version, s.leaf, JSON.stringify(s.state)]); },
    close: () => db.close(),
  };
}
