import { by, logOf, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { archivist, worker, supervisor, auditor, admin } = who;
const dossier = async (w: World) => (await w.dossier()).id;
const closed = async (w: World) => (await w.closed()).id;
const known = (w: World) => w.known('closed', () => closed(w));
const story = (w: World) => w.story();
const published = async (w: World) => {
  const id = await w.story();
  await w.do(supervisor, 'POST /api/archive/library/{story}/publish', { story: id });
  return id;
};
/** Where the claim of a case stands in the log. */
const claimOf = async (w: World, caseid: string): Promise<{ readonly log: string; readonly position: number; readonly path: string }> => {
  const { body } = await w.api.succeed(worker, 'GET /api/archive/cases/{caseid}/timeline', { path: { caseid } });
  const { log, position } = (body['events'] as { log: string; position: number; name: string }[]).find((e) => e.name === 'ContactMade')!;
  return { log, position, path: '/words' };
};
const proven = (query: Readonly<Record<string, string>>) => by(auditor, async (w) => { await known(w); return { path: { log: 'intake.440106' }, query }; });
const c = '/api/archive/cases/{caseid}';
const l = '/api/archive/library/{story}';

export const archive: Recipes = {
  'GET /api/archive/cases': by(worker, async (w) => ({ query: { number: (await w.reader()).number } })),
  [`GET ${c}`]: on(worker, 'caseid', known),
  [`GET ${c}/timeline`]: on(worker, 'caseid', known),
  [`POST ${c}/close`]: on(archivist, 'caseid', dossier),
  [`POST ${c}/reopen`]: on(archivist, 'caseid', closed),
  [`POST ${c}/seal`]: on(archivist, 'caseid', closed),
  [`GET ${c}/seal`]: on(archivist, 'caseid', known),
  [`GET ${c}/bundle`]: on(archivist, 'caseid', known),
  [`POST ${c}/bundle`]: on(archivist, 'caseid', known, async (w) => ({ disclose: [await claimOf(w, await known(w))] })),
  [`POST ${c}/retention`]: on(archivist, 'caseid', dossier),
  [`POST ${c}/hold`]: on(archivist, 'caseid', dossier),
  [`POST ${c}/hold/lift`]: on(archivist, 'caseid', async (w) => {
    const id = await dossier(w);
    await w.do(archivist, `POST ${c}/hold`, { caseid: id });
    return id;
  }),
  [`GET ${c}/file`]: on(worker, 'caseid', known),
  [`GET ${c}/follow-ups`]: on(worker, 'caseid', known),
  [`POST ${c}/follow-ups`]: on(worker, 'caseid', async (w) => {
    const id = await dossier(w);
    await w.do(worker, 'POST /api/intake/dossiers/{dossier}/consents', { dossier: id });
    await w.do(archivist, `POST ${c}/close`, { caseid: id });
    return id;
  }),
  'GET /api/archive/follow-ups': by(worker),
  [`POST ${c}/loans`]: on(archivist, 'caseid', dossier),
  [`POST ${c}/loans/{loan}/return`]: by(archivist, async (w) => ({ path: { ...await w.loan() } })),
  'GET /api/archive/loans': by(archivist),
  'GET /api/archive/library': by(worker),
  'POST /api/archive/library': by(worker),
  [`GET ${l}`]: on(worker, 'story', (w) => w.known('story', () => story(w))),
  [`POST ${l}/revise`]: on(worker, 'story', async (w) => {
    const id = await w.story();
    await w.do(supervisor, `POST ${l}/return`, { story: id });
    return id;
  }),
  [`POST ${l}/return`]: on(supervisor, 'story', story),
  [`POST ${l}/publish`]: on(supervisor, 'story', story),
  [`POST ${l}/withdraw`]: on(supervisor, 'story', published),
  'GET /api/archive/standard': by(undefined),
  'GET /api/archive/standard/{edition}': by(undefined),
  'GET /api/archive/logs': by(auditor),
  'GET /api/archive/checkpoints': by(auditor),
  'GET /api/archive/vkeys': by(auditor),
  'GET /api/archive/log/{log}/checkpoints': proven({}),
  'GET /api/archive/log/{log}/proof': proven({ position: '1' }),
  'GET /api/archive/log/{log}/consistency': proven({ from: '1', to: '2' }),
  ...logOf('archive', known),
};

export const host: Recipes = {
  'GET /health/live': by(undefined),
  'GET /health/ready': by(undefined),
  'GET /metrics': by(undefined),
  'GET /dev/users': by(undefined),
  'POST /dev/token': by(undefined),
  'POST /api/statute/deadlines': by(undefined),
  'GET /api/statute/rules': by(undefined),
  'GET /api/statute/calendar': by(undefined),
  'GET /api/statute/pathways': by(undefined),
  'GET /api/desk/work': by(worker),
  'GET /api/desk/monthly-return': by(supervisor),
  'GET /api/desk/monthly-return.xlsx': by(supervisor),
  'GET /api/desk/monthly-return/cases': by(supervisor, () => Promise.resolve({ query: { district: '440106', group: 'received' } })),
  'GET /api/platform/views': by(admin),
  'POST /api/platform/views/rebuild': by(admin),
  'POST /api/platform/search/rebuild': by(admin),
  'GET /api/platform/parked': by(admin),
  'POST /api/platform/parked/retry': by(admin),
  'GET /api/platform/logs/shut': by(admin),
  'POST /api/platform/logs/succeed': by(admin),
  'GET /api/platform/sagas': by(admin),
  'GET /api/platform/sagas/definitions': by(admin),
  'GET /api/platform/sagas/{stream}': on(admin, 'stream', (w) => w.saga()),
  'POST /api/platform/sagas/release': by(admin),
  'GET /api/platform/keys': by(admin),
  'POST /api/platform/keys/renew': by(admin),
};
