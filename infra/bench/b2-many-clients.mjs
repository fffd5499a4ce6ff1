import { append } from './appending.mjs';
import { abba, limitGate, percentile, ratioGate, row } from './measure.mjs';
import { prebuiltRows, writeMaking, writeRows } from './probe.mjs';
import { LOGS } from './sample.mjs';

export const id = 'B2';
export const title = 'durable append by 64 clients, on 1 log and over 11';

const CLIENTS = 64;

export async function run({ file, rounds, say }) {
  const count = CLIENTS * 160;
  const spreads = [{ spread: '1 log', logOf: () => LOGS[3] }, { spread: '11 logs', logOf: (c) => LOGS[c % LOGS.length] }];
  const rows = [];
  const gates = [];
  for (const { spread, logOf } of spreads) {
    const prebuilt = prebuiltRows(count, CLIENTS, logOf);
    const ours = `event log, ${spread}`;
    const raw = `raw 64 per transaction, ${spread}`;
    const making = `probe that stringifies and hashes, ${spread}`;
    const background = `${ours}, background checkpoints`;
    const cases = [
      { name: ours, run: () => append(file(), { count, clients: CLIENTS, logOf }) },
      { name: background, run: () => append(file(), { count, clients: CLIENTS, logOf, backgroundCheckpoints: true }) },
      { name: making, run: async () => writeMaking(file(), count, CLIENTS, CLIENTS, logOf, { tree: true }) },
      { name: raw, run: async () => writeRows(file(), prebuilt, CLIENTS) },
      { name: `${making}, leaves only`, run: async () => writeMaking(file(), count, CLIENTS, CLIENTS, logOf, { tree: false }) },
      { name: `${ours}, in a worker`, run: () => append(file(), { count, clients: CLIENTS, logOf, inThread: false }) },
      { name: `${ours}, with fingerprints`, run: () => append(file(), { count, clients: CLIENTS, logOf, fingerprint: true }) },
    ];
    const results = await abba(cases, rounds, say);
    rows.push(...[...results.values()].map((r) => row(r)));
    gates.push(
      ratioGate(`event log / raw 64 per transaction, ${spread}`, results, ours, raw, 0.48),
      ratioGate(`event log / probe that stringifies and hashes, ${spread}`, results, ours, making, 0.85),
      limitGate(`p99 of an append with background checkpoints, ${spread}`, percentile(results.get(background).latencies, 99), 10, 'ms'),
    );
  }
  return {
    rows, gates,
    notes: ['the probe that stringifies and hashes makes ids, envelope, JSON, leaf hash and the tree’s inner hashes inside the clock; "leaves only" leaves out the tree. p50/p99 of raw rows are per transaction'],
  };
}
