import Database from 'libsql';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { inclusionProof, leafHash, rootAt, verifyInclusion } from '../../libs/kernel/dist/index.js';
import { openSqliteEventLog, TABLES } from '../../libs/event-log/dist/index.js';
import { openLogKey, parseCheckpoint, saveLastCheckpoint, signCheckpoint } from '../../libs/trust/dist/index.js';
import { verifyStore } from '../../libs/runtime/dist/verify/verify-store.js';
import { append } from './appending.mjs';
import { abba, limitGate, median, percentile, ratioGate, row, stopwatch } from './measure.mjs';
import { LOGS } from './sample.mjs';

export const id = 'B9';
export const title = 'verify a store offline, comparing every column; prove one event';

/** One million unless said otherwise (a quick look while working on it). */
const EVENTS = Number(process.env.LIANXIN_BENCH_EVENTS ?? 1_000_000);
const CHECKPOINTS = 100;
const PROOFS = 1000;
const LOG = LOGS[3];

export async function run({ folder, rounds, say }) {
  const home = join(folder, 'b9');
  const path = join(home, 'data', 'intake', 'log.db');
  const keysDir = join(home, 'keys');
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  say(`writing ${EVENTS} events`);
  await append(path, { count: EVENTS - 512, clients: 512, logOf: () => LOG });
  await sign(path, keysDir);

  const verify = async (threads) => {
    const time = stopwatch();
    const verdict = await verifyStore({ dataDir: join(home, 'data'), keysDir, threads });
    if (!verdict.clean || verdict.logs[0].events < EVENTS || verdict.logs[0].signedUpTo < EVENTS) throw new Error(JSON.stringify(verdict.findings));
    return time(verdict.events);
  };
  const columns = TABLES.event.join(', ');
  const cores = availableParallelism();
  const results = await abba([
    { name: `verify, ${cores} threads`, run: () => verify(cores) },
    { name: 'verify, 1 thread', run: () => verify(0) },
    { name: 'read all columns and hash', run: async () => readAndHash(path, columns, TABLES.event.indexOf('body')) },
    { name: 'read bodies and hash', run: async () => readAndHash(path, 'log, position, body', 2) },
  ], rounds, say);
  const proofs = await prove(path);
  rmSync(home, { recursive: true });
  return {
    rows: [...results.values()].map((r) => row(r)).concat(row({ name: 'inclusion proof', rates: [1000 / median(proofs.took)], latencies: proofs.took, cpus: [proofs.cpu] }, 'proofs/s')),
    gates: [
      ratioGate(`verify / read all columns and hash, ${cores} threads`, results, `verify, ${cores} threads`, 'read all columns and hash', 0.7),
      ratioGate('verify / read all columns and hash, 1 thread', results, 'verify, 1 thread', 'read all columns and hash', 0.7),
      ratioGate(`verify / read bodies and hash, ${cores} threads`, results, `verify, ${cores} threads`, 'read bodies and hash', 0.7),
      limitGate(`inclusion proof at ${EVENTS} events, p99`, percentile(proofs.took, 99), 5, 'ms'),
    ],
    notes: [
      `verify also recomputes the tree, compares versions, times, head and nodes, and checks ${CHECKPOINTS} signed checkpoints; the probes read rows in position order, ${PAGE} at a time, and make each leaf hash`,
      'no mirror in this store: with one, its rows are verified too',
    ],
  };
}

const PAGE = 1000;

/** The yardstick: the plainest way to read a log and hash what it holds. */
function readAndHash(path, columns, body) {
  const db = new Database(path);
  const page = db.prepare(`SELECT ${columns} FROM event WHERE log = ? AND position > ? ORDER BY position LIMIT ${PAGE}`).raw(true);
  const time = stopwatch();
  let seen = 0;
  let bits = 0;
  for (let rows = page.all([LOG, 0]); rows.length > 0; rows = page.all([LOG, rows.at(-1)[1]])) {
    for (const r of rows) bits ^= leafHash(r[body])[0];
    seen += rows.length;
  }
  const result = time(seen);
  db.close();
  if (seen < EVENTS || bits < 0) throw new Error(`read ${seen} events`);
  return result;
}

async function sign(path, keysDir) {
  const log = await openSqliteEventLog({ path, inThread: true });
  const key = openLogKey(keysDir, 'lianxin.example', LOG);
  if (!key.ok) throw new Error(key.refusal.en);
  const { size } = await log.head(LOG);
  for (let i = 1; i <= CHECKPOINTS; i += 1) {
    const at = Math.floor((size * i) / CHECKPOINTS);
    const text = signCheckpoint(key.value, at, await rootAt(log.tree(LOG), at));
    await log.saveCheckpoint({ log: LOG, size: at, text });
    if (i === CHECKPOINTS) saveLastCheckpoint(keysDir, parseCheckpoint(text).value);
  }
  await log.close();
}

async function prove(path) {
  const log = await openSqliteEventLog({ path, readOnly: true });
  const { size, root } = await log.head(LOG);
  const took = [];
  const time = stopwatch();
  for (let i = 0; i < PROOFS + 50; i += 1) {
    const index = Math.floor(Math.random() * size);
    const since = performance.now();
    const proof = await inclusionProof(log.tree(LOG), index, size);
    if (i >= 50) took.push(performance.now() - since);
    const [leaf] = await log.tree(LOG).leaves(index, index + 1);
    if (!verifyInclusion(leaf, index, size, proof, root)) throw new Error(`the proof of ${index} does not hold`);
  }
  const { cpu } = time(took.length);
  await log.close();
  return { took, cpu };
}
