import type { Doc } from '@lianxin/kernel';
import { sqliteReader, type ReadTable } from './sqlite-view-reader.js';
import { columnsOf, connect, tableOf } from './sqlite-view-file.js';
import type { ViewReader } from './view-store.js';

/** Reads views that another thread builds. */
export interface ViewReaders {
  /** Follows the live build through switches; before there is one it finds nothing. */
  reader<D extends Doc = Doc>(view: string): ViewReader<D>;
  close(): void;
}

/**
 * Opens a file of views for reading only. Which build is live is looked up whenever the file has changed: a table that was
 * replaced stays whole for a while (`grace` of the store), much longer than the moment between look-up and read.
 */
export function openSqliteViewReaders(path: string): ViewReaders {
  const db = connect(path);
  db.exec('PRAGMA query_only = ON');
  const version = db.prepare('PRAGMA data_version').raw();
  const builds = db.prepare('SELECT id, view, indexes FROM build WHERE live = 1').raw();
  let seen: unknown;
  let live = new Map<string, ReadTable>();
  const tableFor = (view: string): ReadTable | undefined => {
    const [now] = version.get([]) as [unknown];
    if (now !== seen) {
      const found = builds.all([]) as [number, string, string][];
      live = new Map(found.map(([id, name, indexes]) => [name, { name: tableOf(String(id)), columns: columnsOf(JSON.parse(indexes) as string[]) }]));
      seen = now;
    }
    return live.get(view);
  };
  return {
    reader: (view) => sqliteReader(db, () => tableFor(view)),
    close: () => { db.close(); },
  };
}
