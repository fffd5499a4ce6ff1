import { districts, events, type DataOf, type planDrafted } from '@lianxin/contracts';
import { caseOfAssessment } from '@lianxin/assessment';
import { queryCodeHmac } from '@lianxin/intake';
import { parseEnvelope, streamName } from '@lianxin/kernel';
import type { Find, ViewReader, Where } from '@lianxin/runtime';
import type { CaseListed, DemoStaff, InRange, SupervisionPorts } from '@lianxin/supervision';
import type { Host, Running } from './compose.js';
import { actorOf, demoUsers } from './dev/demo-users.js';

type Doc<T> = T & Record<string, unknown>;
type Dossier = Doc<{ district: string; kind: string; recordedAt: string; queryHmac: string }>;
type Matter = Doc<{ caseid: string; district: string; flags: readonly string[]; receivedAt: string; answers: readonly { unit: string; at: string }[]; isRepeat: number; repeats: readonly { matter: string; case: string }[] }>;
type Filed = Doc<{ district: string; kind?: string; firstAt: string; closedAt?: string }>;
type Episode = Doc<{ caseid: string; district: string; level: string; openedAt: string; respondedAt: string }>;

type Delivery = Doc<{ caseid: string; district: string; at: string; writeUp: string }>;
type Referral = Doc<{ caseid: string; district: string; unitKind: string; state: string; sentAt: string; reportedAt: string; replyBy: string }>;
type Assessed = Doc<{ district: string; acceptedAt: string; planTerm: string; plannedOn: string }>;

const PAGE = 500;

/** All documents of a query, a page at a time: between pages others get their turn. */
async function all<D extends Record<string, unknown>>(view: ViewReader<D>, find: Find): Promise<readonly { readonly id: string; readonly doc: D }[]> {
  const found: { readonly id: string; readonly doc: D }[] = [];
  for (let after: string | undefined; ;) {
    const page = await view.find({ ...find, limit: PAGE, ...(after === undefined ? {} : { after }) });
    found.push(...page.items);
    if (page.next === undefined) return found;
    after = page.next;
    await new Promise((resolve) => { setImmediate(resolve); });
  }
}
const within = (index: string, { district, from, below }: InRange): Where => ({ ...(district === undefined ? {} : { district }), [index]: { from, below } });

/** What supervision counts and samples of other services, read from their views. A service that this host does not run gives nothing. */
export function supervisionSources({ started, cases, keys }: Host): Omit<SupervisionPorts, 'cases' | 'secret'> {
  const view = <D extends Record<string, unknown>>(service: string, name: string): ViewReader<D> | undefined =>
    (started.get(service)?.started.parts as Readonly<Record<string, ViewReader<D>>> | undefined)?.[name];
  const kept = <D extends Record<string, unknown>>(service: string, name: string): ViewReader<D> => {
    const found = view<D>(service, name);
    if (!found) throw new Error(`the ${service} service, which keeps ${name}, has not started`);
    return found;
  };
  const closedAt = async (caseid: string): Promise<string | undefined> => (await view<Filed>('archive', 'cases')?.get(caseid))?.closedAt;

  return {
    async casesOpened(range) {
      const listed = await all(kept<Dossier>('intake', 'dossiers'), { where: within('recordedAt', range), orderBy: 'recordedAt' });
      return Promise.all(listed.map(async ({ id, doc }): Promise<CaseListed> => {
        const closed = await closedAt(id);
        return { caseid: id, district: doc.district, accusation: doc.kind === 'accusation', openedAt: doc.recordedAt, ...(closed === undefined ? {} : { closedAt: closed }) };
      }));
    },
    async mattersReceived(range) {
      const listed = await all(kept<Matter>('intake', 'matters'), { where: within('receivedAt', range), orderBy: 'receivedAt' });
      return listed.map(({ id, doc }) => ({ id, caseid: doc.caseid, district: doc.district, flags: doc.flags, receivedAt: doc.receivedAt, answers: doc.answers, isRepeat: doc.isRepeat === 1, repeats: doc.repeats }));
    },
    async casesClosed(range) {
      const listed = await all(kept<Filed>('archive', 'cases'), { where: within('closedAt', range), orderBy: 'closedAt' });
      return listed.flatMap(({ id, doc }): CaseListed[] => (doc.closedAt === undefined ? [] : [{ caseid: id, district: doc.district, accusation: doc.kind === 'accusation', openedAt: doc.firstAt, closedAt: doc.closedAt }]));
    },
    async episodesOpened(range) {
      const listed = await all(kept<Episode>('crisis', 'episodes'), { where: within('openedAt', range), orderBy: 'openedAt' });
      return listed.map(({ id, doc }) => ({ id, caseid: doc.caseid, district: doc.district, level: doc.level, openedAt: doc.openedAt, ...(doc.respondedAt === '' ? {} : { respondedAt: doc.respondedAt }) }));
    },
    async servicesDelivered(range) {
      const listed = await all(kept<Delivery>('coordination', 'deliveries'), { where: { ...within('at', range), voided: 0 }, orderBy: 'at' });
      return listed.map(({ id, doc }) => ({ id, caseid: doc.caseid, district: doc.district, at: doc.at, writtenInTime: doc.writeUp === 'IN_TIME' }));
    },
    async referralsSent({ district, from, below }) {
      // Whatever was sent in the range was last changed then or later.
      const listed = await all(kept<Referral>('coordination', 'referrals'), { where: { ...(district === undefined ? {} : { district }), lastAt: { from } }, orderBy: 'lastAt' });
      return listed.filter(({ doc }) => doc.sentAt !== '' && doc.sentAt >= from && doc.sentAt < below).map(({ id, doc }) => ({
        id, caseid: doc.caseid, district: doc.district, unit: doc.unitKind, sentAt: doc.sentAt, withdrawn: doc.state === 'WITHDRAWN', replyBy: doc.replyBy, ...(doc.reportedAt === '' ? {} : { reportedAt: doc.reportedAt }),
      }));
    },
    async casesToPlan(range) {
      const listed = await all(kept<Assessed>('assessment', 'assessments'), { where: within('acceptedAt', range), orderBy: 'acceptedAt' });
      return listed.map(({ id, doc }) => ({ caseid: caseOfAssessment(id), district: doc.district, acceptedAt: doc.acceptedAt, due: doc.planTerm, ...(doc.plannedOn === '' ? {} : { plannedOn: doc.plannedOn }) }));
    },
    async planGoals(caseid) {
      const district = (await cases.facts(caseid))?.district;
      return district === undefined ? undefined : approvedGoals(started.get('assessment'), district, caseid);
    },
    async caseOfCode(code) {
      const hmac = queryCodeHmac(await keys.secret('query-code'), code);
      return (await view<Dossier>('intake', 'dossiers')?.find({ where: { queryHmac: hmac }, limit: 1 }))?.items[0]?.id;
    },
  };
}

/** Goals of the last edition that was approved, from the plan's own stream. */
async function approvedGoals(assessment: Running | undefined, district: string, caseid: string): Promise<readonly string[] | undefined> {
  const stored = await assessment?.stores.log.readStream(`assessment.${district}`, streamName('plan', district, caseid)) ?? [];
  const known = stored.flatMap((row) => { const { type, data } = parseEnvelope(row.body); return events.read(type, data) ?? []; });
  const approved = known.findLast((e) => e.type === 'PlanApproved')?.data as { readonly edition: number } | undefined;
  const plan = known.find((e) => (e.type === 'PlanDrafted' || e.type === 'PlanRevised') && (e.data as DataOf<typeof planDrafted>).edition === approved?.edition);
  return plan && (plan.data as DataOf<typeof planDrafted>).goals.map((g) => g.id);
}

/** The made-up workers and supervisors of each district, qualified for as long as demos run. */
export const demoStaff: readonly DemoStaff[] = districts.codes.map((district) => ({
  district, since: '2025-01-01', until: '2099-12-31',
  staff: demoUsers.filter((u) => u.district === district).flatMap((u) => {
    const { org } = actorOf(u);
    return u.role === 'worker' || u.role === 'supervisor' ? [{ staff: u.user, role: u.role, name: u.name, ...(org === undefined ? {} : { org }) }] : [];
  }),
}));
