// Kills the server, then the client, then the server … at random moments of an import, with SIGKILL, and asks at the end
// whether anything that was acknowledged is missing or stands twice. The oracle is the client's own journal: a line is
// there only after the server's answer, and only once it is on disk.
//
//   node infra/chaos/import-kills.mjs [--kills 20] [--rows 3000] [--seed 1] [--keep]
//
// Needs a build (npm run build). Works in a folder of its own and with made-up rows.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStoreScan } from '../../libs/event-log/dist/index.js';
import { pause, random, stage, until } from './stage.mjs';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '20' }, rows: { type: 'string', default: '3000' }, seed: { type: 'string', default: '1' }, keep: { type: 'boolean', default: false } } });
const kills = Number(values.kills);
const rows = Number(values.rows);
const next = random(Number(values.seed));
const at = stage('kills', rows);
const journal = join(at.work, 'journal');
const importing = () => at.lianxin('import', at.file, '--journal', journal, '--report', at.report, '--patience', '60');
async function kill(child) { child.kill('SIGKILL'); await child.done; }

/** Row → where the client was told it stands. Only whole lines count: a torn one was never acknowledged. */
function acknowledged() {
  const name = existsSync(journal) ? journal : `${journal}.done`;
  if (!existsSync(name)) return new Map();
  const text = readFileSync(name, 'utf8');
  return new Map(text.slice(0, text.lastIndexOf('\n') + 1).split('\n').slice(1, -1).map((line) => JSON.parse(line)).map((a) => [a.row, a.at]));
}

const faults = [];
const told = new Map();
/** Keeps every acknowledgement ever seen; a later one of the same row must name the same place. */
function remember() {
  for (const [row, place] of acknowledged()) {
    const known = told.get(row);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(place)) faults.push(`row ${row} was acknowledged at ${known} and again at ${place}`);
    told.set(row, place);
  }
}

const starts = [];
async function serve() { const child = await at.server(); starts.push(child.startMs); return child; }

let server = await serve();
let client = importing();
let done = 0;
console.log(`▸ ${rows} 行，${kills} 次强杀，目录 · rows, kills, folder: ${rows}, ${kills}, ${at.work}`);
while (done < kills) {
  // Spread over the whole import: somewhere in each of as many parts as there are kills.
  const target = Math.floor((rows * (done + 0.1 + next() * 0.8)) / (kills + 1));
  await until('the import goes on', () => { remember(); return told.size > target || client.end; }, 300_000);
  await pause(next() * 50);
  if (client.end) break;
  const victim = done % 2 === 0 ? 'server' : 'client';
  if (victim === 'server') { await kill(server); remember(); server = await serve(); } else { await kill(client); remember(); client = importing(); }
  done++;
  console.log(`  ${String(done).padStart(2)} ${victim.padEnd(6)} ✗  已确认 acknowledged: ${told.size}`);
}
if (done < kills) faults.push(`the import ended after ${done} of ${kills} kills: ${at.output.client}`);
const end = await client.done;
remember();
if (end.code !== 0) faults.push(`the import ended with ${JSON.stringify(end)}: ${at.output.client}`);

const second = importing();
if ((await second.done).code !== 0) faults.push(`the second import failed: ${at.output.client}`);
const again = at.lastReport();
if (again.rows.added !== 0 || again.rows.repeated !== rows) faults.push(`the second import added ${again.rows.added} and knew ${again.rows.repeated} of ${rows}`);
server.kill('SIGTERM');
const stopped = await server.done;
if (stopped.code !== 0) faults.push(`the server did not stop cleanly: ${JSON.stringify(stopped)}`);

// The log, as it lies in the file
const scan = openStoreScan(join(at.env.LIANXIN_DATA, 'intake', 'log.db'));
const places = new Map();
const commands = new Map();
let events = 0;
for (const log of scan.logs().filter((name) => name.startsWith('intake.'))) {
  for (let after = 0; ;) {
    const page = scan.rows(log, after);
    if (page.length === 0) break;
    after = page.at(-1).position;
    for (const row of page) {
      events++;
      const place = `${row.stream}@${row.version}`;
      places.set(place, (places.get(place) ?? 0) + 1);
      if (row.type === 'lianxin.intake.contactmade.v1') commands.set(row.commandid, (commands.get(row.commandid) ?? 0) + 1);
    }
  }
}
scan.close();
for (const [row, where] of told) for (const place of where ?? ['nowhere']) if (places.get(place) !== 1) faults.push(`row ${row} was acknowledged at ${place}, which is in the log ${places.get(place) ?? 0} times`);
for (const [id, count] of commands) if (count !== 1) faults.push(`command ${id} opened ${count} dossiers`);
if (told.size !== rows) faults.push(`${told.size} of ${rows} rows were acknowledged`);
if (commands.size !== rows) faults.push(`${commands.size} dossiers for ${rows} rows`);

const verified = await at.lianxin('verify').done;
if (verified.code !== 0) faults.push(`verify: ${at.output.client}`);

console.log(JSON.stringify({
  kills: done, rows, acknowledged: told.size, dossiers: commands.size, events, secondRunAdded: again.rows.added,
  serverStartsMs: { median: Math.round(starts.toSorted((a, b) => a - b)[Math.floor(starts.length / 2)]), longest: Math.round(Math.max(...starts)) },
  verify: verified.code === 0 ? 'clean' : 'not clean', faults: faults.slice(0, 20),
}, null, 2));
if (values.keep || faults.length > 0) console.log(`保留 kept: ${at.work}`); else rmSync(at.work, { recursive: true });
console.log(faults.length === 0 ? '✓ 已确认的每一件都在日志中，且只有一次。 Everything acknowledged is in the log, exactly once.' : `✗ ${faults.length} 处不符。 ${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;
