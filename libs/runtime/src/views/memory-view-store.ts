import type { Doc } from '@lianxin/kernel';
import { compareKeys, compareTexts, conditionsOf, cursorOf, cursorText, keyOf, mustHave, type Condition, type StoredKey } from './index-key.js';
import type { Find, Found, ParkedEvent, ViewBuild, ViewCommit, ViewReader, ViewStore, Where } from './view-store.js';

interface Row { readonly text: string; readonly keys: ReadonlyMap<string, StoredKey> }
interface Table { info: ViewBuild; readonly rows: Map<string, Row>; readonly checkpoints: Map<string, number>; readonly parked: Map<string, ParkedEvent> }

const holds = (row: Row, c: Condition): boolean => {
  const key = row.keys.get(c.index)!;
  if ('any' in c) return c.any.includes(key);
  const { from, below } = c.range;
  return (from === undefined || compareKeys(key, from) >= 0) && (below === undefined || compareKeys(key, below) < 0);
};

/** Views in memory: for tests and for views that are cheap to build at start. Documents are kept as text, as elsewhere. */
export function memoryViewStore(): ViewStore {
  const tables = new Map<string, Table>();
  let counter = 0;

  const table = (build: string): Table => {
    const found = tables.get(build);
    if (!found) throw new Error(`no build ${build}`);
    return found;
  };
  const liveTable = (view: string): Table | undefined => [...tables.values()].find((t) => t.info.view === view && t.info.live);
  const rowOf = (doc: Doc, indexes: readonly string[]): Row => ({ text: JSON.stringify(doc), keys: new Map(indexes.map((i) => [i, keyOf(doc, i)])) });
  const parse = <D extends Doc>(row: Row): D => JSON.parse(row.text) as D;

  function select(t: Table, where: Where | undefined): [string, Row][] {
    const conditions = conditionsOf(where, t.info.indexes);
    return [...t.rows].filter(([, row]) => conditions.every((c) => holds(row, c)));
  }

  function find<D extends Doc>(t: Table, query: Find): Found<D> {
    const { orderBy, limit = 100 } = query;
    if (orderBy !== undefined) mustHave(orderBy, t.info.indexes);
    const cursor = cursorOf(query);
    const sign = query.desc ? -1 : 1;
    const key = (row: Row): StoredKey => (orderBy === undefined ? '' : row.keys.get(orderBy)!);
    const order = (aKey: StoredKey, aId: string, bKey: StoredKey, bId: string): number => sign * (compareKeys(aKey, bKey) || compareTexts(aId, bId));
    const rows = select(t, query.where)
      .filter(([id, row]) => !cursor || order(key(row), id, cursor.key, cursor.id) > 0)
      .sort(([aId, a], [bId, b]) => order(key(a), aId, key(b), bId));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(([id, row]) => ({ id, doc: parse<D>(row) })),
      ...(last && rows.length > page.length ? { next: cursorText(query, { key: key(last[1]), id: last[0] }) } : {}),
    };
  }

  const reader = <D extends Doc>(view: string): ViewReader<D> => ({
    async get(id) {
      const row = liveTable(view)?.rows.get(id);
      return row && parse<D>(row);
    },
    async find(query = {}) {
      const t = liveTable(view);
      return t ? find<D>(t, query) : { items: [] };
    },
    async count(where) {
      const t = liveTable(view);
      return t ? select(t, where).length : 0;
    },
    async groupCount(index, where) {
      const t = liveTable(view);
      const groups = new Map<StoredKey, number>();
      if (!t) return groups;
      mustHave(index, t.info.indexes);
      for (const [, row] of select(t, where)) groups.set(row.keys.get(index)!, (groups.get(row.keys.get(index)!) ?? 0) + 1);
      return groups;
    },
  });

  async function commit(c: ViewCommit): Promise<boolean> {
    const t = table(c.build);
    if ((t.checkpoints.get(c.log) ?? 0) !== c.from) return false;
    const rows = [...c.puts].map(([id, doc]) => [id, rowOf(doc, t.info.indexes)] as const); // may throw: before anything changes
    for (const [id, row] of rows) t.rows.set(id, row);
    for (const id of c.removes) t.rows.delete(id);
    for (const letter of c.park) t.parked.set(letter.id, letter);
    for (const id of c.unpark) t.parked.delete(id);
    t.checkpoints.set(c.log, c.to);
    return true;
  }

  return {
    async builds() { return [...tables.values()].map((t) => t.info); },
    async create(view, version, indexes) {
      const info: ViewBuild = { id: String(++counter), view, version, indexes: [...indexes], live: !liveTable(view) };
      tables.set(info.id, { info, rows: new Map(), checkpoints: new Map(), parked: new Map() });
      return info;
    },
    load(build, id) {
      const row = table(build).rows.get(id);
      return row && parse(row);
    },
    idsWhere(build, index, value) {
      const t = table(build);
      return select(t, { [index]: value }).map(([id]) => id).sort(compareTexts);
    },
    async checkpoints(build) { return new Map(tables.get(build)?.checkpoints); },
    commit,
    async parked(build) {
      return [...tables.get(build)?.parked.values() ?? []].sort((a, b) => compareTexts(a.log, b.log) || compareTexts(a.stream, b.stream) || a.sequence - b.sequence);
    },
    async scan(build, after, limit) {
      return [...table(build).rows].filter(([id]) => compareTexts(id, after) > 0).sort(([a], [b]) => compareTexts(a, b)).slice(0, limit).map(([id, row]) => ({ id, text: row.text }));
    },
    async switchTo(build) {
      const t = table(build);
      const before = liveTable(t.info.view);
      if (before === t) return;
      if (before) tables.delete(before.info.id);
      t.info = { ...t.info, live: true };
    },
    async drop(build) { tables.delete(build); },
    reader,
    async close() { tables.clear(); },
  };
}
