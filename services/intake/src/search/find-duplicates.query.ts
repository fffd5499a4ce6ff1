import { readSearchHit, type SearchReads, type ServiceEngine } from '@lianxin/runtime';
import type { OpenContext } from '@lianxin/trust';
import { withdrawalsOf, type WithdrawalViews } from '../queries/withdrawals.js';
import type { SearchKind } from './searchable.js';

export interface FindDuplicates {
  readonly district: string;
  /** Claim or matter as told, to be compared with what is recorded. */
  readonly text?: string | undefined;
  readonly name?: string | undefined;
  /** Phone, id number, user name of another system. */
  readonly identifiers?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

/** Why two records may be the same: shown to the person who decides; nothing is merged or refused by itself. */
export type DuplicateReason = 'SAME_IDENTIFIER' | 'SAME_NAME' | 'SAME_TEXT' | 'NEARLY_SAME_TEXT';

export interface Duplicate {
  readonly reason: DuplicateReason;
  readonly stream: string;
  readonly caseid?: string;
  readonly number?: string;
  /** 0..1, for texts: share of common two-character pieces. */
  readonly score?: number;
  /** UTC. */
  readonly recordedat: string;
}

/** From this likeness on a text is called nearly the same. */
const NEARLY = 0.6;

/**
 * Looks for what may be the same petitioner or the same matter (Regulations art. 19: a matter that is already being
 * handled). Accusations are never compared: nobody may learn that one exists. What the asker withdrew from is not compared either.
 */
export async function findDuplicates(parts: WithdrawalViews & { readonly engine: ServiceEngine; readonly index: SearchReads }, query: FindDuplicates, context: OpenContext): Promise<readonly Duplicate[]> {
  const { engine, index } = parts;
  const limit = query.limit ?? 10;
  await engine.access.record({ context, what: 'search', items: [], scope: `duplicates ${query.district}` });
  const found: { id: string; reason: DuplicateReason; score?: number }[] = [];
  for (const identifier of query.identifiers ?? []) {
    const hits = await index.query({ identifier, kind: 'subject' satisfies SearchKind, district: query.district, limit });
    found.push(...hits.ids.map((id) => ({ id, reason: 'SAME_IDENTIFIER' as const })));
  }
  if (query.name !== undefined) {
    const hits = await index.query({ name: query.name, kind: 'subject' satisfies SearchKind, district: query.district, limit });
    found.push(...hits.ids.map((id) => ({ id, reason: 'SAME_NAME' as const })));
  }
  if (query.text !== undefined) {
    for (const kind of ['matter', 'contact'] as const satisfies readonly SearchKind[]) {
      const near = await index.nearDuplicates(query.text, { kind, district: query.district, minOverlap: NEARLY, limit });
      found.push(...near.map((n) => ({ id: n.id, reason: n.same ? 'SAME_TEXT' as const : 'NEARLY_SAME_TEXT' as const, score: Math.round(n.score * 100) / 100 })));
    }
  }
  const withdrawals = withdrawalsOf(parts, context.actor);
  const strongest = new Map<string, Duplicate>();
  for (const { id, reason, score } of found) {
    const hit = await readSearchHit(engine.parts.log, engine.parts.types, id);
    if (!hit || strongest.has(hit.stored.stream) || await withdrawals.fromStream(hit.stored)) continue;
    const { number } = hit.event.data as { number?: string };
    strongest.set(hit.stored.stream, {
      reason, stream: hit.stored.stream, recordedat: new Date(hit.stored.recordedat).toISOString(),
      ...(hit.stored.caseid === undefined ? {} : { caseid: hit.stored.caseid }), ...(number === undefined ? {} : { number }), ...(score === undefined ? {} : { score }),
    });
  }
  return [...strongest.values()].slice(0, limit);
}
