import { by, logOf, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { desk, worker, supervisor, second, admin } = who;
const staff = (w: World) => w.staff();
const dossier = async (w: World) => (await w.dossier()).id;
const evaluated = (w: World) => w.evaluated();
const sample = (w: World) => w.known('sample', () => w.sample());
const district = () => Promise.resolve({ district: '440106' });
const due = (w: World) => (w.api.example('POST /api/coordination/cases/{dossier}/commitments') as { due: string }).due;
const session = async (w: World) => (await w.do(supervisor, 'POST /api/supervision/sessions', {}, { actions: [{ worker, due: due(w), text: '补写过程记录。' }] }))['id']!;
const corrected = async (w: World) => {
  const check = await w.correcting();
  await w.do(worker, 'POST /api/supervision/checks/{check}/correction', { check });
  return check;
};
const improving = async (w: World) => {
  const feedback = await w.feedback();
  await w.do(supervisor, 'POST /api/supervision/feedback/{feedback}/answer', { feedback }, { finding: 'FOUNDED', improvement: { owner: worker, due: due(w), words: '增设周六值班。' } });
  return feedback;
};
const s = '/api/supervision';
const escalated = async (w: World) => (await w.do(worker, 'POST /api/supervision/escalations'))['id']!;

export const supervision: Recipes = {
  [`POST ${s}/agencies`]: by(admin, async (w) => ({ body: { org: `station-new-${w.next()}`, ...await district() } })),
  [`GET ${s}/agencies`]: by(supervisor),
  [`POST ${s}/agencies/{org}/contract`]: on(admin, 'org', (w) => w.agency(), district),
  [`POST ${s}/staff`]: by(admin, async (w) => ({ body: { staff: `worker-new-${w.next()}`, ...await district() } })),
  [`GET ${s}/staff`]: by(supervisor),
  [`GET ${s}/staff/{staff}`]: by(supervisor),
  [`GET ${s}/staff/{staff}/qualification`]: by(supervisor),
  [`POST ${s}/staff/{staff}/certificates`]: on(admin, 'staff', staff, district),
  [`POST ${s}/staff/{staff}/certificates/void`]: on(admin, 'staff', staff, district),
  [`POST ${s}/staff/{staff}/training`]: on(admin, 'staff', staff, district),
  [`POST ${s}/staff/{staff}/confidentiality`]: on(admin, 'staff', staff, district),
  [`POST ${s}/staff/{staff}/supervisor`]: on(admin, 'staff', staff, district),
  [`POST ${s}/staff/{staff}/leave`]: on(admin, 'staff', staff, district),
  [`POST ${s}/sessions`]: by(supervisor),
  [`GET ${s}/sessions`]: by(supervisor),
  [`GET ${s}/sessions/{session}`]: on(supervisor, 'session', (w) => w.known('session', () => session(w))),
  [`POST ${s}/sessions/{session}/checks`]: on(supervisor, 'session', session),
  [`GET ${s}/required`]: by(supervisor),
  [`GET ${s}/cases/{dossier}`]: on(worker, 'dossier', async (w) => (await w.reader()).id),
  [`POST ${s}/cases/{dossier}/outcome`]: on(worker, 'dossier', async (w) => (await w.planned(['answer', 'approve'])).id),
  [`POST ${s}/cases/{dossier}/outcome/sign-off`]: on(supervisor, 'dossier', evaluated),
  [`POST ${s}/cases/{dossier}/outcome/return`]: on(supervisor, 'dossier', evaluated),
  [`GET ${s}/outcomes`]: by(supervisor),
  [`POST ${s}/cases/{dossier}/satisfactions`]: on(desk, 'dossier', dossier),
  [`GET ${s}/satisfactions`]: by(supervisor),
  [`POST ${s}/satisfactions/{satisfaction}/answer`]: on(desk, 'satisfaction', (w) => w.satisfaction()),
  [`POST ${s}/satisfactions/{satisfaction}/decline`]: on(desk, 'satisfaction', (w) => w.satisfaction()),
  [`POST ${s}/samples`]: by(supervisor, async (w) => { await w.reader(); return {}; }),
  [`GET ${s}/samples`]: by(supervisor),
  [`GET ${s}/samples/{sample}`]: on(supervisor, 'sample', async (w) => (await sample(w)).sample),
  [`GET ${s}/checks`]: by(supervisor),
  [`GET ${s}/checks/{check}`]: on(supervisor, 'check', async (w) => (await sample(w)).checks[0]!),
  [`POST ${s}/checks/{check}/results`]: on(second, 'check', async (w) => (await w.sample()).checks[0]!),
  [`POST ${s}/checks/{check}/correction`]: on(worker, 'check', (w) => w.correcting()),
  [`POST ${s}/checks/{check}/verification`]: on(supervisor, 'check', corrected),
  [`POST ${s}/feedback`]: by(undefined),
  [`GET ${s}/feedback`]: by(supervisor),
  [`POST ${s}/feedback/status`]: by(undefined, async (w) => ({ body: { receipt: (await w.known('receipt', () => w.do(desk, `POST ${s}/feedback/entries`)))['receipt'] } })),
  [`POST ${s}/feedback/entries`]: by(desk),
  [`GET ${s}/feedback/{feedback}`]: on(supervisor, 'feedback', (w) => w.known('feedback', () => w.feedback())),
  [`POST ${s}/feedback/{feedback}/assign`]: on(supervisor, 'feedback', (w) => w.feedback()),
  [`POST ${s}/feedback/{feedback}/answer`]: on(supervisor, 'feedback', (w) => w.feedback()),
  [`POST ${s}/feedback/{feedback}/improvement`]: on(second, 'feedback', improving),
  [`GET ${s}/indicators`]: by(supervisor),
  [`GET ${s}/overview`]: by(supervisor),
  [`GET ${s}/indicators/{indicator}`]: by(supervisor),
  [`GET ${s}/indicators/{indicator}/cases`]: by(supervisor),
  [`GET ${s}/code-lists/{list}`]: by(undefined),
  [`POST ${s}/calendars`]: by(admin),
  [`GET ${s}/calendars`]: by(supervisor),
  [`GET ${s}/ladders`]: by(supervisor),
  [`POST ${s}/ladders`]: by(admin, async () => ({ body: await district() })),
  [`GET ${s}/escalations`]: by(supervisor),
  [`POST ${s}/escalations`]: by(worker),
  [`GET ${s}/escalations/{escalation}`]: on(worker, 'escalation', escalated),
  [`POST ${s}/escalations/{escalation}/acknowledge`]: on(worker, 'escalation', escalated),
  [`POST ${s}/escalations/{escalation}/resolve`]: on(worker, 'escalation', escalated),
  ...logOf('supervision', session),
};
