/**
 * `npm run fuzz [-- --only intake,archive] [--requests 10000] [--seed 1]`: starts the built city on a fresh folder and
 *   1. lets every operation of /openapi.json succeed once with its documented example, by who may do it;
 *   2. lets schemathesis (PyPI, in a virtual environment of its own) make up requests from the same description: each
 *      operation as each role that may do it, on things that are there in the right state.
 * Ends with 1 on an answer of 5xx (with a way to repeat it) or an operation that never succeeded.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describe, mayAsk, things } from './description.mjs';
import { run, schemathesis } from './schemathesis.mjs';
import { count, difference, tally } from './counts.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string' }, requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' }, sets: { type: 'string', default: '3' } } });
const wanted = Number(options.requests);
const root = join(import.meta.dirname, '..', '..');
const built = (file) => import(join(root, 'services', 'city', 'dist', 'every-operation', file));
const [{ Api }, { World, roles, who }, { recipes }, { inTurn, succeedOnce }] = [await built('api.js'), await built('world.js'), await built('recipes.js'), await built('succeed.js')];
const say = (text) => console.log(text);
const fail = (text) => { console.log(`✗ ${text}`); process.exitCode = 1; };
const since = Date.now();
const seconds = (from) => `${Math.round((Date.now() - from) / 1_000)} s`;

const program = schemathesis(join(import.meta.dirname, '.venv'), say);
const folder = mkdtempSync(join(tmpdir(), 'lianxin-fuzz-'));
const server = spawn(process.execPath, [join(root, 'services', 'city', 'dist', 'main.js')], {
  env: { ...process.env, PORT: '0', LIANXIN_DATA: join(folder, 'data'), LIANXIN_KEYS: join(folder, 'keys'), LIANXIN_RATE_LIMIT_LOOPBACK: '10000000' }, stdio: ['ignore', 'pipe', 'pipe'],
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { server.kill('SIGTERM'); process.exit(130); });
let log = '';
const url = await new Promise((resolve, reject) => {
  const hear = (chunk) => { log += chunk; const m = /已启动：(http:\S+?)（/.exec(log); if (m) resolve(m[1]); };
  server.stdout.on('data', hear);
  server.stderr.on('data', hear);
  server.once('close', () => reject(new Error(`the city ended: ${log}`)));
});

try {
  const api = await Api.of(url);
  const services = options.only?.split(',');
  const chosen = api.operations.filter((o) => services === undefined || services.some((s) => new RegExp(`^\\w+ /(?:api/)?${s}(?:/|$)`).test(o)));
  if (chosen.length === 0) throw new Error(`no operation of ${options.only}: name services as they stand in /api/<service>, or health, metrics, dev`);
  const world = new World(api);
  const metrics = async () => count((await api.send(undefined, 'GET', '/metrics')).text);

  const refusals = await succeedOnce(api, world, recipes, chosen);
  say(`${chosen.length} operations, ${chosen.length - refusals.size} succeeded with their documented example (${seconds(since)})`);

  // Several of everything, in the state that the operation needs: each success may use one up.
  let from = Date.now();
  const ids = await things(world, recipes, chosen.filter((o) => !refusals.has(o)), Number(options.sets), inTurn);
  say(`things to act on are there (${seconds(from)})`);

  const before = await metrics();
  const faults = [];
  // Each role gets what its rights open to it; that the rest is closed the tests of the role table show, cell by cell.
  const slices = [];
  // First those who agree to what others asked for: what waits for them is used up by each role that may decide it.
  for (const user of new Set(chosen.map((o) => recipes[o]?.by ?? who.desk))) if (!roles.includes(user)) slices.push({ user, operations: chosen.filter((o) => recipes[o]?.by === user) });
  for (const user of roles) {
    const open = new Set();
    await inTurn(chosen, async (o) => { if (await mayAsk(api, user, o)) open.add(o); });
    if (open.size > 0) slices.push({ user, operations: chosen.filter((o) => open.has(o)) });
  }
  const pairs = slices.reduce((n, { operations }) => n + operations.length, 0);
  say(`${pairs} pairs of role and operation`);

  // What one example more costs in requests is only known by trying: it is measured and used for the next slices.
  const seen = { cases: 0, requests: 0 };
  const soFar = async () => tally(difference(before, await metrics())).total;
  for (let round = 0, left = wanted; left > 0; round += 1, left = wanted - await soFar()) {
    let pairsLeft = pairs;
    const target = left;
    let made = 0;
    for (const { user, operations } of slices) {
      from = Date.now();
      const then = await metrics();
      const each = seen.cases === 0 ? 5 : seen.requests / seen.cases;
      const n = Math.max(1, Math.round((target - made) / pairsLeft / each));
      const file = describe(folder, api.description, operations, ids);
      faults.push(...await run(program, { file, url, token: await api.token(user), n, seed: Number(options.seed) + round, folder }));
      const { total, text } = tally(difference(then, await metrics()));
      seen.cases += n * operations.length;
      seen.requests += total;
      made += total;
      pairsLeft -= operations.length;
      say(`  ${user}, ${operations.length} operations: ${text} (${seconds(from)})`);
    }
  }

  const [made, all] = [difference(before, await metrics()), await metrics()];
  const route = (o) => o.replaceAll(/\{(\w+)\}/g, ':$1');
  say(`schemathesis: ${tally(made).text}; with success: ${chosen.filter((o) => made.get(route(o))?.['2']).length} of ${chosen.length} operations`);
  say(`all requests: ${tally(all).text} (${seconds(since)})`);
  for (const [key, row] of all) if (row['5']) fail(`5xx: ${key} ${row['5']} times`);
  for (const fault of new Set(faults)) fail(`schemathesis:\n${fault}`);
  for (const line of new Set(log.split('\n').filter((l) => l.includes('"level":"error"')).map((l) => { try { const e = JSON.parse(l); return `${e.route ?? e.where}: ${e.err?.message ?? e.msg}`; } catch { return l; } }))) say(`  log: ${line}`);
  for (const o of chosen) if (!all.get(route(o))?.['2']) fail(`never succeeded: ${o} ${refusals.get(o) ?? ''}`);
  for (const [o, why] of refusals) fail(`the documented example is refused: ${o} ${why}`);
} finally {
  const closed = once(server, 'close');
  server.kill('SIGTERM');
  await closed;
  rmSync(folder, { recursive: true, force: true });
}
if (!process.exitCode) say('✓ no 5xx, every operation succeeded');
