import { by, logOf, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { desk, worker, supervisor } = who;
const dossier = async (w: World) => (await w.dossier()).id;
const taken = async (w: World) => (await w.taken()).id;
const known = async (w: World) => (await w.reader()).id;
const matter = async (w: World) => (await w.dossier()).matter;
const subject = async (w: World) => (await w.dossier()).subject;
const d = '/api/intake/dossiers/{dossier}';

export const intake: Recipes = {
  'POST /api/intake/dossiers': by(desk),
  'GET /api/intake/dossiers': by(desk),
  [`GET ${d}`]: on(desk, 'dossier', known),
  [`GET ${d}/query-code`]: on(desk, 'dossier', known),
  [`POST ${d}/contacts`]: on(desk, 'dossier', dossier),
  [`POST ${d}/take`]: on(worker, 'dossier', dossier),
  [`POST ${d}/assign`]: on(supervisor, 'dossier', dossier),
  [`POST ${d}/return`]: on(worker, 'dossier', taken),
  [`POST ${d}/consents`]: on(desk, 'dossier', dossier),
  [`POST ${d}/consents/withdraw`]: on(desk, 'dossier', dossier),
  [`POST ${d}/conflicts`]: on(desk, 'dossier', dossier),
  [`POST ${d}/matters`]: on(desk, 'dossier', dossier),
  'GET /api/intake/matters': by(desk),
  'GET /api/intake/matters/{matter}': on(desk, 'matter', async (w) => (await w.reader()).matter),
  'POST /api/intake/matters/{matter}/answers': on(desk, 'matter', matter),
  'POST /api/intake/matters/{matter}/reclassify': on(desk, 'matter', matter),
  'POST /api/intake/matters/{matter}/repeats': on(desk, 'matter', matter, async (w) => ({ earlier: (await w.reader()).matter })),
  'GET /api/intake/subjects/{subject}': on(desk, 'subject', async (w) => (await w.reader()).subject),
  'POST /api/intake/subjects/{subject}/identity': on(desk, 'subject', subject),
  'POST /api/intake/subjects/{subject}/contact': on(desk, 'subject', subject),
  'POST /api/intake/search': by(desk),
  'POST /api/intake/duplicates': by(desk),
  'GET /api/intake/statistics': by(supervisor),
  'GET /api/intake/code-lists/{list}': by(undefined),
  'POST /api/intake/imports/items': by(who.importer),
  'POST /api/intake/erasures': by(supervisor, async (w) => ({ body: { scope: { subjects: [await subject(w)] } } })),
  'GET /api/intake/erasures': by(supervisor),
  'GET /api/intake/erasures/{erasure}': on(supervisor, 'erasure', (w) => w.known('erasure', () => w.erasure())),
  'POST /api/intake/erasures/{erasure}/approve': on(who.second, 'erasure', (w) => w.erasure()),
  'POST /api/intake/erasures/{erasure}/decline': on(who.second, 'erasure', (w) => w.erasure()),
  [`POST ${d}/rights-notice`]: on(desk, 'dossier', dossier),
  [`POST ${d}/hand-over`]: on(worker, 'dossier', dossier),
  [`POST ${d}/hand-over/recall`]: on(worker, 'dossier', async (w) => {
    const id = await dossier(w);
    await w.do(worker, `POST ${d}/hand-over`, { dossier: id });
    return id;
  }),
  [`POST ${d}/take-over`]: on(supervisor, 'dossier', async (w) => (await w.offered()).id),
  'GET /api/intake/hand-overs': by(desk),
  'GET /api/intake/hand-overs/{dossier}': on(supervisor, 'dossier', (w) => w.known('offered', async () => (await w.offered()).id)),
  'POST /api/intake/progress': by(undefined, async (w) => ({ body: { code: (await w.do(desk, `GET ${d}/query-code`, { dossier: await known(w) }))['code'] } })),
  'GET /api/intake/rights-notice': by(undefined),
  ...logOf('intake', (w) => w.reader()),
};
