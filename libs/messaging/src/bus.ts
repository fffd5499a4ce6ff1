import { parseEnvelope } from '@lianxin/kernel';

/** Stored bytes on their way: `body` is the event as it stands in its log, never rewritten. */
export interface Message {
  /** Messages of one key reach a group in the order in which they were published: `caseid`, else the stream. */
  readonly key: string;
  readonly body: string;
  /** Repeat `ce_id`, `ce_type`, `caseid`, `traceparent`; nothing that is not in the body. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Subscription {
  /** No handler call begins after this; one that runs is waited for. */
  close(): Promise<void>;
}

export interface Subscribe {
  /** Each group sees every message once or more; members of one group share the work. */
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Called with messages of one partition in their order, never twice at once for the same key. If it rejects, the same
   * messages come again after a pause and their partition waits: a poison event must be parked, not thrown.
   */
  readonly handler: (messages: readonly Message[]) => Promise<void>;
}

export interface Bus {
  /** Resolves when the bus has taken the messages over. */
  publish(topic: string, messages: readonly Message[]): Promise<void>;
  subscribe(subscribe: Subscribe): Promise<Subscription>;
  close(): Promise<void>;
}

export const topicOf = (service: string): string => `lianxin.${service}.events`;

/** The message of a stored event. */
export function messageOf(body: string): Message {
  const e = parseEnvelope(body);
  return {
    key: e.caseid ?? e.stream,
    body,
    headers: {
      'content-type': 'application/cloudevents+json',
      ce_id: e.id,
      ce_type: e.type,
      ...(e.caseid === undefined ? {} : { caseid: e.caseid }),
      ...(e.traceparent === undefined ? {} : { traceparent: e.traceparent }),
    },
  };
}
