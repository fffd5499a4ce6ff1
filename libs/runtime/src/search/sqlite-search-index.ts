import { hkdfSync } from 'node:crypto';
import type Database from 'libsql';
import { containsAll, foldText, tokeniser, type Tokeniser } from '@lianxin/trust';
import type { CheckText, NearDuplicate, SearchBatch, SearchDoc, SearchIndex, SearchQuery, SearchResult } from './port.js';
import { openSearchDatabase, removeSearchFiles } from './search-database.js';
import { word, words } from './token-words.js';
import { bandsOf, overlap, sketchOf } from './sketch.js';

/** So many candidates are opened and looked at; beyond them a count is "at least". */
const MAX_CHECKED = 2000;
const CHECKED_AT_ONCE = 200;
/** Pages of the index that one merge step may write before others get a turn. */
const MERGE_PAGES = 200;

interface Candidate { readonly n: number; readonly id: string }
interface Cursor { readonly before: number; readonly count: number; readonly atLeast: boolean }

const writeCursor = (c: Cursor): string => Buffer.from(`${c.before}.${c.count}.${c.atLeast ? 1 : 0}`).toString('base64url');
function readCursor(text: string): Cursor {
  const m = /^(\d{1,15})\.(\d{1,15})\.([01])$/.exec(Buffer.from(text, 'base64url').toString('ascii'));
  if (!m) throw new RangeError('search/bad-cursor');
  return { before: Number(m[1]), count: Number(m[2]), atLeast: m[3] === '1' };
}

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

class SqliteSearchIndex implements SearchIndex {
  private readonly statements = new Map<string, Database.Statement>();
  private readonly labels = new Map<string, number>();
  private db: Database.Database;
  private tokens: Tokeniser;

  constructor(private readonly path: string, key: Uint8Array) {
    this.db = openSearchDatabase(path, searchFileKey(key));
    this.tokens = tokeniser(key);
  }

  async checkpoint(log: string): Promise<number> {
    return (this.sql('select position from checkpoint where log = ?').get([log]) as { position: number } | undefined)?.position ?? 0;
  }

  async apply(batch: SearchBatch): Promise<void> {
    this.transaction(() => {
      for (const id of batch.remove ?? []) this.remove(id);
      for (const doc of batch.put ?? []) this.insert(doc);
      this.sql('insert into checkpoint values (?, ?) on conflict (log) do update set position = excluded.position').run([batch.log, batch.position]);
    });
  }

  async put(docs: readonly SearchDoc[]): Promise<void> { this.transaction(() => { for (const doc of docs) this.insert(doc); }); }

  async removeByKids(kids: readonly string[]): Promise<number> {
    const removed = this.transaction(() => {
      const rows = new Set(kids.flatMap((kid) => (this.sql('select n from dockid where kid = ?').all([kid]) as { n: number }[]).map((r) => r.n)));
      for (const n of rows) this.removeRow(n);
      return rows.size;
    });
    await this.purge();
    return removed;
  }

  async query(query: SearchQuery, check?: CheckText): Promise<SearchResult> {
    const asked = query.text === undefined ? undefined : this.tokens.query(query.text);
    const groups: (readonly number[])[] = [...asked?.groups ?? []];
    if (query.identifier !== undefined) groups.push([this.tokens.identifier(query.identifier)].filter((t) => t !== undefined));
    if (query.name !== undefined) groups.push(this.tokens.nameQuery(query.name));
    const nothing = { ids: [], count: 0, atLeast: false };
    if (groups.length === 0 || groups.some((g) => g.length === 0)) return asked?.tooShort ? { ...nothing, tooShort: true } : nothing;
    for (const filter of ['district', 'kind', 'caseid'] as const) if (query[filter] !== undefined) groups.push([this.label(filter, query[filter])]);

    const match = [...new Map(groups.map((g) => [g.join(), g])).values()].map((g) => `(${g.map(word).join(' OR ')})`).join(' AND ');
    const limit = Math.max(1, Math.min(200, Math.trunc(query.limit ?? 20)));
    const after = query.after === undefined ? undefined : readCursor(query.after);
    return asked && asked.check.length > 0 ? this.checked(match, asked.check, limit, after, check) : this.exact(match, limit, after);
  }

  async nearDuplicates(text: string, options: { readonly minOverlap?: number; readonly district?: string; readonly kind?: string; readonly limit?: number } = {}): Promise<readonly NearDuplicate[]> {
    const folded = foldText(text);
    const { pieces } = this.tokens.folded(folded);
    const sketch = sketchOf(pieces);
    const likeness = [this.sameText(folded), ...bandsOf(sketch)];
    const filters = (['district', 'kind'] as const).flatMap((f) => (options[f] === undefined ? [] : [` AND ${word(this.label(f, options[f]))}`])).join('');
    if (pieces.length === 0) return [];
    const same = new Set(this.candidates(word(likeness[0]!) + filters, MAX_CHECKED).map((c) => c.id));
    return this.candidates(`(${likeness.map(word).join(' OR ')})${filters}`, MAX_CHECKED)
      .map(({ n, id }): NearDuplicate => (same.has(id) ? { id, score: 1, same: true } : { id, score: overlap(sketch, this.sketch(n)), same: false }))
      .filter((d) => d.score >= (options.minOverlap ?? 0.7))
      .sort((a, b) => Number(b.same) - Number(a.same) || b.score - a.score)
      .slice(0, options.limit ?? 20);
  }

  async clear(newKey?: Uint8Array): Promise<void> {
    if (newKey) {
      this.statements.clear();
      this.labels.clear();
      this.db.close();
      removeSearchFiles(this.path);
      this.db = openSearchDatabase(this.path, searchFileKey(newKey));
      this.tokens = tokeniser(newKey);
      return;
    }
    this.transaction(() => {
      this.sql('delete from ft').run([]);
      this.markStale();
      for (const table of ['doc', 'dockid', 'checkpoint']) this.sql(`delete from ${table}`).run([]);
    });
    await this.purge();
  }

  async count(): Promise<number> { return (this.sql('select count(*) as n from doc').get([]) as { n: number }).n; }

  async close(): Promise<void> {
    this.truncateLog();
    this.statements.clear();
    this.db.close();
  }

  private sql(text: string): Database.Statement {
    let statement = this.statements.get(text);
    if (!statement) { statement = this.db.prepare(text); this.statements.set(text, statement); }
    return statement;
  }

  private transaction<T>(work: () => T): T {
    this.sql('begin immediate').run([]);
    try {
      const result = work();
      this.sql('commit').run([]);
      return result;
    } catch (e) {
      this.sql('rollback').run([]);
      throw e;
    }
  }

  private label(name: 'district' | 'kind' | 'caseid', value: string): number {
    const label = `${name} ${value}`;
    let token = this.labels.get(label);
    if (token === undefined) {
      token = this.tokens.label(label);
      if (name !== 'caseid') this.labels.set(label, token); // districts and kinds are few
    }
    return token;
  }
  private sameText(folded: string): number { return this.tokens.label(`same ${folded.replaceAll(' ', '')}`); }

  private insert(doc: SearchDoc): void {
    const all: ArrayLike<number>[] = [[this.label('district', doc.district), this.label('kind', doc.kind), ...(doc.caseid === undefined ? [] : [this.label('caseid', doc.caseid)])]];
    let sketch: Uint16Array | null = null;
    if (doc.text !== undefined) {
      const folded = foldText(doc.text);
      const tokens = this.tokens.folded(folded);
      all.push(tokens.pieces, tokens.words);
      if (tokens.pieces.length > 0) {
        sketch = sketchOf(tokens.pieces);
        all.push(bandsOf(sketch), [this.sameText(folded)]);
      }
    }
    for (const name of doc.names ?? []) { const tokens = this.tokens.text(name); all.push(tokens.pieces, tokens.words, this.tokens.name(name)); }
    for (const value of doc.identifiers ?? []) { const token = this.tokens.identifier(value); if (token !== undefined) all.push([token]); }

    const row = [doc.id, sketch && Buffer.from(sketch.buffer)];
    let added = this.sql('insert or ignore into doc (id, sketch) values (?, ?)').run(row);
    if (added.changes === 0) { this.remove(doc.id); added = this.sql('insert into doc (id, sketch) values (?, ?)').run(row); }
    const n = Number(added.lastInsertRowid);
    for (const kid of new Set(doc.kids)) this.sql('insert into dockid values (?, ?)').run([kid, n]);
    this.sql('insert into ft (rowid, t) values (?, ?)').run([n, words(all)]);
  }

  private remove(id: string): void {
    const row = this.sql('select n from doc where id = ?').get([id]) as { n: number } | undefined;
    if (row) this.removeRow(row.n);
  }

  private removeRow(n: number): void {
    this.markStale();
    this.sql('delete from ft where rowid = ?').run([n]);
    this.sql('delete from doc where n = ?').run([n]);
    this.sql('delete from dockid where n = ?').run([n]);
  }

  private candidates(match: string, limit: number, before = Number.MAX_SAFE_INTEGER): Candidate[] {
    return this.sql('select d.n as n, d.id as id from ft join doc d on d.n = ft.rowid where ft match ? and ft.rowid < ? order by ft.rowid desc limit ?').all([match, before, limit]) as Candidate[];
  }

  private sketch(n: number): Uint16Array {
    const { sketch } = this.sql('select sketch from doc where n = ?').get([n]) as { sketch: Buffer | null };
    return sketch ? new Uint16Array(Uint8Array.from(sketch).buffer) : new Uint16Array(0);
  }

  private exact(match: string, limit: number, after: Cursor | undefined): SearchResult {
    const count = after?.count ?? (this.sql('select count(*) as n from ft where ft match ?').get([match]) as { n: number }).n;
    const hits = this.candidates(match, limit + 1, after?.before);
    return this.page(hits, limit, { count, atLeast: false });
  }

  /** Opens candidates, newest first: on the first page up to 2,000 for the count, later only as many as fill the page. */
  private async checked(match: string, terms: readonly string[], limit: number, after: Cursor | undefined, check: CheckText | undefined): Promise<SearchResult> {
    if (!check) throw new TypeError('terms of one, three or more characters need the opened text');
    const candidates = this.candidates(match, MAX_CHECKED + 1, after?.before);
    const more = candidates.length > MAX_CHECKED;
    if (more) candidates.pop();
    const hits: Candidate[] = [];
    for (let at = 0; at < candidates.length && !(after && hits.length > limit); at += CHECKED_AT_ONCE) {
      const some = candidates.slice(at, at + CHECKED_AT_ONCE);
      const texts = await check(some.map((c) => c.id));
      for (const [i, c] of some.entries()) { const text = texts[i]; if (text !== undefined && containsAll(text, terms)) hits.push(c); }
    }
    // The looked-at range ended before the page was full: the next page goes on below it.
    const rest = more && hits.length <= limit ? candidates.at(-1)!.n : undefined;
    return this.page(hits, limit, after ?? { count: hits.length, atLeast: more }, rest);
  }

  private page(hits: readonly Candidate[], limit: number, total: { readonly count: number; readonly atLeast: boolean }, rest?: number): SearchResult {
    const shown = hits.slice(0, limit);
    const before = hits.length > limit ? shown.at(-1)!.n : rest;
    const { count, atLeast } = total;
    return { ids: shown.map((c) => c.id), count, atLeast, ...(before === undefined ? {} : { next: writeCursor({ before, count, atLeast }) }) };
  }

  private markStale(): void { this.sql('insert or ignore into stale values (1)').run([]); }

  /**
   * A deleted row's tokens stay in the index's segments until these are merged into one, and in old pages until written
   * back. `stale` says that rows were deleted or replaced since: also after a crash before the end of this.
   */
  private async purge(): Promise<void> {
    if (this.sql('select 1 from stale').get([]) === undefined) return;
    await this.mergeAll();
    for (const deadline = performance.now() + 5000; !this.truncateLog();) {
      if (performance.now() > deadline) throw new Error('search/busy: another process reads the index, its write-ahead file could not be emptied');
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
    this.sql('delete from stale').run([]);
    this.truncateLog();
  }

  /** What FTS5's `optimize` does, in steps: a large index must not hold up everybody else. */
  private async mergeAll(): Promise<void> {
    const step = (pages: number): number => {
      const before = (this.sql('select total_changes() as n').get([]) as { n: number }).n;
      this.sql(`insert into ft (ft, rank) values ('merge', ?)`).run([pages]);
      return (this.sql('select total_changes() as n').get([]) as { n: number }).n - before;
    };
    for (let changes = step(-MERGE_PAGES); changes >= 2; changes = step(MERGE_PAGES)) await turn();
    this.sql(`insert into ft (ft) values ('optimize')`).run([]); // nothing is left for it unless somebody wrote in between
  }

  /** Writes the write-ahead file back and empties it; false while another connection is in the way. */
  private truncateLog(): boolean {
    const [busy] = this.sql('pragma wal_checkpoint(TRUNCATE)').raw(true).get([]) as number[];
    return busy === 0;
  }
}

/** Opens `search.db` under a secret of the KeyStore; a file of another key or an older shape is begun anew, with no checkpoint. */
export function openSearchIndex(options: { readonly path: string; readonly key: Uint8Array }): SearchIndex {
  return new SqliteSearchIndex(options.path, options.key);
}

/** The cipher key of the file, kept apart from the tokens' key. */
export const searchFileKey = (key: Uint8Array): string => Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), 'lianxin-search-file/1', 32)).toString('hex');
