import { districts, events as types, mayOpen } from '@lianxin/contracts';
import { districtOfStream, ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { readOpened, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { DossierDoc } from '../views/dossiers.view.js';

export interface HandOverParts { readonly engine: ServiceEngine; readonly dossiers: ViewReader<DossierDoc> }

/** A case on its way between two districts. */
export interface HandOver { readonly id: string; readonly number: string; readonly from: string; readonly to: string; readonly since: string }

const shown = ({ id, doc }: { readonly id: string; readonly doc: DossierDoc }): HandOver => ({ id, number: doc.number, from: doc.district, to: doc.offeredTo, since: doc.lastAt });
/** Of an accusation only who may read it knows (Regulations art. 30). */
const knows = (actor: Actor, kind: string, district: string): boolean => kind !== 'accusation' || mayOpen('accusation', actor, { district }).ok;

/** Cases that others offer to the actor's district, and those that it offers to others. */
export async function findHandOvers({ dossiers }: HandOverParts, actor: Actor): Promise<{ readonly incoming: readonly HandOver[]; readonly outgoing: readonly HandOver[] }> {
  const { district } = actor;
  const others = districts.codes.filter((d) => d !== district);
  const [incoming, outgoing] = await Promise.all([dossiers.find({ where: { offeredTo: district }, limit: 200 }), dossiers.find({ where: { district, offeredTo: others }, limit: 200 })]);
  const known = (found: typeof incoming) => found.items.filter(({ doc }) => knows(actor, doc.kind, district) && !doc.recused.includes(actor.id)).map(shown);
  return { incoming: known(incoming), outgoing: known(outgoing) };
}

/** An offered case as its receiver sees it before taking it over: the reason and the summary, nothing else. */
export async function readHandOver({ engine, dossiers }: HandOverParts, caseid: string, actor: Actor): Promise<Result<HandOver & { readonly reason: string; readonly summary: unknown }>> {
  const doc = await dossiers.get(caseid);
  if (!doc || doc.offeredTo === '' || ![doc.offeredTo, doc.district].includes(actor.district) || !knows(actor, doc.kind, actor.district)) return refused('view/not-found');
  if (doc.recused.includes(actor.id)) return refused('dossier/hand-over-conflicted');
  const stream = doc.parts.at(-1)!;
  const stored = await engine.parts.log.readStream(`${engine.parts.service}.${districtOfStream(stream)}`, stream);
  const offers = stored.filter((e) => e.type === types.typeOf('CaseHandedOver')).slice(-1);
  const opening = engine.openingUnder(({ compartment }) => {
    const may = mayOpen(compartment, actor, { district: actor.district });
    return may.ok ? undefined : may.refusal;
  });
  const [offer] = await readOpened(opening, offers, actor, 'intake.hand-over.read');
  return offer ? ok({ ...shown({ id: caseid, doc }), reason: String(offer.data['reason']), summary: offer.data['summary'] }) : refused('view/not-found');
}
