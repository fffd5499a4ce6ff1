import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { load, post } from './http-load.mjs';
import { abba, limitGate, median, percentile, ratioGate, row } from './measure.mjs';

/**
 * A whole command over HTTP: token, rate limit, guard, schema, command bus, state, sealing of its text, envelope, durable
 * append in the log's own thread, answer; behind it views and search index are kept, as in the product. Beside it the same
 * route doing nothing: same hooks, guard, pipes and schemas, and no command. Load comes from this process.
 */
export const id = 'B3';
export const title = 'a command over HTTP, 32 connections';

const CONNECTIONS = 32;
const COUNT = 6_000;
const DOSSIERS = 256;
const NOTE = '电话告知来访人：街道已约物业公司下周三到场协调电梯维修，费用由维修资金列支；来访人表示可以到场，希望社工同去，并再次说明楼道照明仍未修复，夜间老人上下楼不便。';

async function start(folder, env) {
  const dir = mkdtempSync(join(folder, 'city-'));
  const child = fork(join(import.meta.dirname, 'command-server.mjs'), [], {
    env: { ...process.env, ...env, PORT: '0', LIANXIN_DATA: join(dir, 'data'), LIANXIN_KEYS: join(dir, 'keys'), LIANXIN_RATE_LIMIT_LOOPBACK: '10000000' }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ...(process.env.BENCH_PROFILE ? { execArgv: ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] } : {}),
  });
  const waiting = new Map();
  child.on('message', ({ id: to, value, error }) => { const w = waiting.get(to); waiting.delete(to); if (error) w.reject(new Error(error)); else w.resolve(value); });
  child.on('exit', (code) => { for (const w of waiting.values()) w.reject(new Error(`the server ended with ${code}`)); });
  let ids = 0;
  const ready = new Promise((resolve, reject) => { waiting.set(0, { resolve, reject }); });
  const ask = (what) => new Promise((resolve, reject) => { ids += 1; waiting.set(ids, { resolve, reject }); child.send({ id: ids, ask: what }); });
  const { url, worker, desk } = await ready;
  return {
    ask, worker, desk, port: Number(new URL(url).port),
    async stop() { await ask('stop'); rmSync(dir, { recursive: true, force: true }); },
  };
}

async function dossiers(server) {
  const opened = [];
  for (let i = 0; i < DOSSIERS; i += 1) {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/intake/dossiers`, {
      method: 'POST', headers: { authorization: `Bearer ${server.desk}`, 'content-type': 'application/json' }, body: JSON.stringify(CONTACT),
    });
    const answer = await response.json();
    if (response.status !== 201) throw new Error(JSON.stringify(answer));
    opened.push(answer.id);
  }
  return opened;
}

const CONTACT = { channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' }, contact: { phone: '13800000000' } }, claim: '小区电梯多次停运，请求督促物业公司维修。', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, safety: { answer: 'NO' }, conflict: 'NONE' };


async function compare(env, { folder, rounds, say, named = '' }) {
  const server = await start(folder, env);
  try {
    const ids = await dossiers(server);
    const requests = (path, headers) => { let n = 0; return () => post({ path: `/api/${path}/dossiers/${ids[(n += 1) % ids.length]}/contacts`, token: server.worker, body: { form: 'PHONE', note: NOTE }, ...(headers ? { headers: headers() } : {}) }); };
    const lags = { command: [], nothing: [] };
    const run = (kind, path, headers) => async () => {
      await server.ask('settle');
      const before = await server.ask('size');
      await server.ask('watch');
      const result = await load({ port: server.port, connections: CONNECTIONS, count: COUNT, next: requests(path, headers) });
      lags[kind].push(await server.ask('lag'));
      const written = (await server.ask('size')) - before;
      if (written !== (kind === 'command' ? COUNT : 0)) throw new Error(`${COUNT} answers, ${written} events in the log`);
      return result;
    };
    const key = () => ({ 'idempotency-key': `bench-${performance.now()}-${Math.random()}`.replaceAll('.', '-') });
    const results = await abba([
      { name: `command${named}`, run: run('command', 'intake') },
      { name: `the same route doing nothing${named}`, run: run('nothing', 'nothing') },
      ...(named === '' ? [{ name: 'command with an idempotency key', run: run('command', 'intake', key) }] : []),
    ], rounds, say);
    const { user, system } = (await server.ask('lag')).cpu;
    return { results, lags, seconds: (user + system) / 1e6 };
  } finally { await server.stop(); }
}

export async function run({ folder, rounds, say }) {
  const { results, lags, seconds } = await compare({ BENCH_SERVICES: 'intake' }, { folder, rounds, say });
  const city = await compare({ BENCH_SERVICES: 'all' }, { folder, rounds: Math.min(rounds, 2), say, named: ', all six services' });
  const command = results.get('command');
  const nothing = results.get('the same route doing nothing');
  const p99 = percentile(command.latencies, 99);
  const worst = (all) => `${median(all.map((l) => l.p99)).toFixed(1)} ms (max ${Math.max(...all.map((l) => l.max)).toFixed(0)})`;
  return {
    childSeconds: seconds + city.seconds,
    rows: [...results.values(), ...city.results.values()].map((r) => row(r, 'requests/s')),
    gates: [
      ratioGate('command / the same route doing nothing', results, 'command', 'the same route doing nothing', 0.35),
      { name: 'commands a second', value: median(command.rates), worst: Math.min(...command.rates), bound: '≥ 2500', pass: median(command.rates) >= 2500 },
      limitGate('p99 of a command / p99 of the route doing nothing', p99 / percentile(nothing.latencies, 99), 3),
    ],
    notes: [
      `event-loop delay p99 of the server: command ${worst(lags.command)}, nothing ${worst(lags.nothing)}; all six services: command ${worst(city.lags.command)}; memory ${Math.round(lags.command.at(-1).rss)} MB, six services ${Math.round(city.lags.command.at(-1).rss)} MB`,
      `${CONNECTIONS} connections, ${COUNT} requests a run over ${DOSSIERS} cases; load and server share the machine; every answer was found in the log`,
    ],
  };
}
