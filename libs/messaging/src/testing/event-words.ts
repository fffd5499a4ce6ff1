import { bodyText, headText, parseEnvelope, utc, uuidv7, type Envelope } from '@lianxin/kernel';
import type { Feed } from '../feed.js';

/** Words for tests: an owner with logs in memory, whose events are envelopes as they are stored. */
export interface Owner extends Feed {
  /** Appends an event to a stream (`case-440106-1`) and returns its body. */
  append(stream: string, data?: unknown, caseid?: string): string;
  readonly bodies: ReadonlyMap<string, readonly string[]>;
}

export function owner(service = 'test'): Owner {
  const logs = new Map<string, string[]>();
  const versions = new Map<string, number>();
  return {
    bodies: logs,
    append(stream, data = {}, caseid) {
      const district = stream.split('-')[1]!;
      const log = `${service}.${district}`;
      const bodies = logs.get(log) ?? [];
      logs.set(log, bodies);
      const version = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      const time = utc(Date.UTC(2026, 0, 5));
      const type = `lianxin.${service}.noted.v1`;
      const body = bodyText(headText({
        specversion: '1.0', id: uuidv7(), source: `example.org/${log}`, type, subject: stream, time, datacontenttype: 'application/json',
        log, stream, district, actorid: 'tester', actorrole: 'worker', ...(caseid === undefined ? {} : { caseid }), data,
      }), version, bodies.length + 1, time);
      bodies.push(body);
      return body;
    },
    logs: async () => [...logs].map(([log, bodies]) => ({ log, size: bodies.length, completeTo: 0 })),
    read: async (log, after, limit) => (logs.get(log) ?? []).slice(after, after + limit).map((body, i) => ({ position: after + i + 1, body })),
    checkpoint: async () => undefined,
  };
}

/** What a consumer saw, by stream: versions in the order of their arrival. */
export class Seen {
  readonly versions = new Map<string, number[]>();

  note(e: Envelope): void {
    const list = this.versions.get(e.stream) ?? [];
    this.versions.set(e.stream, list);
    list.push(Number(e.version));
  }

  noteBody(body: string): void { this.note(parseEnvelope(body)); }
  get count(): number { let n = 0; for (const list of this.versions.values()) n += list.length; return n; }
}

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** Waits for something to become true; fails after 10 s with these words. */
export async function eventually(words: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never happened: ${words}`);
    await new Promise((resolve) => { setTimeout(resolve, 2); });
  }
}
