import type { EventLog, StoredEvent } from '@lianxin/event-log';
import { metaOf, parseEnvelope, type EventMeta } from '@lianxin/kernel';
import type { EventTypes } from '../commands/event-types.js';

export interface Decoding {
  /** Brings a stored type and its data to the newest version (`upcasting` of the kernel). */
  readonly upcast: (type: string, data: unknown) => { type: string; data: unknown };
  /** The name by which code knows a (newest) stored type; undefined = this program does not know it. */
  readonly nameOf: (type: string) => string | undefined;
}

/** The same from a service's event types. */
export const decodingOf = (types: Pick<EventTypes, 'read'>): Decoding => ({
  upcast: (type, data) => types.read(type, data) ?? { type: '', data },
  nameOf: (type) => (type === '' ? undefined : type),
});

export interface Decoded { readonly name: string | undefined; readonly data: unknown; readonly meta: EventMeta }

/** A stored event that is taken apart at most once, however many views want it. */
export class TailEvent {
  private decoded: Decoded | undefined;

  constructor(readonly stored: StoredEvent, private readonly decoding: Decoding) {}

  /** Throws on text that is no event and when an upcaster throws. */
  decode(): Decoded {
    if (!this.decoded) {
      const envelope = parseEnvelope(this.stored.body);
      const { type, data } = this.decoding.upcast(envelope.type, envelope.data);
      this.decoded = { name: this.decoding.nameOf(type), data, meta: metaOf(envelope) };
    }
    return this.decoded;
  }
}

/** Reads logs for several views at once: those that are level share what was read last. */
export class LogTail {
  private readonly last = new Map<string, { after: number; events: readonly TailEvent[] }>();

  constructor(private readonly log: EventLog, private readonly decoding: Decoding) {}

  async read(log: string, after: number, limit: number): Promise<readonly TailEvent[]> {
    const last = this.last.get(log);
    if (last && after >= last.after && after < last.after + last.events.length) return last.events.slice(after - last.after, after - last.after + limit);
    const stored = await this.log.read(log, { after, limit });
    stored.forEach((e, i) => { if (e.position !== after + i + 1) throw new Error(`log ${log} has no event at position ${after + i + 1}`); });
    const events = stored.map((e) => new TailEvent(e, this.decoding));
    if (events.length > 0 && limit <= 256) this.last.set(log, { after, events });
    return events;
  }
}
