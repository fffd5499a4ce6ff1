import { readdirSync } from 'node:fs';
import { parseLog, rootAt, type Hash } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { parseCheckpoint, readLastCheckpoint, saveLastCheckpoint, type Checkpoint } from '@lianxin/trust';

export interface GuardParts {
  readonly service: string;
  readonly log: EventLog;
  readonly keysDir: string;
  /** The archive's copy of the same logs, when there is one. */
  readonly mirror?: EventLog;
  /** Checkpoint texts known from elsewhere (the archive's, those anchored in the city log). */
  readonly known?: (log: string) => Promise<readonly string[]>;
}

export interface Guarded {
  readonly log: string;
  readonly outcome: 'whole' | 'refilled' | 'read-only';
  /** Events taken from the mirror. */
  readonly refilled: number;
  readonly zh: string;
  readonly en: string;
}

const PAGE = 500;

/**
 * To be run before a service takes its first command: compares each log with the largest checkpoint it ever published.
 * A shorter log (a restored older copy) takes the missing bytes from the mirror; if nobody has them, or the tree is
 * another one, the log opens read-only and a person must act.
 */
export async function guardRestoredLogs(parts: GuardParts): Promise<readonly Guarded[]> {
  const results: Guarded[] = [];
  for (const log of await knownLogs(parts)) {
    const checkpoint = await largestPublished(parts, log);
    const before = (await parts.log.head(log)).size;
    const refilled = await refill(parts, log, before, checkpoint?.size ?? 0);
    const head = await parts.log.head(log);
    const fault = checkpoint && await disagreement(parts.log, log, head.size, checkpoint);
    // The keys folder may be an older copy itself: it must know the largest again, or the next loss would not be noticed.
    if (checkpoint && !fault) saveLastCheckpoint(parts.keysDir, checkpoint);
    if (fault) {
      await parts.log.setReadOnly(log, fault.en);
      results.push({ log, outcome: 'read-only', refilled, ...fault });
    } else if (refilled > 0) {
      results.push({ log, outcome: 'refilled', refilled, zh: `日志 ${log} 比已公布的检查点短，已从档案镜像补回 ${refilled} 条`, en: `log ${log} was shorter than its published checkpoint; ${refilled} events were taken back from the archive's mirror` });
    } else {
      results.push({ log, outcome: 'whole', refilled: 0, zh: `日志 ${log} 完整`, en: `log ${log} is whole` });
    }
  }
  return results;
}

async function knownLogs(parts: GuardParts): Promise<readonly string[]> {
  const names = new Set(await parts.log.logs());
  // A log whose whole file is gone is known by its checkpoint alone.
  for (const file of readdirSync(parts.keysDir, { withFileTypes: true })) {
    const log = /^last-checkpoint-(.+)$/.exec(file.name)?.[1];
    if (log !== undefined && parseLog(log)?.service === parts.service) names.add(log);
  }
  return [...names].sort();
}

/** The largest checkpoint of a log that is known anywhere. */
export async function largestPublished(parts: GuardParts, log: string): Promise<Checkpoint | undefined> {
  const texts: string[] = [...await parts.known?.(log) ?? []];
  const own = await parts.log.lastCheckpoint(log);
  if (own) texts.push(own.text);
  const mirrored = await parts.mirror?.lastCheckpoint(log);
  if (mirrored) texts.push(mirrored.text);
  const found = texts.flatMap((text) => { const c = parseCheckpoint(text); return c.ok && c.value.log === log ? [c.value] : []; });
  const kept = readLastCheckpoint(parts.keysDir, log);
  if (kept.ok && kept.value) found.push(kept.value);
  return found.sort((a, b) => b.size - a.size)[0];
}

/** Only a log that lost something is refilled: the mirror follows its owner and is never ahead of a whole one. */
async function refill(parts: GuardParts, log: string, size: number, published: number): Promise<number> {
  const { mirror } = parts;
  if (!mirror || parseLog(log)?.access) return 0;
  const there = (await mirror.head(log)).size;
  if (there <= size && size >= published) return 0;
  await takeBackCheckpoints(parts, log);
  let at = size;
  while (at < there) {
    const page = await mirror.read(log, { after: at, limit: PAGE });
    if (page.length === 0) break;
    const taken = await parts.log.mirror(log, at, page.map((e) => e.body));
    if (!taken.ok) break;
    at = taken.size;
  }
  return at - size;
}

/**
 * The checkpoints that were signed after the backup was made: without them the refilled log would look as if somebody had
 * removed them. Before the events, so that a stop in between leaves the log short and everything is done again.
 */
async function takeBackCheckpoints(parts: GuardParts, log: string): Promise<void> {
  const have = new Set<number>();
  for (const c of await parts.log.checkpoints(log, { limit: Number.MAX_SAFE_INTEGER })) have.add(c.size);
  const copies = (await parts.mirror?.checkpoints(log, { limit: Number.MAX_SAFE_INTEGER }) ?? []).map((c) => c.text);
  const kept = readLastCheckpoint(parts.keysDir, log);
  if (kept.ok && kept.value) copies.push(kept.value.text);
  for (const text of [...copies, ...await parts.known?.(log) ?? []]) {
    const c = parseCheckpoint(text);
    if (!c.ok || c.value.log !== log || have.has(c.value.size)) continue;
    have.add(c.value.size);
    await parts.log.saveCheckpoint({ log, size: c.value.size, text });
  }
}

async function disagreement(store: EventLog, log: string, size: number, checkpoint: Checkpoint): Promise<{ zh: string; en: string } | undefined> {
  if (size < checkpoint.size) {
    return {
      zh: `日志 ${log} 只有 ${size} 条，而已公布的检查点有 ${checkpoint.size} 条，镜像中也没有缺失部分：只读打开。请恢复较新的备份，或由负责人另起新日志`,
      en: `log ${log} holds ${size} events but published a checkpoint of ${checkpoint.size}, and no mirror has the rest: opened read-only. Restore a newer backup, or have a person start a successor log`,
    };
  }
  const root: Hash = await rootAt(store.tree(log), checkpoint.size);
  if (Buffer.from(root).equals(checkpoint.root)) return undefined;
  return {
    zh: `日志 ${log} 的前 ${checkpoint.size} 条与已公布的检查点不符：只读打开，请运行 verify`,
    en: `the first ${checkpoint.size} events of log ${log} are not those of its published checkpoint: opened read-only, please run verify`,
  };
}
