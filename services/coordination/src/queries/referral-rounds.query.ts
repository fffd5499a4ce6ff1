import { CITY, mayDo, nextOnRound, type NextAction, type RoundState } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { onCase, readOpened, type ReadEvent, type ViewReader } from '@lianxin/runtime';
import { roundStream } from '../multi-referral/round-ids.js';
import type { ReferralRoundDoc, RoundUnit } from '../views/referral-rounds.view.js';
import type { ListPage, Paging } from './find-in-lists.query.js';
import { streamOf, type ReadParts } from './read-parts.js';

/** What reading rounds needs. */
export interface RoundReading extends Pick<ReadParts, 'engine' | 'cases'> { readonly referralRounds: ViewReader<ReferralRoundDoc> }

export interface FindRounds extends Paging { readonly dossier?: string | undefined; readonly state?: RoundState | undefined; readonly open?: boolean | undefined; readonly late?: boolean | undefined; readonly returned?: boolean | undefined }
type RoundRow = Omit<ReferralRoundDoc, 'units'> & { readonly id: string; readonly caseNumber: string; readonly waitsFor: readonly string[] };

const OPEN: readonly RoundUnit['state'][] = ['TO_ASK', 'DRAFT', 'SENT', 'ACKNOWLEDGED', 'INFO_NEEDED', 'ACCEPTED', 'IN_SERVICE'];
const waited = ({ units }: ReferralRoundDoc): readonly RoundUnit[] => units.filter((u) => OPEN.includes(u.state) && !u.late.includes('ANSWER'));

/** Rounds, the earliest answer due first; of cases that the actor may know of. */
export async function findRounds({ cases, referralRounds }: RoundReading, { district, dossier, state, open, late, returned, limit, after }: FindRounds, actor: Actor): Promise<ListPage<RoundRow>> {
  const at = district ?? (actor.district === CITY ? undefined : actor.district);
  const { items, next } = await referralRounds.find({
    where: { ...(at === undefined ? {} : { district: at }), ...(dossier === undefined ? {} : { caseid: dossier }), ...(state === undefined ? {} : { state }), ...(open === true ? { open: 1 } : {}), ...(late === true ? { late: 1 } : {}), ...(returned === true ? { sv7: 1 } : {}) },
    orderBy: 'nextDue', ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }),
  });
  const rows = await Promise.all(items.map(async ({ id, doc }) => {
    const found = await onCase(cases, doc.caseid, actor);
    if (!found.ok) return [];
    const { units: _, ...row } = doc;
    return [{ ...row, id, caseNumber: found.value.number, waitsFor: waited(doc).map((u) => u.unit) }];
  }));
  return { items: rows.flat(), ...(next === undefined ? {} : { next }) };
}

interface Words { readonly zh: string; readonly en: string }
const list = (units: readonly RoundUnit[]): string => units.map((u) => u.unit).join('、');

/** Why a round still waits, in words. */
export function whyItWaits(doc: ReferralRoundDoc): readonly Words[] {
  if (doc.state === 'ENDED') return [];
  if (doc.ends !== '') return [{ zh: '正在撤回未答复的转介', en: 'what is open is being recalled' }];
  const among = waited(doc);
  const say = (states: readonly RoundUnit['state'][], zh: string, en: string): readonly Words[] => {
    const units = among.filter((u) => states.includes(u.state));
    return units.length === 0 ? [] : [{ zh: `${zh}：${list(units)}`, en: `${en}: ${list(units)}` }];
  };
  return [
    ...(doc.state === 'STUCK' ? [{ zh: '无法满足规则，等待信访部门决定', en: 'the rule can no longer be met; the desk decides' }] : []),
    ...say(['TO_ASK'], '正在转介', 'being asked'), ...say(['DRAFT'], '等待信访人同意', 'waits for the petitioner’s consent'), ...say(['SENT'], '等待签收', 'waits to be acknowledged'),
    ...say(['INFO_NEEDED'], '等待本站补充材料（期限暂停）', 'waits for information from us, its clock stands still'), ...say(['ACKNOWLEDGED', 'ACCEPTED', 'IN_SERVICE'], '等待答复', 'waits for the answer'),
  ];
}

export interface RoundPage { readonly id: string; readonly summary: ReferralRoundDoc; readonly caseNumber: string; readonly waits: readonly Words[]; readonly entries: readonly ReadEvent[]; readonly next: readonly NextAction[] }

/** A round with its units and its own entries. What the units exchanged stands with each referral. */
export async function readRound({ engine, cases, referralRounds }: RoundReading, id: string, actor: Actor): Promise<Result<RoundPage>> {
  const doc = await referralRounds.get(id);
  const found = doc && await onCase(cases, doc.caseid, actor);
  if (!doc || !found || !mayDo('coordination.round.read', actor, { district: doc.district }).ok) return refused('referral-round/none');
  if (!found.ok) return found.refusal.code === 'case/not-found' ? refused('referral-round/none') : found;
  const entries = await readOpened(engine.opening, await streamOf(engine, doc.district, roundStream(doc.district, id)), actor, 'coordination.round.read');
  const seen = { id, state: doc.state, calledOff: doc.ends !== '', decided: doc.ends !== '' };
  return ok({ id, summary: doc, caseNumber: found.value.number, waits: whyItWaits(doc), entries, next: found.value.closed ? [] : nextOnRound(seen, actor, doc.district) });
}
