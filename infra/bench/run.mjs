/**
 * `npm run bench [-- --only b1,b2] [--rounds 5] [--out FILE]`: runs the cases `b<n>-*.mjs` of this folder, prints a table
 * and writes JSON. A case exports `id`, `title` and `run({ file, folder, rounds, say })`, which gives
 * `{ rows, gates, notes }`; `file()` is a fresh path for a store.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, watchOthers } from './machine.mjs';
import { openProbe, readBack } from './probe.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string' }, rounds: { type: 'string', default: '5' }, out: { type: 'string' }, folder: { type: 'string', default: join(import.meta.dirname, 'results') } } });
const say = (text) => console.error(`  ${text}`);
const only = options.only?.toLowerCase().split(',');

mkdirSync(options.folder, { recursive: true });
const folder = mkdtempSync(join(options.folder, 'run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let files = 0;
let last;
const file = () => {
  if (last) for (const end of ['', '-wal', '-shm']) rmSync(`${last}${end}`, { force: true });
  last = join(folder, `store-${(files += 1)}.db`);
  return last;
};

const hardware = machine(folder);
const { db } = openProbe(file());
const settings = readBack(db);
db.close();
const load = os.loadavg()[0];
console.log(`${hardware.cpu}, ${hardware.cores} cores, ${hardware.memoryGB} GB, ${hardware.fileSystem}, ${hardware.os}, Node ${hardware.node}, libsql ${hardware.libsql}`);
console.log(`settings read back: ${JSON.stringify(settings)}`);
const warnings = [];
const warn = (text) => { warnings.push(text); console.log(`WARNING: ${text}`); };
if (load > 0.25 * hardware.cores) warn(`the machine is not idle (load ${load.toFixed(2)} on ${hardware.cores} cores): figures are lower and less even than they would be`);

const cases = [];
const number = (name) => Number(/^b(\d+)/.exec(name)[1]);
for (const name of readdirSync(import.meta.dirname).filter((n) => /^b\d+-.*\.mjs$/.test(n)).toSorted((a, b) => number(a) - number(b))) {
  if (only && !only.includes(`b${number(name)}`)) continue;
  const bench = await import(`./${name}`);
  console.log(`\n${bench.id} ${bench.title}`);
  const others = watchOthers();
  const { childSeconds, ...result } = await bench.run({ file, folder, rounds: Number(options.rounds), say });
  const beside = others(childSeconds);
  print(result);
  if (beside && beside.othersCores > 0.15) warn(`other programs used ${beside.othersCores.toFixed(2)} cores during ${bench.id}`);
  if (beside && beside.stolenCores > 0.1) warn(`the host took ${beside.stolenCores.toFixed(2)} cores away during ${bench.id}`);
  cases.push({ id: bench.id, title: bench.title, ...result, ...beside });
}

const gates = cases.flatMap((c) => c.gates);
const out = options.out ?? join(options.folder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify({ at: new Date().toISOString(), hardware, settings, load, warnings, rounds: Number(options.rounds), cases }, null, 2)}\n`);
console.log(`\n${gates.filter((g) => g.pass).length} of ${gates.length} gates passed; written to ${out}`);
process.exitCode = gates.every((g) => g.pass) ? 0 : 1;

function print({ rows, gates: checked, notes = [] }) {
  const n = (v, digits = 2) => (v === undefined ? '' : v.toFixed(digits));
  const lines = [['', 'median', 'worst', 'best', '', 'µs CPU', 'p50 ms', 'p99 ms', 'max ms'],
    ...rows.map((r) => [r.name, n(r.rate, 0), n(r.worst, 0), n(r.best, 0), r.unit, n(r.cpu, 1), n(r.p50), n(r.p99), n(r.max)])];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((l) => l[i].length)));
  for (const l of lines) console.log(`  ${l.map((c, i) => (i === 0 || i === 4 ? c.padEnd(widths[i]) : c.padStart(widths[i]))).join('  ')}`);
  for (const g of checked) console.log(`  ${g.pass ? 'PASS' : 'FAIL'}  ${g.name}: ${g.value.toFixed(2)} (${g.bound}${g.worst === undefined ? '' : `, worst round ${g.worst.toFixed(2)}`})`);
  for (const note of notes) console.log(`  ${note}`);
}
