import { openRawStore, type RawStore } from './raw-store.js';
import { CHUNK } from './scan-chunk.js';

export interface HeadRow { readonly size: number; readonly frontier: Uint8Array; readonly clock: number }
export interface CheckpointRow { readonly size: number; readonly text: string }

/** What a store says about its logs besides their events, read from one state of the file. */
export interface StoreFacts {
  readonly path: string;
  /** As people know it: `intake/log.db`, `archive/mirror.db`. */
  readonly name: string;
  readonly store: RawStore;
  readonly logs: readonly LogFacts[];
  /** Rows in the table, wherever they claim to stand. */
  readonly rows: number;
  /** Tables, indexes and triggers by name, with the text that made them. */
  readonly schema: ReadonlyMap<string, string>;
}

export interface LogFacts {
  readonly log: string;
  readonly head?: HeadRow;
  /** How far to look: the largest position, unless a row claims to stand absurdly far out (then it is counted as a stray). */
  readonly last: number;
  readonly checkpoints: readonly CheckpointRow[];
  /** `level:index` → hash. */
  readonly nodes: ReadonlyMap<string, Uint8Array>;
}

/** Throws when the file cannot be read. */
export function readStoreFacts(path: string, name: string): StoreFacts {
  const store = openRawStore(path);
  return store.atOnce(() => {
    const names = new Set(store.all<[string]>('SELECT log FROM log_head UNION SELECT log FROM checkpoint', []).map((r) => r[0]));
    for (let at = ''; ;) {
      const next = store.all<[string | null]>('SELECT min(log) FROM event WHERE log > ?', [at])[0]?.[0];
      if (typeof next !== 'string') break;
      names.add(next);
      at = next;
    }
    const schema = new Map(store.all<[string, string | null]>("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'", []).map(([n, sql]) => [n, sql ?? '']));
    return {
      path, name, store, schema,
      rows: store.all<[number]>('SELECT count(*) FROM event NOT INDEXED', [])[0]![0],
      logs: [...names].sort().map((log) => readLogFacts(store, log)),
    };
  });
}

function readLogFacts(store: RawStore, log: string): LogFacts {
  const head = store.all<[number, Uint8Array, number]>('SELECT size, frontier, clock FROM log_head WHERE log = ?', [log])[0];
  const rows = store.all<[number]>('SELECT count(*) FROM event WHERE log = ?', [log])[0]![0];
  const max = Math.floor(store.all<[number | null]>(`SELECT max(position) FROM event WHERE log = ? AND position <= ${Number.MAX_SAFE_INTEGER}`, [log])[0]?.[0] ?? 0);
  return {
    log,
    ...(head ? { head: { size: head[0], frontier: head[1], clock: head[2] } } : {}),
    last: max <= 2 * rows + CHUNK ? max : rows,
    checkpoints: store.all<[number, string]>('SELECT size, text FROM checkpoint WHERE log = ? ORDER BY size', [log]).map(([size, text]) => ({ size, text })),
    nodes: new Map(store.all<[number, number, Uint8Array]>('SELECT level, idx, hash FROM node WHERE log = ?', [log]).map(([level, index, hash]) => [`${level}:${index}`, hash])),
  };
}
