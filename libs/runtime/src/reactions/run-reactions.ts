import { createHash } from 'node:crypto';
import { metaOf, type Actor, type Envelope } from '@lianxin/kernel';
import { openInbox, topicOf, TryLater, type Bus, type Feed, type Inbox, type InboxStore } from '@lianxin/messaging';
import type { CommandPipeline } from '../commands/pipeline.js';
import type { EventTypes } from '../commands/event-types.js';
import type { Reaction } from './reaction.js';

export interface RunReactions<Tx> {
  /** The service that reacts. */
  readonly service: string;
  readonly reactions: readonly Reaction[];
  readonly pipeline: CommandPipeline;
  readonly types: EventTypes & { nameOf(type: string): string | undefined };
  readonly bus: Bus;
  /** Feeds of the services listened to, by service. */
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly store: InboxStore<Tx>;
  readonly onError?: (error: unknown) => void;
  /** Ends a first catch-up early. */
  readonly signal?: AbortSignal;
}

/** The system principal in whose name a service reacts; its rights stand in the role table like anybody's. */
export const reactor = (service: string, district: string): Actor => ({ id: `system:${service}`, role: 'system', district });

/**
 * Gives the commands of a service's reactions. Each event reaches a reaction once, in the order of its stream; the
 * command carries an id made from event and reaction, so that a repeat after a crash is answered, not done again, and
 * is recorded after its cause. An unexpected refusal parks the event with the later ones of its stream.
 */
export function runReactions<Tx>(o: RunReactions<Tx>): Promise<Inbox> {
  const byEvent = new Map<string, Reaction[]>();
  for (const r of o.reactions) for (const name of r.on) byEvent.set(name, [...byEvent.get(name) ?? [], r]);

  async function handle(envelope: Envelope): Promise<void> {
    const event = o.types.read(envelope.type, envelope.data);
    if (!event) return;
    const meta = metaOf(envelope);
    for (const r of byEvent.get(event.type) ?? []) {
      for (const [i, { handler, body }] of (await r.react(event, meta)).entries()) {
        const answer = await o.pipeline.execute(handler, body as never, {
          actor: reactor(o.service, meta.district), commandid: commandidOf(envelope.id, r.name, i), causedAt: meta.recordedat, causationid: envelope.id,
          ...(envelope.correlationid === undefined ? {} : { correlationid: envelope.correlationid }),
          ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
        });
        if (answer.ok || r.fine?.(answer.refusal)) continue;
        if (answer.refusal.code === 'command/busy') throw new TryLater(`${r.name}: ${answer.refusal.code}`);
        throw new Error(`${r.name}: ${handler.name} was refused: ${answer.refusal.code}`);
      }
    }
  }

  return openInbox({
    group: `${o.service}:reactions`, bus: o.bus, store: o.store, feeds: [...o.feeds.values()], topics: [...o.feeds.keys()].map(topicOf),
    wants: (type) => byEvent.has(o.types.nameOf(type) ?? ''), handler: handle, ...(o.onError ? { onError: o.onError } : {}), ...(o.signal ? { signal: o.signal } : {}),
  });
}

/** The same event and reaction always give the same command. */
const commandidOf = (event: string, reaction: string, n: number): string => createHash('sha256').update(`${event}\n${reaction}\n${n}`).digest('hex');
