import { setTimeout as delay } from 'node:timers/promises';
import { by, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { worker, department } = who;
const start = 'POST /api/coordination/cases/{dossier}/referral-rounds';
const round = async (w: World, body?: Readonly<Record<string, unknown>>): Promise<string> => {
  await w.departments();
  return (await w.do(worker, start, { dossier: (await w.taken()).id }, body))['id']!;
};

/** A round in which all must answer and one gave back what it was asked. */
const stuck = async (w: World): Promise<string> => {
  const { members } = w.api.example(start) as { members: unknown[] };
  const made = await round(w, { rule: 'ALL', atLeast: undefined, lead: undefined, members: members.slice(0, 2) });
  for (const until = Date.now() + 10_000; Date.now() < until; await delay(25)) {
    const { summary } = (await w.api.ask(worker, 'GET /api/coordination/referral-rounds/{round}', { path: { round: made } })).body as { summary?: { units: { unit: string; referral: string; state: string }[] } };
    const asked = summary?.units.find((u) => u.unit.startsWith('CIVIL_AFFAIRS') && u.state === 'SENT');
    if (!asked) continue;
    for (const step of ['acknowledge', 'decline']) await w.do(department, `POST /api/coordination/referrals/{referral}/${step}`, { referral: asked.referral });
    return made;
  }
  throw new Error('a unit of a round was not sent its referral');
};

export const rounds: Recipes = {
  [start]: by(worker, async (w) => { await w.departments(); return { path: { dossier: (await w.taken()).id } }; }),
  'GET /api/coordination/referral-rounds': by(worker),
  'GET /api/coordination/referral-rounds/{round}': on(worker, 'round', (w) => w.known('round', () => round(w))),
  'POST /api/coordination/referral-rounds/{round}/call-off': on(worker, 'round', (w) => round(w)),
  'POST /api/coordination/referral-rounds/{round}/decide': on(who.desk, 'round', stuck),
};
