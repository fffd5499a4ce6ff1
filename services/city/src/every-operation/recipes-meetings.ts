import { by, on, type Recipes } from './recipe.js';
import { who, type World } from './world.js';

const { desk } = who;
const all = '/api/coordination/joint-meetings';
const one = `${all}/{meeting}`;

/** A joint meeting whose hour has come. */
const meeting = async (w: World): Promise<string> => {
  await w.departments();
  return (await w.do(desk, `POST ${all}`, {}, { at: new Date(Date.now() - 3_600_000).toISOString() }))['id']!;
};
const held = async (w: World): Promise<string> => {
  const made = await meeting(w);
  await w.do(desk, `POST ${one}/minutes`, { meeting: made });
  return made;
};

export const meetings: Recipes = {
  [`POST ${all}`]: by(desk, async (w) => { await w.departments(); return {}; }),
  [`GET ${all}`]: by(desk),
  [`GET ${one}`]: on(desk, 'meeting', (w) => w.known('meeting', () => meeting(w))),
  [`POST ${one}/minutes`]: on(desk, 'meeting', meeting),
  [`POST ${one}/sign`]: on(desk, 'meeting', held),
  [`POST ${one}/settle`]: on(desk, 'meeting', held),
  [`POST ${one}/postpone`]: on(desk, 'meeting', held),
  [`POST ${one}/cancel`]: on(desk, 'meeting', meeting),
};
