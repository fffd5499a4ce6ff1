import { createHash } from 'node:crypto';
import { headText, ok, parseLog, refused, utc, uuidv7, type Actor, type Clock, type Result } from '@lianxin/kernel';
import { events, type DataOf, type logSucceeded } from '@lianxin/contracts';
import type { EventLog } from '@lianxin/event-log';
import { largestPublished, type GuardParts } from './restore-guard.js';

/** Stored type of the first event of a log that succeeds another one. */
export const LOG_SUCCEEDED = events.typeOf('LogSucceeded');
export type LogSucceeded = DataOf<typeof logSucceeded>;

const nameOf = (base: string, generation: number): string => (generation === 1 ? base : `${base}-${generation}`);
/** A log's name without its generation. */
const baseOf = (log: string): string => log.replace(/-\d+$/, '');
/** The log that comes after this one, should it be begun. */
export const successorOf = (log: string): string => nameOf(baseOf(log), (parseLog(log)?.generation ?? 1) + 1);

/** The newest of a log and its successors. */
export async function newestLog(store: EventLog, log: string): Promise<string> {
  const base = baseOf(log);
  const generations = (await store.logs()).filter((name) => baseOf(name) === base).map((name) => parseLog(name)?.generation ?? 1);
  return nameOf(base, Math.max(1, ...generations));
}

export interface ShutLog { readonly log: string; readonly size: number; readonly why: string; /** The log that goes on in its place, if one was begun. */ readonly successor?: string }

/** Logs that take no entries, each with its successor. */
export async function shutLogs(store: EventLog): Promise<readonly ShutLog[]> {
  const names = await store.logs();
  const heads = await Promise.all(names.map((name) => store.head(name)));
  return heads.flatMap(({ log, size, readOnly }): ShutLog[] => {
    if (readOnly === undefined) return [];
    const next = successorOf(log);
    return [{ log, size, why: readOnly, ...(names.includes(next) ? { successor: next } : {}) }];
  });
}

export interface SuccessionParts extends GuardParts { readonly installation: string; readonly clock: Clock }

export interface Succession {
  /** The log that goes on. */
  readonly successor: string;
  /** Events of the old log, and how many of those it published nobody has. */
  readonly entries: number;
  readonly lost: number;
  /** The old log takes no entries. */
  readonly shut: boolean;
  /** The successor is there. */
  readonly begun: boolean;
}

/** What would be given up by going on without it. Only for access logs: their records stand alone; a log of cases needs a newer copy, as its streams go on in it. */
export async function previewSuccession(parts: SuccessionParts, log: string): Promise<Result<Succession>> {
  const [name, names] = [parseLog(log), await parts.log.logs()];
  if (!name || name.service !== parts.service || !names.includes(log)) return refused('log/not-found', { path: '/log' });
  if (!name.access) return refused('log/only-access-logs', { path: '/log' });
  const [head, published] = [await parts.log.head(log), await largestPublished(parts, log)];
  const successor = successorOf(log);
  return ok({ successor, entries: head.size, lost: Math.max(0, (published?.size ?? 0) - head.size), shut: head.readOnly !== undefined, begun: names.includes(successor) });
}

/**
 * Begins `<log>-2` (or the next) in place of a log that opened read-only because events are lost that nobody has (formats
 * §7). Its first event names the old log's last checkpoint. Done twice, it is done once.
 */
export async function beginSuccessor(parts: SuccessionParts, log: string, reason: string, actor: Actor): Promise<Result<Succession>> {
  const preview = await previewSuccession(parts, log);
  if (!preview.ok) return preview;
  const { successor, shut } = preview.value;
  if (!shut) return refused('log/takes-entries', { path: '/log' });
  const [head, published, { district }] = [await parts.log.head(log), await largestPublished(parts, log), parseLog(log)!];
  const now = parts.clock.now();
  const data: LogSucceeded = {
    succeeds: { log, size: head.size, root: Buffer.from(head.root).toString('base64') },
    ...(published ? { published: { size: published.size, text: published.text } } : {}), reason,
  };
  const id = uuidv7(now);
  const stream = `logsuccession-${district}-${id}`;
  // One command for ever: whoever comes second is answered with what the first did.
  const commandid = createHash('sha256').update(`succession\n${successor}`).digest('hex');
  const event = {
    id, type: LOG_SUCCEEDED, time: now,
    head: headText({
      specversion: '1.0', id, source: `${parts.installation}/${successor}`, type: LOG_SUCCEEDED, subject: stream, time: utc(now), datacontenttype: 'application/json', log: successor, stream, district,
      actorid: actor.id, actorrole: actor.role, ...(actor.org === undefined ? {} : { actororg: actor.org }), commandid, processingbasis: 'statutory-duty', data,
    }),
  };
  const outcome = await parts.log.append({ log: successor, commandid, actorid: actor.id, streams: [{ stream, expected: 0, events: [event] }] });
  if (outcome.kind !== 'appended' && outcome.kind !== 'repeated') return refused(outcome.kind === 'refused' ? outcome.code : 'command/busy');
  return ok({ ...preview.value, begun: true });
}
