import { ladderProcesses, mayDo, type LadderProcess, type LadderRung } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { mayKnow, readOpened, type Cases, type ReadEvent, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import { historyLines, type Line } from '../ladders/history-lines.js';
import { defaultLadders } from '../ladders/default-ladders.js';
import { standsOn } from '../ladders/escalation.decider.js';
import type { WithId } from '../indicators/rows.js';
import { ofDistrict } from '../open-policy.js';
import { escalationStream } from '../streams.js';
import type { EscalationDoc, LadderDoc } from '../views/escalations.view.js';
import { given, inDistrict, pageOf, type ListPage, type Paging } from './list-page.js';

export interface EscalationReading { readonly engine: ServiceEngine; readonly cases: Cases; readonly escalations: ViewReader<EscalationDoc>; readonly ladders: ViewReader<LadderDoc> }
/** `mine`: the reader stands on the rung it waits on. */
export type ShownEscalation = EscalationDoc & { readonly mine: boolean };

/** What a reader sees: with a conflict of interest nothing; the case only who may know of it. */
async function shown({ cases }: EscalationReading, doc: WithId<EscalationDoc>, actor: Actor): Promise<WithId<ShownEscalation> | undefined> {
  const facts = doc.caseid === '' ? undefined : await cases.facts(doc.caseid);
  if (facts?.conflicted.includes(actor.id)) return undefined;
  return { ...doc, caseid: facts && mayKnow(facts, actor) ? doc.caseid : '', mine: doc.phase === 'open' && standsOn(doc.level, actor, doc.district) };
}

export interface FindEscalations extends Paging { readonly phase?: string | undefined; readonly mine?: 0 | 1 | undefined; readonly process?: string | undefined }
/** Escalations, the next due first. */
export const findEscalations = (parts: EscalationReading, { district, phase = 'open', mine, process, ...paging }: FindEscalations, actor: Actor): Promise<ListPage<ShownEscalation>> =>
  pageOf(parts.escalations, paging, { where: { ...inDistrict(actor, district), ...given({ phase, process }) }, orderBy: 'due' }, async (doc) => {
    const item = await shown(parts, doc, actor);
    return item && (mine !== 1 || item.mine) ? item : undefined;
  });

export interface EscalationPage { readonly id: string; readonly summary: ShownEscalation; readonly entries: readonly ReadEvent[]; readonly history: readonly (Line & { readonly time: string })[] }
export async function readEscalation(parts: EscalationReading, id: string, actor: Actor): Promise<Result<EscalationPage>> {
  const doc = await parts.escalations.get(id);
  const summary = doc && mayDo('supervision.escalation.read', actor, { district: doc.district }).ok ? await shown(parts, { ...doc, id }, actor) : undefined;
  if (!summary) return refused('escalation/none');
  const { engine } = parts;
  const stored = await engine.parts.log.readStream(`supervision.${summary.district}`, escalationStream(summary.district, id));
  const entries = await readOpened(engine.openingUnder(ofDistrict(summary.district)), stored, actor, 'supervision.escalation.read');
  return ok({ id, summary, entries, history: historyLines(entries) });
}

/** The ladders that hold in a district: its own, else the platform's (edition 0). */
export async function laddersOf({ ladders }: EscalationReading, district: string): Promise<readonly { readonly process: LadderProcess; readonly edition: number; readonly rungs: readonly LadderRung[] }[]> {
  return Promise.all(ladderProcesses.codes.map(async (process) => {
    const own = await ladders.get(`${district}/${process}`);
    return { process, edition: own?.edition ?? 0, rungs: own?.rungs ?? defaultLadders[process] };
  }));
}
