import { by, logOf, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { worker, supervisor } = who;
const taken = async (w: World) => (await w.taken()).id;
const assessed = async (w: World) => (await w.assessed()).id;
const planned = (...steps: readonly ('answer' | 'approve' | 'return')[]) => async (w: World) => (await w.planned(steps)).id;
const known = (w: World) => w.known('approved plan', planned('answer', 'approve').bind(undefined, w));
const c = '/api/assessment/cases/{dossier}';

export const assessment: Recipes = {
  [`GET ${c}`]: on(worker, 'dossier', known),
  [`GET ${c}/next-actions`]: on(worker, 'dossier', known),
  [`POST ${c}/needs`]: on(worker, 'dossier', taken),
  [`POST ${c}/guardian-consent`]: on(worker, 'dossier', async (w) => {
    const id = await taken(w);
    await w.do(worker, `POST ${c}/needs`, { dossier: id }, { ageBand: 'UNDER_14', guardian: { name: '李某', relation: '母亲' } });
    return id;
  }),
  [`POST ${c}/screenings`]: on(worker, 'dossier', async (w) => (await w.profiled()).id),
  [`POST ${c}/screenings/declined`]: on(worker, 'dossier', taken),
  [`POST ${c}/assessment`]: on(worker, 'dossier', taken),
  [`POST ${c}/accept`]: on(worker, 'dossier', assessed),
  [`POST ${c}/decline`]: on(worker, 'dossier', assessed),
  [`GET ${c}/plan/similar`]: on(worker, 'dossier', known),
  [`POST ${c}/plan`]: on(worker, 'dossier', async (w) => (await w.accepted()).id),
  [`POST ${c}/plan/revise`]: on(worker, 'dossier', planned('return')),
  [`POST ${c}/plan/answer`]: on(worker, 'dossier', planned()),
  [`POST ${c}/plan/approve`]: on(supervisor, 'dossier', planned('answer'), () => Promise.resolve({ individual: true })),
  [`POST ${c}/plan/return`]: on(supervisor, 'dossier', planned()),
  [`POST ${c}/plan/review`]: on(worker, 'dossier', planned('answer', 'approve')),
  [`POST ${c}/plan/tasks/{task}`]: on(worker, 'dossier', planned('answer', 'approve')),
  'GET /api/assessment/assessments': by(worker),
  'GET /api/assessment/screenings': by(worker),
  'GET /api/assessment/code-lists/{list}': by(undefined),
  'GET /api/assessment/instruments': by(worker),
  'POST /api/assessment/screenings/{screening}/confirm': on(worker, 'screening', (w) => w.screening()),
  'POST /api/assessment/screenings/{screening}/void': on(worker, 'screening', (w) => w.screening()),
  ...logOf('assessment', known),
};
