import { fileProof, matterAt, stepOn, way } from './matters.js';
import { by, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { desk, worker } = who;
const m = '/api/coordination/matters/{matter}';
const handling = (w: World) => w.known('matter in handling', () => matterAt(w, way.HANDLING));
const document = (w: World) => w.known('document', async () => {
  const matter = await matterAt(w, []);
  return { matter, hash: await fileProof(w, matter, 'OTHER') };
});
const accusation = { accusation: true, channel: 'LETTER', matter: { purpose: 'ACCUSATION', category: 'LAB-3-6', text: '反映某单位违反规定。' } };
const proposed = async (w: World): Promise<string> => {
  const matter = await matterAt(w, way.AT_UNIT);
  await w.do(worker, `POST ${m}/oversight`, { matter });
  return matter;
};

/** Each step of the statutory track, recorded by the petition desk from where the matter may take it. */
const steps: Readonly<Record<string, Parameters<typeof stepOn>[1]>> = {
  route: [], transfer: ['route'], assign: ['route'], guide: [], 'report-up': [], receive: way.SENT, notice: way.AT_UNIT, object: way.AT_UNIT, 'decide-objection': [...way.AT_UNIT, 'object'], dispute: way.TWO_UNITS, 'settle-jurisdiction': [...way.TWO_UNITS, 'dispute'],
  'separate-litigation': [], recuse: way.AT_UNIT, accept: way.AT_UNIT, decline: way.AT_UNIT, leave: [...way.AT_UNIT, ['route', { by: { unit: 'LABOUR-440106', office: 'OFFICER' }, route: 'LP2' }]], extend: way.HANDLING,
  'open-hearing': way.FINAL, 'close-hearing': [...way.FINAL, 'open-hearing'], opinion: way.HANDLING, deliver: [...way.HANDLING, 'opinion'], 'report-result': ['route', 'assign', 'receive'], settle: way.HANDLING, execution: way.DELIVERED,
  'request-review': way.DELIVERED, 'refuse-review': way.REVIEWING, 'review-opinion': way.REVIEWING, end: way.AT_UNIT, death: way.HANDLING, successor: [...way.HANDLING, 'death'], 'refuse-resubmission': way.CONCLUDED,
};

export const matters: Recipes = {
  'GET /api/coordination/matters': by(desk),
  'GET /api/coordination/matters/pathways': by(undefined),
  'GET /api/coordination/matters/code-lists/{list}': by(undefined),
  [`GET ${m}`]: on(desk, 'matter', handling),
  [`GET ${m}/next-actions`]: on(desk, 'matter', handling),
  [`GET ${m}/clocks/{clock}`]: on(desk, 'matter', handling),
  [`GET ${m}/documents/{hash}`]: by(desk, async (w) => ({ path: await document(w) })),
  [`POST ${m}/documents`]: on(desk, 'matter', (w) => matterAt(w, [])),
  [`POST ${m}/accused-units`]: on(desk, 'matter', (w) => matterAt(w, [], accusation)),
  ...Object.fromEntries(Object.entries(steps).map(([name, before]) => [`POST ${m}/${name}`, by(desk, stepOn(name, before))])),
  [`POST ${m}/oversight`]: on(worker, 'matter', (w) => matterAt(w, way.AT_UNIT)),
  [`POST ${m}/oversight/confirm`]: by(desk, async (w) => {
    const matter = await proposed(w);
    return { path: { matter }, body: { document: await fileProof(w, matter, 'OVERSIGHT_LETTER') } };
  }),
  [`POST ${m}/oversight/dismiss`]: on(desk, 'matter', proposed),
};
