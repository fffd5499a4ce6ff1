// Kills the server, then the client, then the server … at random moments of an import, with SIGKILL, and asks at the end
// whether anything that was acknowledged is missing or stands twice. The oracle is the client's own journal: a line is
// there only after the server's answer, and only once it is on disk.
//
//   node infra/chaos/import-kills.mjs [--kills 20] [--rows 4000] [--seed 1] [--keep]
//
// Needs a build (npm run build). Works in a folder of its own and with made-up rows.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStoreScan } from '../../libs/event-log/dist/index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { values } = parseArgs({ options: { kills: { type: 'string', default: '20' }, rows: { type: 'string', default: '4000' }, seed: { type: 'string', default: '1' }, keep: { type: 'boolean', default: false } } });
const kills = Number(values.kills);
const rows = Number(values.rows);
const work = mkdtempSync(join(tmpdir(), 'lianxin-kills-'));
const env = { ...process.env, LIANXIN_DATA: join(work, 'data'), LIANXIN_KEYS: join(work, 'keys'), PORT: '0', LIANXIN_MODE: 'demo' };
delete env.NODE_OPTIONS;

// mulberry32: the same seed kills at the same moments, as far as a machine repeats itself
let state = Number(values.seed) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const between = (low, high) => low + random() * (high - low);
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function until(what, ask, ms = 60_000) {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${ms / 1000} s in vain: ${what}`);
    await pause(10);
  }
}

function table() {
  const words = ['物业', '公积金', '路灯', '积水', '噪声', '学位', '社保', '停车'];
  const lines = ['message_no,user,subject,received_at,detail,reply,replied_at'];
  for (let i = 1; i <= rows; i++) {
    const word = words[i % words.length];
    const answered = i % 3 === 0 ? `已转有关单位处理第${i}件,2025-02-0${(i % 9) + 1}T10:00:00+08:00` : ',';
    lines.push(`${100000 + i},U${i % 700},${word}问题第${i}件,2025-01-0${(i % 9) + 1}T08:00:00+08:00,"${word}：${'请有关部门协调处理。'.repeat((i % 20) + 1)}第${i}件",${answered}`);
  }
  return `${lines.join('\n')}\n`;
}

const file = join(work, 'messages.csv');
const journal = join(work, 'journal');
const output = { server: '', client: '' };
writeFileSync(file, table());
mkdirSync(env.LIANXIN_DATA, { recursive: true });

function start(name, script, ...args) {
  const child = spawn(process.execPath, [join(root, script), ...args], { env, cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  const keep = (chunk) => { output[name] = (output[name] + chunk.toString()).slice(-20_000); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.done = new Promise((resolve) => { child.on('exit', (code, signal) => resolve({ code, signal })); });
  child.done.then((end) => { child.end = end; });
  return child;
}
async function kill(child) { child.kill('SIGKILL'); await child.done; }

const starts = [];
async function startServer() {
  const before = performance.now();
  const child = start('server', 'services/city/dist/main.js');
  await until('the server answers', () => {
    if (child.end) throw new Error(`the server ended: ${output.server}`);
    try { const note = JSON.parse(readFileSync(join(env.LIANXIN_DATA, '.lock'), 'utf8')); return note.pid === child.pid && note.url; } catch { return false; }
  });
  starts.push(performance.now() - before);
  return child;
}
const startClient = () => start('client', 'services/city/dist/cli/main.js', 'import', file, '--journal', journal, '--report', join(work, 'report.json'), '--patience', '60');

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
  for (const [row, at] of acknowledged()) {
    const known = told.get(row);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(at)) faults.push(`row ${row} was acknowledged at ${known} and again at ${at}`);
    told.set(row, at);
  }
}

let server = await startServer();
let client = startClient();
let done = 0;
console.log(`▸ ${rows} 行，${kills} 次强杀，目录 · rows, kills, folder: ${rows}, ${kills}, ${work}`);
while (done < kills) {
  const before = told.size;
  await until('the import goes on', () => { remember(); return told.size > before || client.end; });
  if (client.end) break;
  await pause(between(20, 600));
  const victim = done % 2 === 0 ? 'server' : 'client';
  if (client.end) break;
  if (victim === 'server') { await kill(server); remember(); server = await startServer(); } else { await kill(client); remember(); client = startClient(); }
  done++;
  console.log(`  ${String(done).padStart(2)} ${victim.padEnd(6)} ✗  已确认 acknowledged: ${told.size}`);
}
if (done < kills) faults.push(`the import ended after ${done} of ${kills} kills: use more --rows`);
const end = await client.done;
remember();
if (end.code !== 0) faults.push(`the import ended with ${JSON.stringify(end)}: ${output.client}`);
const lastReport = JSON.parse(readFileSync(join(work, 'report.json'), 'utf8'));

const second = startClient();
if ((await second.done).code !== 0) faults.push(`the second import failed: ${output.client}`);
const again = JSON.parse(readFileSync(join(work, 'report.json'), 'utf8'));
if (again.rows.added !== 0 || again.rows.repeated !== rows) faults.push(`the second import added ${again.rows.added} and knew ${again.rows.repeated} of ${rows}`);
server.kill('SIGTERM');
const stopped = await server.done;
if (stopped.code !== 0) faults.push(`the server did not stop cleanly: ${JSON.stringify(stopped)}`);

// The log, as it lies in the file
const scan = openStoreScan(join(env.LIANXIN_DATA, 'intake', 'log.db'));
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
for (const [row, at] of told) for (const place of at ?? []) if (places.get(place) !== 1) faults.push(`row ${row} was acknowledged at ${place}, which is in the log ${places.get(place) ?? 0} times`);
for (const [id, count] of commands) if (count !== 1) faults.push(`command ${id} opened ${count} dossiers`);
if (told.size !== rows) faults.push(`${told.size} of ${rows} rows were acknowledged`);
if (commands.size !== rows) faults.push(`${commands.size} dossiers for ${rows} rows`);

const verify = start('client', 'services/city/dist/cli/main.js', 'verify');
const verified = await verify.done;
if (verified.code !== 0) faults.push(`verify: ${output.client}`);

console.log(JSON.stringify({
  kills: done, rows, acknowledged: told.size, dossiers: commands.size, events, secondRunAdded: again.rows.added, lastRunRetries: lastReport.retries,
  serverStartsMs: { median: Math.round(starts.toSorted((a, b) => a - b)[Math.floor(starts.length / 2)]), longest: Math.round(Math.max(...starts)) }, verify: verified.code === 0 ? 'clean' : 'not clean', faults: faults.slice(0, 20),
}, null, 2));
if (values.keep || faults.length > 0) console.log(`保留 kept: ${work}`); else rmSync(work, { recursive: true });
console.log(faults.length === 0 ? '✓ 已确认的每一件都在日志中，且只有一次。 Everything acknowledged is in the log, exactly once.' : `✗ ${faults.length} 处不符。 ${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;
