import { refused, ok, type Actor, type Result } from '@lianxin/kernel';
import { mayOpen } from '@lianxin/contracts';
import { readSearchHit, type SearchReads, type ServiceEngine } from '@lianxin/runtime';
import { opening, tokeniser, type OpenContext } from '@lianxin/trust';
import { withdrawalsOf, type WithdrawalViews } from '../queries/withdrawals.js';
import type { SearchRecordKey } from './search-record-key.js';
import { searchable, type SearchKind } from './searchable.js';

export interface SearchParts extends WithdrawalViews {
  readonly engine: ServiceEngine;
  readonly index: SearchReads;
  /** Keys the token hashes in access records; another one than the index's own. */
  readonly recordKey: SearchRecordKey;
}

export interface SearchPetitions {
  /** All words must occur. */
  readonly text?: string | undefined;
  /** A phone number, an id number, a user name: as a whole. */
  readonly identifier?: string | undefined;
  /** A personal name in characters, in pinyin or its initials. */
  readonly name?: string | undefined;
  readonly kind: SearchKind;
  readonly district?: string | undefined;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

export interface SearchHit {
  readonly stream: string;
  readonly event: string;
  readonly caseid?: string;
  readonly number?: string;
  /** UTC, when it was recorded. */
  readonly recordedat: string;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly count: number;
  /** The count is a lower bound. */
  readonly atLeast: boolean;
  readonly next?: string;
  /** Single characters alone cannot be searched for. */
  readonly tooShort?: boolean;
}

/**
 * Looks for words, names and identifiers. The search is recorded before it runs, its words as keyed hashes. Words of
 * three characters and more are checked on the opened text; the searcher gets to know which cases hold them, never the
 * text itself. What the searcher withdrew from is not found.
 */
export async function searchPetitions(parts: SearchParts, query: SearchPetitions, context: OpenContext): Promise<Result<SearchPage>> {
  const { engine, index } = parts;
  const { log, keys, types } = engine.parts;
  const district = query.district ?? (context.actor.district === '440100' ? undefined : context.actor.district);
  if (query.kind === 'accusation') {
    const may = mayOpen('accusation', context.actor, { district: district ?? context.actor.district });
    if (!may.ok) return may;
  }
  await engine.access.record({ context, what: 'search', items: [], scope: scopeOf(await parts.recordKey.current(), query, district) });

  // The record of the search stands for these openings: nothing of them leaves but the fact of the match.
  const silently = opening({ keys, policy: () => undefined, access: { record: () => Promise.resolve() } });
  const check = async (ids: readonly string[]): Promise<(string | undefined)[]> => {
    const found = await Promise.all(ids.map((id) => readSearchHit(log, types, id)));
    const opened = await silently.openAll(found.flatMap((f) => (f ? [f.at] : [])), { actor: systemReader(context.actor), basis: 'rule', reason: 'search-check' });
    let next = 0;
    return found.map((hit) => {
      const result = hit ? opened[next++] : undefined;
      if (!hit || !result || !('value' in result)) return undefined;
      return searchable({ event: hit.event, stored: hit.stored, clear: new Map([[hit.at.path, result.value]]) })[0]?.text;
    });
  };
  let result;
  try {
    result = await index.query({
      kind: query.kind, ...(district === undefined ? {} : { district }), ...(query.text === undefined ? {} : { text: query.text }),
      ...(query.identifier === undefined ? {} : { identifier: query.identifier }), ...(query.name === undefined ? {} : { name: query.name }),
      ...(query.limit === undefined ? {} : { limit: query.limit }), ...(query.after === undefined ? {} : { after: query.after }),
    }, check);
  } catch (error) {
    if (error instanceof RangeError) return refused('search/bad-cursor', { path: '/after' });
    throw error;
  }
  const withdrawals = withdrawalsOf(parts, context.actor);
  let shut = 0;
  const hits = await Promise.all(result.ids.map(async (id): Promise<SearchHit[]> => {
    const hit = await readSearchHit(log, types, id);
    if (!hit) return [];
    if (await withdrawals.fromStream(hit.stored)) { shut += 1; return []; }
    const { number } = hit.event.data as { number?: string };
    return [{
      stream: hit.stored.stream, event: hit.event.type, recordedat: new Date(hit.stored.recordedat).toISOString(),
      ...(hit.stored.caseid === undefined ? {} : { caseid: hit.stored.caseid }), ...(number === undefined ? {} : { number }),
    }];
  }));
  return ok({
    hits: hits.flat(), count: result.count - shut, atLeast: result.atLeast,
    ...(result.next === undefined ? {} : { next: result.next }), ...(result.tooShort ? { tooShort: true } : {}),
  });
}

const systemReader = (actor: Actor): Actor => ({ id: `system:search-for:${actor.id}`, role: 'system', district: actor.district });

/** The words as keyed hashes: the same search gives the same record, which tells nothing without the key. */
function scopeOf(key: Uint8Array, query: SearchPetitions, district: string | undefined): string {
  const tokens = tokeniser(key);
  const hashes = [
    ...(query.text === undefined ? [] : tokens.query(query.text).groups.flat()),
    ...(query.identifier === undefined ? [] : [tokens.identifier(query.identifier) ?? 0]),
    ...(query.name === undefined ? [] : tokens.nameQuery(query.name)),
  ];
  return `${query.kind} ${district ?? 'all districts'} ${hashes.slice(0, 64).map((h) => h.toString(16).padStart(8, '0')).join(' ')}`;
}
