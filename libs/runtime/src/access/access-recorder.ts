import { headText, utc, uuidv7, type Clock, type Refusal } from '@lianxin/kernel';
import type { EventLog, NewEvent } from '@lianxin/event-log';
import type { Access, AccessItem, AccessRecorder } from '@lianxin/trust';

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
  /** The service's own store; records go to `<service>-access.<district>`. */
  readonly log: EventLog;
  readonly clock: Clock;
}

/**
 * Keeps the access log: one stream per record, so that records never wait for one another. `record` resolves when the
 * record is durable, and throws `AccessNotRecorded` when it cannot be kept: then the value does not leave.
 */
export function accessRecorder(parts: AccessRecorderParts): AccessRecorder {
  return {
    async record(access: Access): Promise<void> {
      const { actor } = access.context;
      const log = `${parts.service}-access.${actor.district}`;
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
      const outcome = await parts.log.append({ log, commandid, actorid: actor.id, streams: [{ stream, expected: 0, events }] })
        .catch((cause: unknown) => { throw new AccessNotRecorded('the log failed', { cause }); });
      if (outcome.kind !== 'appended') throw new AccessNotRecorded(outcome.kind === 'refused' ? outcome.code : outcome.kind);
    },
  };
}
