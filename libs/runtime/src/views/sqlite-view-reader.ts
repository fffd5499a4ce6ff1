import type Database from 'libsql';
import type { Doc } from '@lianxin/kernel';
import { conditionsOf, cursorOf, cursorText, mustHave, type StoredKey } from './index-key.js';
import type { Find, Found, ViewReader, Where } from './view-store.js';

type Db = InstanceType<typeof Database>;

export interface ReadTable {
  readonly name: string;
  /** index → column. */
  readonly columns: ReadonlyMap<string, string>;
}

interface Clause { readonly sql: string; readonly binds: readonly StoredKey[] }

function clausesOf(t: ReadTable, where: Where | undefined): Clause[] {
  return conditionsOf(where, [...t.columns.keys()]).flatMap((c) => {
    const column = t.columns.get(c.index)!;
    if ('any' in c) return [{ sql: c.any.length === 0 ? '0' : c.any.length === 1 ? `${column} = ?` : `${column} IN (${c.any.map(() => '?').join(', ')})`, binds: c.any }];
    const { from, below } = c.range;
    return [...(from === undefined ? [] : [{ sql: `${column} >= ?`, binds: [from] }]), ...(below === undefined ? [] : [{ sql: `${column} < ?`, binds: [below] }])];
  });
}

const whereText = (clauses: readonly Clause[]): string => (clauses.length === 0 ? '' : ` WHERE ${clauses.map((c) => c.sql).join(' AND ')}`);
const bindsOf = (clauses: readonly Clause[]): StoredKey[] => clauses.flatMap((c) => c.binds);

/** Reads whatever table is the view's live one at that moment. */
export function sqliteReader<D extends Doc>(db: Db, live: () => ReadTable | undefined): ViewReader<D> {
  const statements = new Map<string, ReturnType<Db['prepare']>>();
  const rows = <R>(sql: string, binds: readonly StoredKey[]): R[] => {
    let statement = statements.get(sql);
    if (!statement) {
      if (statements.size > 200) statements.clear(); // texts of dropped tables
      statement = db.prepare(sql).raw();
      statements.set(sql, statement);
    }
    return statement.all(binds) as R[];
  };

  function find(t: ReadTable, query: Find): Found<D> {
    const { orderBy, limit = 100 } = query;
    if (orderBy !== undefined) mustHave(orderBy, [...t.columns.keys()]);
    const column = orderBy === undefined ? undefined : t.columns.get(orderBy)!;
    const cursor = cursorOf(query);
    const [beyond, direction] = query.desc ? ['<', 'DESC'] : ['>', 'ASC'];
    const clauses = clausesOf(t, query.where);
    if (cursor) {
      clauses.push(column === undefined ? { sql: `id ${beyond} ?`, binds: [cursor.id] } : { sql: `(${column}, id) ${beyond} (?, ?)`, binds: [cursor.key, cursor.id] });
    }
    const order = column === undefined ? `id ${direction}` : `${column} ${direction}, id ${direction}`;
    const found = rows<[string, string, StoredKey]>(`SELECT id, doc, ${column ?? "''"} FROM ${t.name}${whereText(clauses)} ORDER BY ${order} LIMIT ?`, [...bindsOf(clauses), limit + 1]);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(([id, doc]) => ({ id, doc: JSON.parse(doc) as D })),
      ...(last && found.length > page.length ? { next: cursorText(query, { key: last[2], id: last[0] }) } : {}),
    };
  }

  return {
    async get(id) {
      const t = live();
      const [row] = t ? rows<[string]>(`SELECT doc FROM ${t.name} WHERE id = ?`, [id]) : [];
      return row && JSON.parse(row[0]) as D;
    },
    async find(query = {}) {
      const t = live();
      return t ? find(t, query) : { items: [] };
    },
    async count(where) {
      const t = live();
      if (!t) return 0;
      const clauses = clausesOf(t, where);
      return rows<[number]>(`SELECT count(*) FROM ${t.name}${whereText(clauses)}`, bindsOf(clauses))[0]![0];
    },
    async groupCount(index, where) {
      const t = live();
      if (!t) return new Map();
      mustHave(index, [...t.columns.keys()]);
      const clauses = clausesOf(t, where);
      const column = t.columns.get(index)!;
      return new Map(rows<[StoredKey, number]>(`SELECT ${column}, count(*) FROM ${t.name}${whereText(clauses)} GROUP BY ${column} ORDER BY ${column}`, bindsOf(clauses)));
    },
  };
}
