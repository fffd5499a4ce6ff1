import { decider, happened, systemClock, uuidv7 } from '../../libs/kernel/dist/index.js';
import { openSqliteEventLog } from '../../libs/event-log/dist/index.js';
import { CommandPipeline, openSqliteSnapshots, step } from '../../libs/runtime/dist/index.js';
import { abba, limitGate, median, percentile, ratioGate, row } from './measure.mjs';
import { prebuiltRows, writeRows } from './probe.mjs';
import { LOGS } from './sample.mjs';

/**
 * Commands on one stream through the whole pipeline (state, decision, envelope, append), as a register of numbers gets
 * them. Warm: the stream's state is in memory. Cold: log, snapshots and pipeline are opened anew, the first command is timed.
 */
export const id = 'B4';
export const title = 'commands on one hot stream of 300, 5,000 and 50,000 events';

const CLIENTS = 16;
/** Enough for several checkpoints: the raw rows are written for as long, and a write-ahead log that still grows is slower than one that is used again. */
const COMMANDS = 16_000;
const WARM = 6400;
const LOG = LOGS[3];
const [service, district] = LOG.split('.');
const STREAM = `register-${district}-${uuidv7()}`;
const actor = { id: 'staff-7f3a', role: 'worker', district };
const TEXT = '来访人反映所住小区物业公司长期不履行维修义务，电梯多次停运，楼道照明损坏无人更换，曾向街道办事处和住建部门反映，均答复正在处理，至今没有结果。';

const register = decider({
  name: 'bench-register', stateVersion: 1, initial: { next: 1 },
  decide: { Give: (data, state) => [happened('Given', { number: state.next, text: data.text })] },
  evolve: { Given: (_, data) => ({ next: data.number + 1 }) },
});
const give = {
  name: 'Give', action: 'bench.give', body: undefined, district: () => district,
  prepare: async (body) => ({ steps: [step(register, STREAM, { type: 'Give', data: body })] }),
};
const types = { typeOf: (name) => `lianxin.bench.${name.toLowerCase()}.v1`, read: (type, data) => (type === 'lianxin.bench.given.v1' ? { type: 'Given', data } : undefined) };

async function open(path) {
  const log = await openSqliteEventLog({ path, inThread: true });
  const snapshots = openSqliteSnapshots(`${path}-snapshots`);
  const pipeline = new CommandPipeline({
    service, installation: 'lianxin.example', log, types, clock: systemClock, snapshots,
    seal: () => Promise.reject(new Error('nothing is sealed here')), secret: async () => Buffer.alloc(32, 1),
  });
  return { log, pipeline, close: async () => { await pipeline.close(); await log.close(); snapshots.close(); } };
}

async function commands(pipeline, count, clients, latencies) {
  const client = async () => {
    for (let i = 0; i < count / clients; i += 1) {
      const since = performance.now();
      const answer = await pipeline.execute(give, { text: TEXT }, { actor });
      if (!answer.ok) throw new Error(`the bench's command was refused: ${answer.refusal.code}`);
      latencies?.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

export async function run({ folder, file, rounds, say }) {
  const sizes = [300, 5000, 50_000];
  const stores = new Map();
  for (const size of sizes) {
    say(`filling a stream with ${size} events`);
    const path = `${folder}/hot-${size}.db`;
    const store = await open(path);
    await commands(store.pipeline, size, 20);
    await store.close();
    stores.set(size, path);
  }
  const warm = (size) => async () => {
    const store = await open(stores.get(size));
    await commands(store.pipeline, WARM, CLIENTS);
    const latencies = [];
    const since = performance.now();
    await commands(store.pipeline, COMMANDS, CLIENTS, latencies);
    const rate = (COMMANDS / (performance.now() - since)) * 1000;
    await store.close();
    return { rate, latencies };
  };
  const rows = prebuiltRows(3000, 1, () => LOG);
  const name = (size) => `16 clients, ${size.toLocaleString('en')} events before`;
  const results = await abba([
    ...sizes.map((size) => ({ name: name(size), run: warm(size) })),
    { name: 'raw, one per commit', run: async () => writeRows(file(), rows, 1) },
  ], rounds, say);

  const gates = sizes.map((size) => ratioGate(`${name(size)} / raw`, results, name(size), 'raw, one per commit', 3));
  const rates = sizes.map((size) => median(results.get(name(size)).rates));
  gates.push(limitGate('fastest / slowest of the three sizes', Math.max(...rates) / Math.min(...rates), 1.3));

  const notes = [];
  for (const size of sizes) {
    const colds = [];
    const warms = [];
    for (let i = 0; i < 20; i += 1) {
      const store = await open(stores.get(size));
      await commands(store.pipeline, 1, 1, colds);
      await commands(store.pipeline, 10, 1);
      await commands(store.pipeline, 20, 1, warms);
      await store.close();
    }
    const [cold, hot] = [median(colds), median(warms)];
    gates.push(limitGate(`first command after opening / warm, ${size.toLocaleString('en')} events`, cold / hot, 3));
    notes.push(`${size.toLocaleString('en')} events: first command ${cold.toFixed(2)} ms (p99 ${percentile(colds, 99).toFixed(2)}), warm ${hot.toFixed(2)} ms, one client, median of 20 openings`);
  }
  return { rows: [...results.values()].map((r) => row(r, 'commands/s')), gates, notes };
}
