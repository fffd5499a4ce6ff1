import { by, logOf, on, type Recipes } from './recipe.js';
import { who, type ReferralState, type World } from './world.js';

const { worker, supervisor, department } = who;
const taken = async (w: World) => (await w.taken()).id;
const commitment = (w: World) => w.onCase('commitments');
const referral = (state: ReferralState) => (w: World) => w.referral(state);
const sent = (w: World) => w.known('sent referral', () => w.referral('sent'));
const c = '/api/coordination/cases/{dossier}';
const g = '/api/coordination/groups/{group}';
const r = '/api/coordination/referrals/{referral}';
const b = '/api/coordination/behaviour-plans/{plan}';

export const coordination: Recipes = {
  'POST /api/coordination/departments': by(supervisor),
  'GET /api/coordination/departments': by(worker),
  'POST /api/coordination/departments/{unit}/change': on(supervisor, 'unit', (w) => w.known('unit', () => w.unit())),
  'POST /api/coordination/departments/{unit}/delist': on(supervisor, 'unit', (w) => w.unit()),
  [`GET ${c}`]: on(worker, 'dossier', taken),
  [`GET ${c}/next-actions`]: on(worker, 'dossier', taken),
  [`POST ${c}/deliveries`]: on(worker, 'dossier', taken),
  [`POST ${c}/counselling`]: on(worker, 'dossier', taken),
  [`POST ${c}/behaviour-plans`]: on(worker, 'dossier', taken),
  [`POST ${c}/commitments`]: on(worker, 'dossier', taken),
  [`POST ${c}/referrals`]: on(worker, 'dossier', async (w) => { await w.departments(); return taken(w); }),
  'GET /api/coordination/deliveries': by(worker),
  'POST /api/coordination/deliveries/{delivery}/void': on(worker, 'delivery', (w) => w.onCase('deliveries')),
  'GET /api/coordination/commitments': by(worker),
  'POST /api/coordination/commitments/{commitment}/keep': on(worker, 'commitment', commitment),
  'POST /api/coordination/commitments/{commitment}/break': on(worker, 'commitment', commitment),
  'POST /api/coordination/commitments/{commitment}/postpone': on(worker, 'commitment', commitment),
  'GET /api/coordination/behaviour-plans': by(worker),
  [`POST ${b}/revise`]: on(worker, 'plan', (w) => w.behaviourPlan('answer', 'return')),
  [`POST ${b}/answer`]: on(worker, 'plan', (w) => w.behaviourPlan()),
  [`POST ${b}/approve`]: on(supervisor, 'plan', (w) => w.behaviourPlan('answer')),
  [`POST ${b}/return`]: on(supervisor, 'plan', (w) => w.behaviourPlan('answer')),
  [`POST ${b}/review`]: on(worker, 'plan', (w) => w.behaviourPlan('answer', 'approve')),
  [`POST ${b}/end`]: on(worker, 'plan', (w) => w.behaviourPlan('answer', 'approve')),
  'POST /api/coordination/groups': by(worker),
  'GET /api/coordination/groups': by(worker),
  [`GET ${g}`]: on(worker, 'group', (w) => w.known('group', () => w.group())),
  [`POST ${g}/members`]: by(worker, async (w) => ({ path: { group: await w.group() }, body: { dossier: await taken(w) } })),
  [`POST ${g}/members/{member}/leave`]: by(worker, async (w) => ({ path: { ...await w.member() } })),
  [`POST ${g}/sessions`]: by(worker, async (w) => {
    const { group, member } = await w.member();
    return { path: { group }, body: { attendance: [{ member, code: 'PRESENT' }] } };
  }),
  [`POST ${g}/evaluate`]: on(worker, 'group', (w) => w.runningGroup()),
  [`POST ${g}/cancel`]: on(worker, 'group', (w) => w.group()),
  'GET /api/coordination/referrals': by(worker),
  [`GET ${r}`]: on(worker, 'referral', sent),
  [`GET ${r}/preview`]: on(worker, 'referral', sent),
  [`POST ${r}/revise`]: on(worker, 'referral', referral('draft')),
  [`POST ${r}/consent`]: on(worker, 'referral', referral('draft')),
  [`POST ${r}/consent/withdraw`]: on(worker, 'referral', referral('consented')),
  [`POST ${r}/send`]: on(worker, 'referral', referral('consented')),
  [`POST ${r}/supply`]: on(worker, 'referral', referral('info-requested')),
  [`POST ${r}/redirect`]: on(worker, 'referral', referral('declined')),
  [`POST ${r}/close`]: on(worker, 'referral', referral('reported')),
  [`POST ${r}/withdraw`]: on(worker, 'referral', referral('sent')),
  [`POST ${r}/acknowledge`]: on(department, 'referral', referral('sent')),
  [`POST ${r}/accept`]: on(department, 'referral', referral('acknowledged')),
  [`POST ${r}/decline`]: on(department, 'referral', referral('acknowledged')),
  [`POST ${r}/request-info`]: on(department, 'referral', referral('acknowledged')),
  [`POST ${r}/start`]: on(department, 'referral', referral('accepted')),
  [`POST ${r}/report`]: on(department, 'referral', referral('started')),
  'GET /api/coordination/inbox': by(department),
  'GET /api/coordination/inbox/{referral}': on(department, 'referral', sent),
  'GET /api/coordination/code-lists/{list}': by(undefined),
  ...logOf('coordination', sent),
};
