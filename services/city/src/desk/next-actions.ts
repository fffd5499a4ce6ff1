import { nextActions as nextInAssessment, type AssessmentParts } from '@lianxin/assessment';
import { nextOnEpisode, nextOnSafety, type NextAction } from '@lianxin/contracts';
import { nextActions as nextInCoordination, type CoordinationParts } from '@lianxin/coordination';
import type { CrisisParts } from '@lianxin/crisis';
import type { Actor } from '@lianxin/kernel';
import { onCase } from '@lianxin/runtime';

export interface NextOfService { readonly service: string; readonly zh: string; readonly actions: readonly NextAction[] }
/** What this actor may do next about a case, by service; nothing for who may not know of it. */
export type NextOfCase = (caseid: string, actor: Actor) => Promise<readonly NextOfService[]>;

type Running = ReadonlyMap<string, { readonly started: { readonly parts: object } }>;

/** Each service says for itself what may be done; here it is put together. Nothing sealed is opened for it. */
export const nextOf = (running: Running): NextOfCase => async (caseid, actor) => {
  const parts = <P>(service: string): P | undefined => running.get(service)?.started.parts as P | undefined;
  const crisis = parts<CrisisParts>('crisis');
  const assessment = parts<AssessmentParts>('assessment');
  const coordination = parts<CoordinationParts>('coordination');
  const [first, second, third] = await Promise.all([
    crisis ? nextInCrisis(crisis, caseid, actor) : [],
    assessment ? nextInAssessment(assessment, caseid, actor) : undefined,
    coordination ? nextInCoordination(coordination, caseid, actor) : undefined,
  ]);
  return [
    { service: 'crisis', zh: '安全与危机', actions: first },
    { service: 'assessment', zh: '预估与计划', actions: second?.ok ? second.value : [] },
    { service: 'coordination', zh: '服务与转介', actions: third?.ok ? third.value : [] },
  ].filter((s) => s.actions.length > 0);
};

async function nextInCrisis({ cases, safeties, episodes }: CrisisParts, caseid: string, actor: Actor): Promise<readonly NextAction[]> {
  const facts = await onCase(cases, caseid, actor);
  if (!facts.ok) return [];
  const { district, closed } = facts.value;
  const [{ items: [safety] }, open] = await Promise.all([safeties.find({ where: { caseid, district } }), episodes.find({ where: { caseid, district, open: 1 } })]);
  const level = safety?.doc.level ?? 'NONE';
  return [
    ...nextOnSafety({ level, closed }, actor, district),
    ...open.items.flatMap(({ id, doc }) => nextOnEpisode({
      id, level, open: true, responded: doc.respondedAt !== '', debriefed: doc.debriefedAt !== '', ...(doc.lead === '' ? {} : { lead: doc.lead }), ...(doc.offeredTo === '' ? {} : { offeredTo: doc.offeredTo }),
    }, actor, district)),
  ];
}
