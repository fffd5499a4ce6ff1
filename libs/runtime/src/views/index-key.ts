import type { Doc } from '@lianxin/kernel';
import type { Find, Key, KeyRange, Where } from './view-store.js';

/** What an index holds: the same in every adapter, so that order and search agree between them. */
export type StoredKey = string | number;

/** The value under which a document stands in an index. An absent field counts as `''`. Throws on what cannot be ordered. */
export function keyOf(doc: Doc, index: string): StoredKey {
  const value = doc[index];
  switch (typeof value) {
    case 'string': return value;
    case 'number': if (Number.isFinite(value)) return value; break;
    case 'boolean': return value ? 1 : 0;
    case 'undefined': return '';
    default: if (value === null) return '';
  }
  throw new Error(`field ${index} is indexed and must hold a text, a finite number or a truth value`);
}

const storedKey = (key: Key): StoredKey => (typeof key === 'boolean' ? (key ? 1 : 0) : key);

/** Numbers before texts; texts by their UTF-8 bytes, as SQLite and MongoDB do. */
export function compareKeys(a: StoredKey, b: StoredKey): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return compareTexts(a, b);
}

export const compareTexts = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)));

export type Condition = { readonly index: string } & ({ readonly any: readonly StoredKey[] } | { readonly range: KeyRange });

/** Conditions in one form; an index that the build does not have is refused. */
export function conditionsOf(where: Where | undefined, indexes: readonly string[]): readonly Condition[] {
  return Object.entries(where ?? {}).map(([index, value]) => {
    mustHave(index, indexes);
    if (Array.isArray(value)) return { index, any: (value as readonly Key[]).map(storedKey) };
    if (typeof value === 'object') return { index, range: value as KeyRange };
    return { index, any: [storedKey(value)] };
  });
}

export function mustHave(index: string, indexes: readonly string[]): void {
  if (!indexes.includes(index)) throw new Error(`the view has no index ${index}`);
}

/** A cursor that is no cursor, or one of another order. */
export class BadCursor extends Error {
  constructor() { super('the cursor does not belong to this list'); this.name = 'BadCursor'; }
}

export interface Cursor { readonly key: StoredKey; readonly id: string }

const orderName = (find: Find): string => `${find.desc ? '-' : ''}${find.orderBy ?? ''}`;

export const cursorText = (find: Find, cursor: Cursor): string =>
  Buffer.from(JSON.stringify([orderName(find), cursor.key, cursor.id])).toString('base64url');

export function cursorOf(find: Find): Cursor | undefined {
  if (find.after === undefined) return undefined;
  let parts: unknown;
  try { parts = JSON.parse(Buffer.from(find.after, 'base64url').toString('utf8')); } catch { throw new BadCursor(); }
  if (!Array.isArray(parts) || parts.length !== 3) throw new BadCursor();
  const [order, key, id] = parts as [unknown, unknown, unknown];
  if (order !== orderName(find) || (typeof key !== 'string' && typeof key !== 'number') || typeof id !== 'string') throw new BadCursor();
  return { key, id };
}
