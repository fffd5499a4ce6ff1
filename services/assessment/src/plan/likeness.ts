import type { PlanLikeness } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { readSearchHit, type SearchFeeder, type SearchReads, type ServiceEngine } from '@lianxin/runtime';
import { KIND } from './searchable-plans.js';

/** From this share of common two-character pieces on, a plan is called nearly the same; the same bound as for duplicate matters in intake. */
const NEARLY = 0.6;
/** How long the newest plans are waited for. */
const PATIENCE_MS = 500;

export interface SimilarPlan {
  readonly caseid: string;
  readonly edition: number;
  readonly likeness: Exclude<PlanLikeness, 'OWN'>;
  /** 0..1: share of common two-character pieces. */
  readonly score: number;
}

export interface PlanText { readonly text: string; readonly caseid: string; readonly district: string; readonly actor: Actor }

/** Looks for plans of other cases of the district with the same or nearly the same text. A warning for people: it stops nothing by itself. */
export interface PlanLikenesses {
  of(plan: PlanText): Promise<PlanLikeness>;
  similar(plan: PlanText, limit?: number): Promise<readonly SimilarPlan[]>;
}

export function planLikenesses({ engine, index, feeder }: { readonly engine: ServiceEngine; readonly index: SearchReads; readonly feeder: SearchFeeder }): PlanLikenesses {
  const { log, types, service } = engine.parts;
  const similar: PlanLikenesses['similar'] = async ({ text, caseid, district, actor }, limit = 10) => {
    await engine.access.record({ context: { actor, basis: 'rule', reason: 'assessment.plan.compare' }, what: 'search', items: [], scope: `similar plans ${district}` });
    const name = `${service}.${district}`;
    await feeder.waitFor(name, (await log.head(name)).size, PATIENCE_MS);
    // A case's own editions are like one another and take places of this list.
    const near = await index.nearDuplicates(text, { kind: KIND, district, minOverlap: NEARLY, limit: limit + 20 });
    const best = new Map<string, SimilarPlan>();
    for (const { id, score, same } of near) {
      const hit = await readSearchHit(log, types, id);
      const other = hit?.stored.caseid;
      if (!hit || other === undefined || other === caseid || best.has(other)) continue;
      best.set(other, { caseid: other, edition: (hit.event.data as { edition: number }).edition, likeness: same ? 'SAME' : 'NEARLY_SAME', score: Math.round(score * 100) / 100 });
    }
    return [...best.values()].slice(0, limit);
  };
  return {
    similar,
    async of(plan) {
      const found = await similar(plan);
      return found.some((s) => s.likeness === 'SAME') ? 'SAME' : found.length > 0 ? 'NEARLY_SAME' : 'OWN';
    },
  };
}
