import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { openSqliteEventLog } from '../../libs/event-log/dist/index.js';
import { headText, parseEnvelope, systemClock, utc, uuidv7 } from '../../libs/kernel/dist/index.js';
import { decodingOf, openSqliteViewStore, ProjectionThread, runProjections } from '../../libs/runtime/dist/index.js';
import { threadedProjections } from '../../libs/runtime/dist/views/thread/threaded-projections.js';
import { events as contracts } from '../../libs/contracts/dist/index.js';
import { join } from 'node:path';
import { projections as archiveViews } from '../../services/archive/dist/projections.js';
import { cases } from '../../services/archive/dist/views/cases.view.js';
import { referrals } from '../../services/coordination/dist/views/referrals.view.js';
import { projections as everyEvent } from './every-event.mjs';
import { abba, limitGate, median, ratioGate, row } from './measure.mjs';

/**
 * How fast views follow a log. Dispatch: a projection with a handler for each event that does nothing. Catch-up: the
 * archive's view of cases (behind the case timeline; each event changes its case) and coordination's queue of referrals (13
 * indexes), from nothing to the end. Rebuild: the same once more beside the live view, with comparison and switch. The
 * probe reads and parses the same events and upserts, for each event that changes a document, that document's row as it
 * then was: prebuilt text and keys, same table, same indexes, same driver and settings, transactions as large as catch-up's.
 */
export const id = 'B5';
export const title = 'views: dispatch, catch-up, rebuild';

const DISTRICT = '440106';
const BATCH = 5_000;
/** So many cases (referrals) are in work at once; what belongs together lies this far apart. */
const WINDOW = 5_000;
const EVENTS = Number(process.env.BENCH_EVENTS ?? 50_000);

const SEALED = { sealed: 'v1', kid: 'AAAAAAAAAAAAAAAAAAAAAA', compartment: 'narrative', bind: { slot: 'X/words' }, salt: 'A'.repeat(22), iv: 'A'.repeat(16), ct: 'x'.repeat(342), tag: 'A'.repeat(22) };
const UNITS = ['CIVIL_AFFAIRS-440106', 'LABOUR-440106', 'CIVIL_AFFAIRS-440105', 'HEALTH-440106'];

/** Ten events of a case's life, as intake and coordination write them. */
export const CASE = [
  ['intake', 'ContactMade', (n) => ({ kind: 'ordinary', channel: 'VISIT', anonymous: false, subject: n.subject, words: SEALED })],
  ['intake', 'CaseRegistered', (n) => ({ number: n.number, query: { hmac: 'A'.repeat(43), code: SEALED } })],
  ['intake', 'SafetyAsked', () => ({ answer: 'NO' })],
  ['intake', 'ConflictDeclared', () => ({ worker: 'staff-7f3a', kind: 'NONE' })],
  ['intake', 'ConsentGiven', () => ({ scopes: ['SERVICE', 'FOLLOW_UP'], form: 'WRITTEN' })],
  ['intake', 'CaseAssigned', () => ({ worker: 'staff-7f3a' })],
  ['intake', 'ContactNoted', () => ({ form: 'PHONE', words: SEALED })],
  ['coordination', 'ServiceDelivered', () => ({ content: 'C1', minutes: 40, words: SEALED })],
  ['coordination', 'CommitmentMade', () => ({ kind: 'VISIT', due: '2026-03-01', by: 'staff-7f3a', what: SEALED })],
  ['archive', 'CaseClosed', () => ({ reason: 'DONE', words: SEALED })],
];
const draft = (n) => ({ unit: n.unit, urgency: 'ROUTINE', reason: 'SERVICE', wish: 'COUNSELLING', replyBy: '2026-03-20', caseRef: n.number, kinds: ['IDENTITY', 'CONTACT'], words: SEALED });
/** Eight events of a referral. */
const REFERRAL = [
  ['coordination', 'ReferralDrafted', (n) => ({ number: n.number, ...draft(n) })],
  ['coordination', 'ReferralConsentGiven', (n) => ({ unit: n.unit, edition: 1, purpose: 'SERVICE', kinds: ['IDENTITY'], form: 'WRITTEN' })],
  ['coordination', 'ReferralSent', (n) => ({ unit: n.unit, edition: 1, basis: 'consent', urgency: 'ROUTINE', way: 'SYSTEM', ackBy: '2026-03-09T10:00:00.000Z', replyBy: '2026-03-20', calendar: 'weekends-only' })],
  ['coordination', 'ReferralAcknowledged', (n) => ({ unit: n.unit })],
  ['coordination', 'ReferralAccepted', (n) => ({ unit: n.unit, planned: '2026-03-12' })],
  ['coordination', 'ReferralServiceStarted', (n) => ({ unit: n.unit })],
  ['coordination', 'ReferralReported', (n) => ({ unit: n.unit, result: 'SERVED', words: SEALED })],
  ['coordination', 'ReferralClosed', (n) => ({ unit: n.unit })],
];

/** Fills one log with lives that run beside each other. */
export async function fill(path, lives, aggregate, count) {
  const log = await openSqliteEventLog({ path, inThread: true });
  const name = `archive.${DISTRICT}`;
  const open = [];
  let made = 0;
  let position = 0;
  const append = () => {
    const slot = position % WINDOW;
    position += 1;
    let n = open[slot];
    if (!n || n.at === lives.length) {
      made += 1;
      const caseid = uuidv7();
      n = { at: 0, version: 0, caseid, subject: uuidv7(), number: `${DISTRICT}-2026-${String(made).padStart(6, '0')}`, unit: UNITS[made % UNITS.length], stream: `${aggregate}-${DISTRICT}-${aggregate === 'referral' ? uuidv7() : caseid}` };
      open[slot] = n;
    }
    n.command = uuidv7();
    const [service, event, data] = lives[n.at];
    const id = uuidv7();
    const now = Date.now();
    const type = `lianxin.${service}.${event.toLowerCase()}.v1`;
    const head = headText({
      specversion: '1.0', id, source: `lianxin.example/${name}`, type, subject: n.stream, time: utc(now), datacontenttype: 'application/json',
      log: name, stream: n.stream, caseid: n.caseid, district: DISTRICT, actorid: 'staff-7f3a', actorrole: 'worker', commandid: n.command, processingbasis: 'consent', data: data(n),
    });
    const expected = n.version;
    n.at += 1;
    n.version += 1;
    return { log: name, actorid: 'staff-7f3a', commandid: n.command, streams: [{ stream: n.stream, expected, caseid: n.caseid, events: [{ id, type, time: now, head }] }] };
  };
  for (let at = 0; at < count; at += 500) {
    const outcomes = await Promise.all(Array.from({ length: Math.min(500, count - at) }, () => log.append(append())));
    const bad = outcomes.find((o) => o.kind !== 'appended');
    if (bad) throw new Error(`the bench's append was ${JSON.stringify(bad)}`);
  }
  await log.close();
  return name;
}

const decoding = decodingOf({ read: (type, data) => contracts.read(type, data) });

/** The prebuilt rows of the probe: for each event of the log, the documents it changed, as they then were. */
async function changesOf(path, name, view) {
  const log = await openSqliteEventLog({ path, readOnly: true });
  const docs = new Map();
  const rows = [];
  let mine;
  const face = { get: (id) => docs.get(id), put: (id, doc) => { docs.set(id, doc); mine.set(id, doc); }, remove: (id) => docs.delete(id), idsWhere: () => { throw new Error('not in this bench'); } };
  const keyOf = (value) => (typeof value === 'boolean' ? Number(value) : value ?? '');
  for (let after = 0; ;) {
    const page = await log.read(name, { after, limit: 1000 });
    for (const stored of page) {
      mine = new Map();
      const envelope = parseEnvelope(stored.body);
      const meta = { id: envelope.id, log: name, position: stored.position, stream: stored.stream, version: stored.version, district: DISTRICT, time: Date.parse(envelope.time), recordedat: stored.recordedat, actorid: envelope.actorid, actorrole: envelope.actorrole, caseid: stored.caseid };
      const event = contracts.read(envelope.type, envelope.data);
      view.every?.(face, stored.type, meta);
      view.handlers[event?.type]?.(face, event.data, meta);
      rows.push([...mine].map(([id, doc]) => [id, JSON.stringify(doc), ...view.indexes.map((i) => keyOf(doc[i]))]));
    }
    if (page.length < 1000) break;
    after = page.at(-1).position;
  }
  await log.close();
  return rows;
}

async function probe(path, name, view, rows, viewsPath) {
  const store = openSqliteViewStore(viewsPath);
  const { id: build } = await store.create(view.name, view.version, view.indexes);
  await store.close();
  const db = new Database(viewsPath);
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000; PRAGMA temp_store = MEMORY;');
  const keys = view.indexes.map((_, i) => `k${i}`);
  const put = db.prepare(`INSERT INTO docs_${build} (id, doc${keys.map((k) => `, ${k}`).join('')}) VALUES (?, ?${', ?'.repeat(keys.length)}) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc${keys.map((k) => `, ${k} = excluded.${k}`).join('')}`);
  const log = await openSqliteEventLog({ path, readOnly: true });
  const since = performance.now();
  let n = 0;
  while (n < rows.length) {
    db.exec('BEGIN IMMEDIATE');
    for (const end = Math.min(n + BATCH, rows.length); n < end;) {
      for (const stored of await log.read(name, { after: n, limit: Math.min(250, end - n) })) {
        parseEnvelope(stored.body);
        for (const r of rows[n]) put.run(r);
        n += 1;
      }
    }
    db.exec('COMMIT');
  }
  const rate = (n / (performance.now() - since)) * 1000;
  await log.close();
  db.close();
  return { rate };
}

/** Catch-up, then a rebuild of what was caught up with. `events` checks that both saw all of them. */
async function follow(path, view, viewsPath, events) {
  const log = await openSqliteEventLog({ path, readOnly: true });
  const views = openSqliteViewStore(viewsPath);
  const faults = [];
  const since = performance.now();
  const runner = await runProjections({ log, views, projections: [view], ...decoding, onError: (_, error) => faults.push(error), onParked: (letter) => faults.push(new Error(letter.error)) });
  await runner.caughtUp();
  const catchUp = (events / (performance.now() - since)) * 1000;
  const again = performance.now();
  const report = await runner.rebuild(view.name);
  const rebuild = (events / (performance.now() - again)) * 1000;
  if (!report.switched || report.changed + report.onlyLive + report.onlyBuilt > 0 || report.events !== events) throw new Error(`the rebuild differs: ${JSON.stringify(report)}`);
  await runner.close();
  await views.close();
  await log.close();
  if (faults.length > 0) throw new Error('a view failed', { cause: faults[0] });
  return { catchUp, rebuild };
}

/** How late this thread's timers are (ms) while all views of the archive catch up with the log: built here, or in their thread. */
export async function delays(path, viewsPath, threaded) {
  const log = await openSqliteEventLog({ path, readOnly: true });
  const views = threaded ? undefined : openSqliteViewStore(viewsPath);
  const faults = [];
  const onError = (_, error) => faults.push(error);
  const thread = threaded ? new ProjectionThread({ clock: systemClock, onError }) : undefined;
  if (thread) await new Promise((resolve) => { setTimeout(resolve, 500); });
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const since = performance.now();
  const module = pathToFileURL(join(import.meta.dirname, '../../services/archive/dist/projections.js')).href;
  const runner = thread
    ? await threadedProjections({ thread, service: 'archive', module, log: path, views: viewsPath, shown: log, projections: archiveViews, onError })
    : await runProjections({ log, views, projections: archiveViews, ...decoding, onError });
  await runner.caughtUp();
  lag.disable();
  const ms = performance.now() - since;
  await runner.close();
  await views?.close();
  await thread?.close();
  await log.close();
  if (faults.length > 0) throw new Error('a view failed', { cause: faults[0] });
  return { p99: lag.percentile(99) / 1e6, max: lag.max / 1e6, seconds: ms / 1000 };
}

/** Events a second through a projection that does nothing, in the thread in which the product runs its projections. */
export async function dispatch(path, viewsPath, events) {
  const log = await openSqliteEventLog({ path, readOnly: true });
  const faults = [];
  const onError = (_, error) => faults.push(error);
  const thread = new ProjectionThread({ clock: systemClock, onError });
  const run = (service, of) => threadedProjections({ thread, service, module: pathToFileURL(join(import.meta.dirname, 'every-event.mjs')).href, log: path, views: of, shown: log, projections: everyEvent, onError });
  const warm = await run('warm', `${viewsPath}-warm`); // the thread has loaded its programs
  await warm.caughtUp();
  await warm.close();
  const since = performance.now();
  const runner = await run('measured', viewsPath);
  await runner.caughtUp();
  const rate = (events / (performance.now() - since)) * 1000;
  await runner.close();
  await thread.close();
  await log.close();
  if (faults.length > 0) throw new Error('a view failed', { cause: faults[0] });
  return { rate };
}

export async function run({ folder, file, rounds, say }) {
  const logs = [];
  for (const { words, lives, aggregate, views } of [{ words: 'cases', lives: CASE, aggregate: 'dossier', views: [cases] }, { words: 'referrals', lives: REFERRAL, aggregate: 'referral', views: [referrals] }]) {
    say(`filling a log with ${EVENTS} events of ${words}`);
    const path = `${folder}/b5-${words}.db`;
    const name = await fill(path, lives, aggregate, EVENTS);
    for (const view of views) logs.push({ path, name, view, rows: await changesOf(path, name, view) });
  }
  const rebuilds = new Map();
  const bench = [{ name: 'dispatch only', run: () => dispatch(logs[0].path, file(), EVENTS) }];
  for (const { path, name, view, rows } of logs) {
    bench.push({ name: `${view.name}: upsert probe`, run: () => probe(path, name, view, rows, file()) });
    bench.push({ name: `${view.name}: catch-up`, run: async () => { const r = await follow(path, view, file(), EVENTS); (rebuilds.get(view.name) ?? rebuilds.set(view.name, []).get(view.name)).push(r.rebuild); return { rate: r.catchUp }; } });
  }
  const few = Math.min(rounds, 2);
  const results = await abba(bench, few, say);
  // A rebuild is measured in the same runs as catch-up: two a round, the first round thrown away.
  for (const { view } of logs) {
    const all = rebuilds.get(view.name).slice(1);
    const name = `${view.name}: rebuild, comparison and switch`;
    results.set(name, { name, rates: Array.from({ length: few }, (_, i) => (all[2 * i] + all[2 * i + 1]) / 2), latencies: [], cpus: [] });
  }
  const dispatched = median(results.get('dispatch only').rates);
  const gates = [{ name: 'dispatch, events a second', value: dispatched, worst: Math.min(...results.get('dispatch only').rates), bound: '≥ 80000', pass: dispatched >= 80_000 }];
  for (const [name, words] of [['cases', 'case timeline'], ['referrals', 'referral queue']]) {
    gates.push(ratioGate(`${words}: catch-up / probe`, results, `${name}: catch-up`, `${name}: upsert probe`, 0.5));
    gates.push(ratioGate(`${words}: rebuild / probe`, results, `${name}: rebuild, comparison and switch`, `${name}: upsert probe`, 0.8));
  }
  const here = await delays(logs[0].path, file(), false);
  const there = await delays(logs[0].path, file(), true);
  gates.push(limitGate('event-loop delay p99 of the serving thread during catch-up', there.p99, 5, 'ms'));
  const words = ({ p99, max, seconds }) => `p99 ${p99.toFixed(1)} ms, longest ${max.toFixed(0)} ms, ${seconds.toFixed(1)} s`;
  return {
    rows: [...results.values()].map((r) => row(r)), gates,
    notes: [
      `event-loop delay while the archive's ${archiveViews.length} views catch up with ${EVENTS.toLocaleString('en')} events: built in this thread ${words(here)}; in the thread of projections ${words(there)}`,
      `${EVENTS.toLocaleString('en')} events a log (BENCH_EVENTS); ${CASE.length} a case, ${REFERRAL.length} a referral, ${WINDOW.toLocaleString('en')} of them in work at once; transactions of ${BATCH.toLocaleString('en')} events in probe and catch-up`,
    ],
  };
}
