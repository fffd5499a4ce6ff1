import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { keysInFolder, lastCheckpointFile, readLastCheckpoint, trustedKeys, type Checkpoint, type Finding, type TrustedKeys } from '@lianxin/trust';
import { readAnchors } from './anchors.js';
import { checkAgainst } from './check-against.js';
import { checkCheckpoints, type Copy } from './check-checkpoints.js';
import { checkHeadAndNodes } from './check-head.js';
import { checkMirror, type MirroredLog } from './check-mirror.js';
import { checkSchema } from './check-schema.js';
import { checkSuccession, orphans, readSuccessions, succeededSizes } from './check-succession.js';
import { LogJoin, type LogScan } from './log-scan.js';
import { CHUNK } from './scan-chunk.js';
import { inThreadPool, threadPool, type PooledTask } from './scan-pool.js';
import { readStoreFacts, type LogFacts, type StoreFacts } from './store-facts.js';
import { checkWitnessed, readWitnessed, type WitnessedLog } from './witnessed-leaves.js';
import { say } from './words.js';

export interface VerifyProgress { readonly done: number; readonly total: number; /** Store and log being read. */ readonly at: string }

export interface VerifyOptions {
  /** The folder with `<service>/log.db` and `archive/mirror.db`. */
  readonly dataDir: string;
  /** The keys folder: public keys and `last-checkpoint-<log>` files. */
  readonly keysDir: string;
  /** Public keys from elsewhere instead of the keys folder's own. */
  readonly vkeys?: readonly string[];
  /** Texts of checkpoints kept outside; each may come with the file's name. */
  readonly against?: readonly (string | { readonly where: string; readonly text: string })[];
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Reading threads; default as many as the machine has for more than 200,000 events, else none beside this one. */
  readonly threads?: number;
  /** Also SQLite's own check of every table against its indexes; doubles the time. */
  readonly integrity?: boolean;
}

export interface LogVerdict { readonly store: string; readonly log: string; readonly events: number; readonly checkpoints: number; /** Events under a checkpoint that holds. */ readonly signedUpTo: number }

export interface StoreVerdict {
  /** No fault was found. */
  readonly clean: boolean;
  readonly events: number;
  readonly ms: number;
  readonly logs: readonly LogVerdict[];
  readonly findings: readonly Finding[];
  readonly zh: string;
  readonly en: string;
}

const MANY = 200_000;
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Verifies a whole data folder without believing anything it says of itself: every column, leaf, version and time of every
 * event; heads, nodes and checkpoints; the archive's mirror; and that all copies of the checkpoints agree. Needs no
 * server and writes nothing. What only an outside checkpoint could reveal is said in a note.
 */
export async function verifyStore(options: VerifyOptions): Promise<StoreVerdict> {
  const started = Date.now();
  const findings: Finding[] = [];
  // Read in the order in which copies are made from: a copy read first can never seem ahead of its source while a server runs.
  const last = readLast(options.keysDir, findings);
  const { stores, mirror, witnessed } = openStores(options.dataDir, findings);
  const keys = readKeys(options, findings);
  try {
    for (const s of [...stores, ...(mirror ? [mirror] : [])]) findings.push(...checkSchema(s, options.integrity === true));
    const anchors = stores.flatMap((s) => readAnchors(s));
    const successions = new Map(stores.flatMap((s) => [...readSuccessions(s)]));
    const copiesOf = (log: string): Copy[] => [
      ...[...(mirror?.logs ?? []), ...witnessed].filter((l) => l.log === log).flatMap((l) => l.checkpoints.map((c) => ({ source: 'mirror' as const, ...c }))),
      ...(last.has(log) ? [{ source: 'last' as const, size: last.get(log)!.size, text: last.get(log)!.text }] : []),
      ...anchors.filter((a) => a.log === log).map(({ size, text }) => ({ source: 'anchor' as const, size, text })),
    ];
    const sizesOf = (facts: LogFacts): number[] => [...succeededSizes(successions, facts), ...facts.checkpoints.map((c) => c.size), ...copiesOf(facts.log).map((c) => c.size), ...(mirror?.logs.filter((l) => l.log === facts.log).map((l) => l.last) ?? [])];
    const scans = await scanAll([...stores, ...(mirror ? [mirror] : [])], sizesOf, options);

    const logs: LogVerdict[] = [];
    const all: MirroredLog[] = [];
    const givenUp = new Map<string, number>();
    for (const store of stores) {
      let seen = 0;
      for (const facts of store.logs) {
        const scan = scans.get(store)!.get(facts.log)!;
        seen += scan.rows;
        all.push({ facts, scan, store });
        findings.push(...scan.findings, ...checkHeadAndNodes(facts, scan));
        const succession = successions.get(facts.log);
        const linked = succession && checkSuccession({ facts, scan, store }, succession, keys);
        if (linked) { findings.push(...linked.findings); givenUp.set(facts.log, linked.givenUp); }
        const copies = copiesOf(facts.log);
        const checked = checkCheckpoints({ log: facts.log, own: facts.checkpoints, elsewhere: copies, hasLast: last.has(facts.log), keys, scan, last: facts.last, givenUp: linked?.givenUp ?? 0 });
        findings.push(...checked.findings);
        logs.push({ store: store.name, log: facts.log, events: scan.rows, checkpoints: checked.checked, signedUpTo: checked.signedUpTo });
        if (facts.checkpoints.length === 0 && copies.length === 0) { if (facts.last > 0) findings.push(say('verify/no-checkpoint', { log: facts.log })); }
        else if (checked.signedUpTo < facts.last) findings.push(say('verify/unsigned-tail', { log: facts.log, count: facts.last - checked.signedUpTo }));
      }
      if (store.rows !== seen) findings.push(say('store/stray-rows', { where: store.name, count: store.rows - seen }));
    }
    if (mirror) findings.push(...checkMirrorStore(mirror, scans.get(mirror)!));
    for (const own of all) {
      findings.push(...checkMirror(own, mirror && mirrored(mirror, scans.get(mirror)!, own.facts.log)));
      findings.push(...checkWitnessed(own, witnessed.find((w) => w.log === own.facts.log), givenUp.get(own.facts.log) ?? 0));
    }
    findings.push(...orphans(all));
    findings.push(...goneLogs(all, mirror, witnessed, last, anchors));
    findings.push(...checkAgainst(options.against ?? [], all, keys));
    return verdict(findings, logs, Date.now() - started);
  } finally {
    for (const s of [...stores, ...(mirror ? [mirror] : [])]) s.store.close();
  }
}

function verdict(findings: readonly Finding[], logs: readonly LogVerdict[], ms: number): StoreVerdict {
  const faults = findings.filter((f) => f.severity === 'fault').length;
  const events = logs.reduce((sum, l) => sum + l.events, 0);
  return {
    clean: faults === 0, events, ms, logs, findings,
    zh: faults === 0 ? `核验通过：${logs.length} 个日志，${events} 条事件，未发现问题。` : `核验未通过：${logs.length} 个日志，${events} 条事件，发现 ${faults} 处问题。`,
    en: faults === 0 ? `Clean: ${logs.length} logs, ${events} events, nothing found.` : `Not clean: ${logs.length} logs, ${events} events, ${faults} faults found.`,
  };
}

function readKeys(options: VerifyOptions, findings: Finding[]): TrustedKeys {
  const keys = options.vkeys ? trustedKeys(options.vkeys) : keysInFolder(options.keysDir);
  if (keys.ok) return keys.value;
  findings.push(say('verify/keys', { why: `${keys.refusal.zh} ${keys.refusal.en}` }));
  return new Map();
}

function readLast(keysDir: string, findings: Finding[]): Map<string, Checkpoint> {
  const found = new Map<string, Checkpoint>();
  for (const file of existsSync(keysDir) ? readdirSync(keysDir) : []) {
    const log = /^last-checkpoint-(.+)$/.exec(file)?.[1];
    if (log === undefined || file.endsWith('.tmp')) continue;
    const c = readLastCheckpoint(keysDir, log);
    if (!c.ok) findings.push({ ...c.refusal, log, where: lastCheckpointFile(keysDir, log) });
    else if (c.value) found.set(log, c.value);
  }
  return found;
}

function openStores(dataDir: string, findings: Finding[]): { stores: StoreFacts[]; mirror?: StoreFacts; witnessed: readonly WitnessedLog[] } {
  const open = (name: string): StoreFacts | undefined => {
    try { return readStoreFacts(join(dataDir, name), name); } catch (error) {
      findings.push(say('verify/unreadable', { where: name, why: reasonOf(error) }));
      return undefined;
    }
  };
  const folders = existsSync(dataDir) ? readdirSync(dataDir, { withFileTypes: true }).filter((f) => f.isDirectory()).map((f) => f.name).sort() : [];
  const withLog = folders.filter((f) => existsSync(join(dataDir, f, 'log.db')));
  if (withLog.length === 0) findings.push(say('verify/no-store', { where: dataDir }));
  const mirror = existsSync(join(dataDir, 'archive', 'mirror.db')) ? open(join('archive', 'mirror.db')) : undefined;
  let witnessed: readonly WitnessedLog[] = [];
  try { witnessed = readWitnessed(join(dataDir, 'archive', 'witness.db')); } catch (error) {
    findings.push(say('verify/unreadable', { where: join('archive', 'witness.db'), why: reasonOf(error) }));
  }
  // The archive's own log before the others: it holds the anchors.
  const stores = withLog.sort((a, b) => Number(b === 'archive') - Number(a === 'archive')).flatMap((f) => open(join(f, 'log.db')) ?? []);
  return { stores, witnessed, ...(mirror ? { mirror } : {}) };
}

async function scanAll(stores: readonly StoreFacts[], sizesOf: (facts: LogFacts) => readonly number[], options: VerifyOptions): Promise<Map<StoreFacts, Map<string, LogScan>>> {
  const total = stores.reduce((sum, s) => sum + s.rows, 0);
  const threads = options.threads ?? (total > MANY ? availableParallelism() : 0);
  const pool = threads > 0 ? threadPool(threads) : inThreadPool();
  const joins = stores.flatMap((store) => store.logs.map((facts) => ({ store, facts, join: new LogJoin(facts.log, store.store, facts.last) })));
  const tasks: PooledTask[] = [];
  const owners: (typeof joins)[number][] = [];
  for (const owner of joins) {
    const sizes = [...new Set(sizesOf(owner.facts))].filter((s) => s > 0);
    for (let from = 0; from < owner.facts.last; from += CHUNK) {
      const to = Math.min(from + CHUNK, owner.facts.last);
      tasks.push({ path: owner.store.path, task: { log: owner.facts.log, from, to, sizes: sizes.filter((s) => s > from && s <= to) } });
      owners.push(owner);
    }
  }
  let done = 0;
  let at = '';
  try {
    await pool.run(tasks, (i, result) => {
      owners[i]!.join.add(result);
      at = `${owners[i]!.store.name} ${owners[i]!.facts.log}`;
    }, (rows) => {
      done += rows;
      options.onProgress?.({ done, total, at: at === '' && tasks[0] ? `${owners[0]!.store.name} ${owners[0]!.facts.log}` : at });
    });
  } finally { await pool.close(); }
  const scans = new Map<StoreFacts, Map<string, LogScan>>(stores.map((s) => [s, new Map()]));
  for (const { store, facts, join } of joins) scans.get(store)!.set(facts.log, join.end());
  return scans;
}

/** The mirror is checked like any log; its faults name the file, so that nobody mends the wrong one. */
function checkMirrorStore(mirror: StoreFacts, scans: ReadonlyMap<string, LogScan>): readonly Finding[] {
  const own = mirror.logs.flatMap((facts) => [...scans.get(facts.log)!.findings, ...checkHeadAndNodes(facts, scans.get(facts.log)!)]);
  const seen = [...scans.values()].reduce((sum, s) => sum + s.rows, 0);
  const strays = mirror.rows === seen ? [] : [say('store/stray-rows', { where: mirror.name, count: mirror.rows - seen })];
  return [...own.map((f) => ({ ...f, where: mirror.name, zh: `［档案镜像 ${mirror.name}］${f.zh}`, en: `[mirror ${mirror.name}] ${f.en}` })), ...strays];
}

function mirrored(mirror: StoreFacts, scans: ReadonlyMap<string, LogScan>, log: string): MirroredLog | undefined {
  const facts = mirror.logs.find((l) => l.log === log);
  return facts && { facts, scan: scans.get(log)!, store: mirror };
}

/** Logs that are known from elsewhere only. */
function goneLogs(all: readonly MirroredLog[], mirror: StoreFacts | undefined, witnessed: readonly WitnessedLog[], last: ReadonlyMap<string, Checkpoint>, anchors: readonly { readonly log: string; readonly size: number }[]): readonly Finding[] {
  const have = new Set(all.map((l) => l.facts.log));
  const known = new Map<string, { size: number; from: string }>();
  const add = (log: string, size: number, from: string): void => { if (!have.has(log) && size > (known.get(log)?.size ?? 0)) known.set(log, { size, from }); };
  for (const [log, c] of last) add(log, c.size, 'keys/last-checkpoint');
  for (const a of anchors) add(a.log, a.size, '锚定 anchor');
  for (const l of mirror?.logs ?? []) add(l.log, Math.max(l.last, ...l.checkpoints.map((c) => c.size)), mirror!.name);
  for (const w of witnessed) add(w.log, Math.max(w.leaves.length, ...w.checkpoints.map((c) => c.size)), 'archive/witness.db');
  return [...known].map(([log, { size, from }]) => say('log/gone', { log, size, from }));
}

