import { hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'libsql';
import { parseEnvelope } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { tokeniser, type KeyStore } from '@lianxin/trust';

/** Every file under these folders, `-wal`, `-shm` and hidden ones included. */
export function filesUnder(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))).filter((path) => statSync(path).isFile());
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const escaped = (text: string): string => Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
const forms = (word: string): [string, Buffer][] => [
  ['UTF-8', Buffer.from(word)], ['UTF-16LE', Buffer.from(word, 'utf16le')], ['UTF-16BE', utf16be(word)], ['JSON escapes', Buffer.from(escaped(word))], ['percent', Buffer.from(encodeURIComponent(word))],
];

/** Where a word stands in the clear: file, form. */
export function clearText(folders: readonly string[], words: readonly string[]): string[] {
  const needles = words.flatMap((word) => forms(word).map(([form, bytes]) => ({ word, form, bytes })));
  return filesUnder(...folders).flatMap((path) => {
    const bytes = readFileSync(path);
    return needles.filter((n) => bytes.includes(n.bytes)).map((n) => `${relative(process.cwd(), path)}: ${n.word} (${n.form})`);
  });
}

/** What was told: a person's name, whole identifiers, texts. */
export interface Told { readonly names: readonly string[]; readonly identifiers: readonly string[]; readonly texts: readonly string[] }

/** All tokens of what was told under one key. */
export function tokensOf(key: Uint8Array, { names, identifiers, texts }: Told): Set<number> {
  const t = tokeniser(key);
  return new Set([
    ...names.flatMap((n) => [...t.name(n), ...t.text(n).pieces, ...t.text(n).words]), ...identifiers.flatMap((i) => t.identifier(i) ?? []), ...texts.flatMap((x) => [...t.text(x).pieces, ...t.text(x).words]),
  ]);
}

/** The index as whoever holds the key can read it: its terms, and all its pages decrypted. */
export function readIndex(path: string, key: Uint8Array): { readonly terms: ReadonlySet<string>; readonly pages: Buffer } {
  // The form of libs/runtime/src/search: the file's key is derived, a token is written in seven digits of base 36.
  const encryptionKey = Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), 'lianxin-search-file/1', 32)).toString('hex');
  const db = new Database(path, { timeout: 5000, encryptionCipher: 'aes256cbc', encryptionKey } as Database.Options);
  try {
    db.exec(`create virtual table temp.terms using fts5vocab (main, ft, 'row')`);
    const terms = new Set((db.prepare('select term from temp.terms').all([]) as { term: string }[]).map((r) => r.term));
    return { terms, pages: Buffer.concat((db.prepare('select data from sqlite_dbpage').all([]) as { data: ArrayBuffer }[]).map((r) => Buffer.from(r.data))) };
  } finally {
    db.close();
  }
}
export const term = (token: number): string => token.toString(36).padStart(7, '0');
/** FTS5 leaves out what a term shares with the one before it: its last five letters stand there in any case. */
export const inPages = (pages: Buffer, tokens: Iterable<number>): string[] => [...tokens].map(term).filter((t) => pages.includes(t.slice(-5)));

/** Every secret in the key store, by name. */
export async function allSecrets(keysDir: string, keys: KeyStore): Promise<ReadonlyMap<string, Uint8Array>> {
  const db = new Database(join(keysDir, 'keys.db'), { readonly: true, timeout: 5000 });
  let names: string[];
  try { names = (db.prepare('select name from secret').all([]) as { name: string }[]).map((r) => r.name).filter((name) => name !== 'lookup'); } finally { db.close(); }
  return new Map(await Promise.all(names.map(async (name) => [name, await keys.secret(name)] as const)));
}

interface AccessRecord { readonly id: string; readonly actorid: string; readonly actorrole: string; readonly what: string; readonly scope?: string; readonly items: readonly { readonly outcome: string }[] }

/** All access records of a store. */
export async function accessRecords(log: EventLog): Promise<readonly AccessRecord[]> {
  const logs = (await log.logs()).filter((name) => name.includes('-access.'));
  const stored = (await Promise.all(logs.map((name) => log.read(name, { limit: 100_000 })))).flat();
  return stored.map(({ body }) => {
    const { id, actorid, actorrole, data } = parseEnvelope(body);
    return { id, actorid, actorrole, ...(data as { what: string; scope?: string; items: { outcome: string }[] }) };
  });
}

/** The token hashes that searches left in access records. */
export const searchedTokens = (records: readonly AccessRecord[]): ReadonlySet<string> =>
  new Set(records.filter((r) => r.what === 'search').flatMap((r) => r.scope?.split(' ') ?? []).filter((word) => /^[0-9a-f]{8}$/.test(word)));
export const hash = (token: number): string => token.toString(16).padStart(8, '0');
