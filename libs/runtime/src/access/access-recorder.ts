import { headText, utc, uuidv7, type Actor, type Clock, type Refusal } from '@lianxin/kernel';
import type { AppendOutcome, EventLog, NewEvent } from '@lianxin/event-log';
import type { Access, AccessItem, AccessRecorder } from '@lianxin/trust';
import { newestLog } from '../checkpoints/succession.js';

/** Stored type of an access record, the same in every service. */
export const DATA_ACCESSED = 'lianxin.access.dataaccessed.v1';

// A record that lists thousands of values is cut into several events of one append; each stays far below 256 KB.
const ITEMS_PER_EVENT = 800;

/** The record could not be kept, so the value does not leave. */
export class AccessNotRecorded extends Error {
  override readonly name = 'AccessNotRecorded';
  readonly refusal: Refusal = { code: 'access/not-recorded' };
  constructor(why: string, options?: ErrorOptions) { super(`the access record could not be kept (${why})`, options); }
}

export interface AccessRecorderParts {
  readonly service: string;
  readonly installation: string;
  /** The service's own store; records go to `<service>-access.<district>`, or to the log that succeeded it. */
  readonly log: EventLog;
  readonly clock: Clock;
}

/**
 * Keeps the access log: one stream per record, so that records never wait for one another. `record` resolves when the
 * record is durable, and throws `AccessNotRecorded` when it cannot be kept: then the value does not leave.
 */
export function accessRecorder(parts: AccessRecorderParts): AccessRecorder {
  // Which log takes the records of a district; asked anew when it turns out to be shut.
  const current = new Map<string, string>();
  async function logOf(district: string): Promise<string> {
    const known = current.get(district) ?? await newestLog(parts.log, `${parts.service}-access.${district}`);
    current.set(district, known);
    return known;
  }

  function append(log: string, access: Access, actor: Actor): Promise<AppendOutcome> {
    const now = parts.clock.now();
    const stream = `access-${actor.district}-${uuidv7(now)}`;
    const commandid = uuidv7(now);
    const event = (items: readonly AccessItem[]): NewEvent => {
      const id = uuidv7(now);
      const head = headText({
        specversion: '1.0', id, source: `${parts.installation}/${log}`, type: DATA_ACCESSED, subject: stream, time: utc(now), datacontenttype: 'application/json',
        log, stream, district: actor.district, actorid: actor.id, actorrole: actor.role, ...(actor.org === undefined ? {} : { actororg: actor.org }),
        commandid, processingbasis: access.context.basis,
        data: { what: access.what, reason: access.context.reason, ...(access.scope === undefined ? {} : { scope: access.scope }), items },
      });
      return { id, type: DATA_ACCESSED, time: now, head };
    };
    const events: NewEvent[] = [];
    for (let at = 0; at < access.items.length || at === 0; at += ITEMS_PER_EVENT) events.push(event(access.items.slice(at, at + ITEMS_PER_EVENT)));
    return parts.log.append({ log, commandid, actorid: actor.id, streams: [{ stream, expected: 0, events }] });
  }

  async function keep(access: Access): Promise<AppendOutcome> {
    const { actor } = access.context;
    const log = await logOf(actor.district);
    const outcome = await append(log, access, actor);
    if (outcome.kind !== 'refused' || outcome.code !== 'event-log/read-only') return outcome;
    current.delete(actor.district);
    const successor = await logOf(actor.district);
    return successor === log ? outcome : append(successor, access, actor);
  }

  return {
    async record(access: Access): Promise<void> {
      const outcome = await keep(access).catch((cause: unknown) => { throw new AccessNotRecorded('the log failed', { cause }); });
      if (outcome.kind !== 'appended') throw new AccessNotRecorded(outcome.kind === 'refused' ? outcome.code : outcome.kind);
    },
  };
}
