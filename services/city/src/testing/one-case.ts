import type { Api } from '../every-operation/api.js';
import { World, who } from '../every-operation/world.js';

/** Ids of one case and of everything that belongs to it, by the names that addresses give them. */
export type OneCase = Readonly<Record<'dossier' | 'caseid' | 'matter' | 'subject' | 'screening' | 'delivery' | 'plan' | 'commitment' | 'referral' | 'episode' | 'report' | 'satisfaction' | 'session' | 'sample' | 'check' | 'feedback' | 'loan', string>>;

export interface Made { readonly ids: OneCase; /** What nobody may learn who may not know of the case: ids, numbers, words. */ readonly secrets: readonly string[] }

/** A case in the midst of service, in which every service has something: taken by `who.worker`, with a referral sent to `who.department`. */
export async function oneCase(api: Api): Promise<Made> {
  const world = new World(api);
  await world.departments();
  const claim = '反映某厂拖欠工资，附证词。';
  const opened = await world.do(who.desk, 'POST /api/intake/dossiers', {}, { claim });
  const { id = '', number = '', registration = '', subject = '', matter = '' } = opened;
  const on = { dossier: id };
  const make = (user: string, operation: string, body?: Record<string, unknown>) => world.do(user, operation, on, body);
  await make(who.worker, 'POST /api/intake/dossiers/{dossier}/take');
  await make(who.worker, 'POST /api/assessment/cases/{dossier}/needs');
  const screening = await make(who.worker, 'POST /api/assessment/cases/{dossier}/screenings');
  await make(who.worker, 'POST /api/assessment/cases/{dossier}/assessment');
  await make(who.worker, 'POST /api/assessment/cases/{dossier}/accept');
  await make(who.worker, 'POST /api/assessment/cases/{dossier}/plan');
  const delivery = await make(who.worker, 'POST /api/coordination/cases/{dossier}/deliveries');
  const plan = await make(who.worker, 'POST /api/coordination/cases/{dossier}/behaviour-plans');
  const commitment = await make(who.worker, 'POST /api/coordination/cases/{dossier}/commitments');
  const referral = (await make(who.worker, 'POST /api/coordination/cases/{dossier}/referrals'))['id']!;
  for (const step of ['consent', 'send']) await world.do(who.worker, `POST /api/coordination/referrals/{referral}/${step}`, { referral });
  const { episode = '' } = await make(who.worker, 'POST /api/crisis/cases/{dossier}/raise');
  const report = await make(who.worker, 'POST /api/crisis/cases/{dossier}/reports');
  const satisfaction = await make(who.desk, 'POST /api/supervision/cases/{dossier}/satisfactions', { channel: 'SMS', answer: undefined });
  const session = await world.do(who.supervisor, 'POST /api/supervision/sessions', {}, { cases: [{ dossier: id, advice: '先倾听。' }] });
  const sample = await world.do(who.supervisor, 'POST /api/supervision/samples');
  const { code } = (await api.succeed(who.desk, 'GET /api/intake/dossiers/{dossier}/query-code', { path: on })).body;
  await world.do(undefined, 'POST /api/supervision/feedback', {}, { code });
  const feedback = ((await api.succeed(who.supervisor, 'GET /api/supervision/feedback')).body['items'] as readonly { id: string }[])[0]!;
  const { loan = '' } = await world.do(who.archivist, 'POST /api/archive/cases/{caseid}/loans', { caseid: id });
  return {
    ids: {
      ...on, caseid: id, matter, subject, screening: screening['id']!, delivery: delivery['id']!, plan: plan['id']!, commitment: commitment['id']!, referral, episode, report: report['id']!, satisfaction: satisfaction['id']!,
      session: session['id']!, sample: sample['id']!, check: (sample['checks'] as unknown as readonly string[])[0]!, feedback: feedback.id, loan,
    },
    secrets: [id, `"${number}"`, registration, subject, matter, claim],
  };
}
