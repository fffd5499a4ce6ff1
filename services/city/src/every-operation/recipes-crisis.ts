import { by, logOf, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { desk, worker, supervisor } = who;
const dossier = async (w: World) => (await w.dossier()).id;
const raised = async (w: World) => (await w.raised()).dossier;
const episode = (...steps: readonly ('respond' | 'hand-over' | 'debrief')[]) => async (w: World) => (await w.episode(...steps)).episode;
const known = (w: World) => w.known('raised', () => w.raised());
const report = async (w: World) => (await w.do(worker, 'POST /api/crisis/cases/{dossier}/reports', { dossier: await dossier(w) }))['id']!;
const c = '/api/crisis/cases/{dossier}';
const e = '/api/crisis/episodes/{episode}';

export const crisis: Recipes = {
  [`GET ${c}`]: on(worker, 'dossier', async (w) => (await known(w)).dossier),
  [`POST ${c}/raise`]: on(desk, 'dossier', dossier),
  [`POST ${c}/upgrade`]: on(desk, 'dossier', async (w) => {
    const id = await dossier(w);
    await w.do(desk, `POST ${c}/raise`, { dossier: id }, { level: 'YELLOW' });
    return id;
  }),
  [`POST ${c}/reassess`]: on(worker, 'dossier', raised),
  [`POST ${c}/downgrade`]: on(supervisor, 'dossier', raised),
  [`POST ${c}/clear`]: on(supervisor, 'dossier', raised),
  [`POST ${c}/safety-plan`]: on(worker, 'dossier', raised),
  [`POST ${c}/reports`]: on(worker, 'dossier', dossier),
  'GET /api/crisis/episodes': by(worker),
  [`GET ${e}`]: on(worker, 'episode', async (w) => (await known(w)).episode),
  [`POST ${e}/respond`]: on(worker, 'episode', episode()),
  [`POST ${e}/notify`]: on(worker, 'episode', episode()),
  [`POST ${e}/actions`]: on(worker, 'episode', episode()),
  [`POST ${e}/hand-over`]: on(worker, 'episode', episode('respond')),
  [`POST ${e}/take-over`]: on(who.colleague, 'episode', episode('respond', 'hand-over')),
  [`POST ${e}/debrief`]: on(worker, 'episode', episode('respond')),
  [`POST ${e}/close`]: on(worker, 'episode', async (w) => {
    const made = await w.episode('respond', 'debrief');
    await w.do(supervisor, `POST ${c}/clear`, { dossier: made.dossier });
    return made.episode;
  }),
  'GET /api/crisis/concerns': by(worker),
  'GET /api/crisis/concerns/counts': by(worker),
  'GET /api/crisis/reassessments': by(worker),
  'GET /api/crisis/levels': by(worker),
  'GET /api/crisis/reports': by(worker),
  'POST /api/crisis/reports/{report}/receipt': on(worker, 'report', report),
  ...logOf('crisis', known),
};
