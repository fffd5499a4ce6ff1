import { setTimeout as delay } from 'node:timers/promises';
import { unitKinds } from '@lianxin/contracts';
import type { Api, Given } from './api.js';

/** Users of demo mode that act. The second of a role agrees to what the first one asked for. */
const at = (role: string, n = 1): string => `${role}-440106${n === 1 ? '' : `-${n}`}`;
export const who = {
  desk: at('desk'), worker: at('worker'), colleague: at('worker', 2), supervisor: at('supervisor'), second: at('supervisor', 2), archivist: at('archivist'), auditor: at('auditor'), analyst: at('analyst'),
  department: at('department'), labour: at('department', 2), importer: at('importer'), admin: 'admin-440100', neighbour: 'desk-440105', neighbourWorker: 'worker-440105',
} as const;
/** One user of each role. */
export const roles: readonly string[] = [who.desk, who.worker, who.supervisor, who.archivist, who.auditor, who.analyst, who.department, who.importer, who.admin];

export interface Dossier { readonly id: string; readonly number: string; readonly subject: string; readonly matter: string }

/** How far a referral is brought before it is handed out. */
export type ReferralState = 'draft' | 'consented' | 'sent' | 'acknowledged' | 'info-requested' | 'declined' | 'accepted' | 'started' | 'reported';
const REFERRAL_STEPS: readonly (readonly [ReferralState, step: string, by: string])[] = [
  ['consented', 'consent', who.worker], ['sent', 'send', who.worker], ['acknowledged', 'acknowledge', who.department], ['accepted', 'accept', who.department], ['started', 'start', who.department], ['reported', 'report', who.department],
];

/** Brings things about that operations act on, by the operations before them and their documented examples. Everything is made anew unless it says `known`. */
export class World {
  private readonly kept = new Map<string, Promise<unknown>>();
  private readonly kinds = [...unitKinds.codes].filter((k) => !['CIVIL_AFFAIRS', 'LABOUR', 'STREET_TOWN', 'UNKNOWN'].includes(k));
  private readonly feedbacks = new Set<string>();
  private n = 0;
  constructor(readonly api: Api) {}

  /** Made once, then shared: for what is only read. */
  known<T>(name: string, make: () => Promise<T>): Promise<T> {
    const there = this.kept.get(name) ?? make();
    this.kept.set(name, there);
    return there as Promise<T>;
  }
  next(): number { this.n += 1; return this.n; }

  async do(user: string | undefined, operation: string, path: Given['path'] = {}, body?: Given['body']): Promise<Record<string, string>> {
    return (await this.api.succeed(user, operation, { path, ...(body ? { body } : {}) })).body as Record<string, string>;
  }

  // Intake
  async dossier(body: Given['body'] = {}, user: string = who.desk): Promise<Dossier> { return await this.do(user, 'POST /api/intake/dossiers', {}, body) as unknown as Dossier; }
  reader(): Promise<Dossier> { return this.known('dossier', () => this.dossier()); }
  async taken(): Promise<Dossier> {
    const made = await this.dossier();
    await this.do(who.worker, 'POST /api/intake/dossiers/{dossier}/take', { dossier: made.id });
    return made;
  }
  async erasure(): Promise<string> {
    const { subject } = await this.dossier();
    return (await this.do(who.supervisor, 'POST /api/intake/erasures', {}, { scope: { subjects: [subject] } }))['id']!;
  }
  /** A case of the next district, offered to this one. */
  async offered(): Promise<Dossier> {
    const made = await this.dossier({}, who.neighbour);
    await this.do(who.neighbourWorker, 'POST /api/intake/dossiers/{dossier}/hand-over', { dossier: made.id }, { to: '440106' });
    return made;
  }

  /** A saga: the clocks of a matter run in one, a moment after its registration. */
  async saga(): Promise<string> {
    await this.reader();
    for (const until = Date.now() + 30_000; ;) {
      const { items } = await this.do(who.admin, 'GET /api/platform/sagas') as unknown as { items: readonly { stream: string }[] };
      if (items[0]) return items[0].stream;
      if (Date.now() > until) throw new Error('no saga came of a registered matter');
      await delay(100);
    }
  }

  // Assessment
  async assessed(): Promise<Dossier> {
    const made = await this.taken();
    await this.do(who.worker, 'POST /api/assessment/cases/{dossier}/assessment', { dossier: made.id });
    return made;
  }
  async accepted(): Promise<Dossier> {
    const made = await this.assessed();
    await this.do(who.worker, 'POST /api/assessment/cases/{dossier}/accept', { dossier: made.id });
    return made;
  }
  async planned(steps: readonly ('answer' | 'approve' | 'return')[] = []): Promise<Dossier> {
    const made = await this.accepted();
    await this.do(who.worker, 'POST /api/assessment/cases/{dossier}/plan', { dossier: made.id });
    for (const step of steps) await this.do(step === 'answer' ? who.worker : who.supervisor, `POST /api/assessment/cases/{dossier}/plan/${step}`, { dossier: made.id }, step === 'approve' ? { individual: true } : {});
    return made;
  }
  async profiled(): Promise<Dossier> {
    const made = await this.taken();
    await this.do(who.worker, 'POST /api/assessment/cases/{dossier}/needs', { dossier: made.id });
    return made;
  }
  async screening(): Promise<string> {
    const { id } = await this.profiled();
    return (await this.do(who.worker, 'POST /api/assessment/cases/{dossier}/screenings', { dossier: id }))['id']!;
  }

  // Coordination
  /** The two departments with users of demo mode are in the directory. */
  departments(): Promise<void> {
    return this.known('departments', async () => {
      const listed = new Set(((await this.api.succeed(who.supervisor, 'GET /api/coordination/departments')).body['items'] as { id: string }[]).map((d) => d.id));
      for (const [kind, name] of [['CIVIL_AFFAIRS', '天河区民政局'], ['LABOUR', '天河区人社局']] as const) {
        if (!listed.has(`${kind}-440106`)) await this.do(who.supervisor, 'POST /api/coordination/departments', {}, { kind, name, receives: 'SYSTEM' });
      }
    });
  }
  /** A department listed by this walk alone. */
  async unit(): Promise<string> {
    await this.departments();
    for (let kind = this.kinds.shift(); kind !== undefined; kind = this.kinds.shift()) {
      const told = await this.api.ask(who.supervisor, 'POST /api/coordination/departments', { body: { kind, name: '某单位' } });
      if (told.status < 300) return `${kind}-440106`;
    }
    throw new Error('every kind of department is listed');
  }
  async onCase(made: 'deliveries' | 'behaviour-plans' | 'commitments'): Promise<string> {
    const { id } = await this.taken();
    return (await this.do(who.worker, `POST /api/coordination/cases/{dossier}/${made}`, { dossier: id }))['id']!;
  }
  async behaviourPlan(...steps: readonly ('answer' | 'approve' | 'return')[]): Promise<string> {
    const plan = await this.onCase('behaviour-plans');
    for (const step of steps) await this.do(step === 'answer' ? who.worker : who.supervisor, `POST /api/coordination/behaviour-plans/{plan}/${step}`, { plan });
    return plan;
  }
  async group(): Promise<string> { return (await this.do(who.worker, 'POST /api/coordination/groups'))['id']!; }
  async member(): Promise<{ readonly group: string; readonly member: string }> {
    const [group, { id }] = [await this.group(), await this.taken()];
    return { group, member: (await this.do(who.worker, 'POST /api/coordination/groups/{group}/members', { group }, { dossier: id }))['member']! };
  }
  async runningGroup(): Promise<string> {
    const { group, member } = await this.member();
    await this.do(who.worker, 'POST /api/coordination/groups/{group}/sessions', { group }, { attendance: [{ member, code: 'PRESENT' }] });
    return group;
  }
  async referral(state: ReferralState = 'draft'): Promise<string> {
    await this.departments();
    const { id } = await this.taken();
    const referral = (await this.do(who.worker, 'POST /api/coordination/cases/{dossier}/referrals', { dossier: id }))['id']!;
    const step = (name: string, by: string) => this.do(by, `POST /api/coordination/referrals/{referral}/${name}`, { referral });
    const aside = state === 'info-requested' ? 'request-info' : state === 'declined' ? 'decline' : undefined;
    const last = aside ? 'acknowledged' : state;
    for (const [reached, name, by] of REFERRAL_STEPS.slice(0, REFERRAL_STEPS.findIndex(([s]) => s === last) + 1)) { await step(name, by); if (reached === last) break; }
    if (aside) await step(aside, who.department);
    return referral;
  }

  // Crisis
  async raised(): Promise<{ readonly dossier: string; readonly episode: string }> {
    const { id } = await this.dossier();
    return { dossier: id, episode: (await this.do(who.desk, 'POST /api/crisis/cases/{dossier}/raise', { dossier: id }))['episode']! };
  }
  async episode(...steps: readonly ('respond' | 'hand-over' | 'debrief')[]): Promise<{ readonly dossier: string; readonly episode: string }> {
    const raised = await this.raised();
    for (const step of steps) await this.do(who.worker, `POST /api/crisis/episodes/{episode}/${step}`, { episode: raised.episode });
    return raised;
  }

  // Supervision
  /** Somebody new on the staff list, with a certificate. */
  async staff(): Promise<string> {
    const staff = `worker-test-${this.next()}`;
    await this.do(who.admin, 'POST /api/supervision/staff', {}, { staff, district: '440106' });
    await this.do(who.admin, 'POST /api/supervision/staff/{staff}/certificates', { staff }, { district: '440106' });
    return staff;
  }
  async agency(): Promise<string> {
    const org = `station-test-${this.next()}`;
    await this.do(who.admin, 'POST /api/supervision/agencies', {}, { org, district: '440106' });
    return org;
  }
  async evaluated(): Promise<string> {
    const { id } = await this.planned(['answer', 'approve']);
    await this.do(who.worker, 'POST /api/supervision/cases/{dossier}/outcome', { dossier: id });
    return id;
  }
  async satisfaction(): Promise<string> {
    const { id } = await this.dossier();
    return (await this.do(who.desk, 'POST /api/supervision/cases/{dossier}/satisfactions', { dossier: id }, { channel: 'SMS', answer: undefined }))['id']!;
  }
  async sample(): Promise<{ readonly sample: string; readonly checks: readonly string[] }> {
    await this.reader();
    const drawn = await this.do(who.supervisor, 'POST /api/supervision/samples');
    return { sample: drawn['id']!, checks: drawn['checks'] as unknown as string[] };
  }
  /** A file check in which something is to be mended by a worker. */
  async correcting(): Promise<string> {
    const [check = ''] = (await this.sample()).checks;
    const { results } = this.api.example('POST /api/supervision/checks/{check}/results') as { results: { item: string; result: string }[] };
    const due = (this.api.example('POST /api/coordination/cases/{dossier}/commitments') as { due: string }).due;
    await this.do(who.second, 'POST /api/supervision/checks/{check}/results', { check }, { results: results.map((r, i) => (i === 0 ? { ...r, result: 'MISSING' } : r)), correction: { owner: who.worker, due } });
    return check;
  }
  /** The id of a new feedback; its giver only ever has the receipt. */
  async feedback(): Promise<string> {
    await this.do(who.desk, 'POST /api/supervision/feedback/entries');
    for (const until = Date.now() + 10_000; Date.now() < until;) {
      const { body } = await this.api.ask(who.supervisor, 'GET /api/supervision/feedback', { query: { limit: '200' } });
      const fresh = (body['items'] as { id: string }[]).find(({ id }) => !this.feedbacks.has(id));
      if (fresh) { this.feedbacks.add(fresh.id); return fresh.id; }
      await delay(25);
    }
    throw new Error('the feedback is not in its list');
  }

  // Archive
  async closed(): Promise<Dossier> {
    const made = await this.dossier();
    await this.do(who.archivist, 'POST /api/archive/cases/{caseid}/close', { caseid: made.id });
    return made;
  }
  async loan(): Promise<{ readonly caseid: string; readonly loan: string }> {
    const { id: caseid } = await this.dossier();
    return { caseid, loan: (await this.do(who.archivist, 'POST /api/archive/cases/{caseid}/loans', { caseid }))['loan']! };
  }
  async story(): Promise<string> { return (await this.do(who.worker, 'POST /api/archive/library'))['id']!; }
}
