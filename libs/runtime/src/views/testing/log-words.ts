import type { EventLog } from '@lianxin/event-log';
import { headText, parseStream, utc, uuidv7 } from '@lianxin/kernel';
import type { Decoding } from '../log-tail.js';

/** Words for tests that need events in a log: `append(log, 'case-440106-1', 'Opened', { … })`. */

export const typeOf = (name: string): string => `lianxin.test.${name.toLowerCase()}.v1`;

export const decoding = (...names: string[]): Decoding => {
  const byType = new Map(names.map((name) => [typeOf(name), name]));
  return { upcast: (type, data) => ({ type, data }), nameOf: (type) => byType.get(type) };
};

export async function append(to: EventLog, stream: string, name: string, data: unknown = {}, service = 'test'): Promise<string> {
  const district = parseStream(stream)!.district;
  const log = `${service}.${district}`;
  const time = Date.UTC(2026, 0, 5);
  for (;;) {
    const expected = await versionOf(to, log, stream);
    const id = uuidv7(time);
    const head = headText({
      specversion: '1.0', id, source: `example.org/${log}`, type: typeOf(name), subject: stream, time: utc(time), datacontenttype: 'application/json',
      log, stream, district, actorid: 'tester', actorrole: 'worker', data,
    });
    const outcome = await to.append({ log, actorid: 'tester', streams: [{ stream, expected, events: [{ id, type: typeOf(name), time, head }] }] });
    if (outcome.kind === 'appended') return `${stream}@${expected + 1}`;
    if (outcome.kind !== 'conflict') throw new Error(`append: ${JSON.stringify(outcome)}`);
  }
}

/** A new stream with so many events at once: `Opened`, then `Noted`. */
export async function appendMany(to: EventLog, stream: string, count: number, data: unknown = {}): Promise<void> {
  const { district } = parseStream(stream)!;
  const log = `test.${district}`;
  const time = Date.UTC(2026, 0, 5);
  const events = Array.from({ length: count }, (_, i) => {
    const id = uuidv7(time);
    const type = typeOf(i === 0 ? 'Opened' : 'Noted');
    return { id, type, time, head: headText({
      specversion: '1.0', id, source: `example.org/${log}`, type, subject: stream, time: utc(time), datacontenttype: 'application/json', log, stream, district, actorid: 'tester', actorrole: 'worker', data,
    }) };
  });
  const outcome = await to.append({ log, actorid: 'tester', streams: [{ stream, expected: 0, events }] });
  if (outcome.kind !== 'appended') throw new Error(`append: ${JSON.stringify(outcome)}`);
}

const seen = new WeakMap<EventLog, Map<string, number>>();

async function versionOf(of: EventLog, log: string, stream: string): Promise<number> {
  const versions = seen.get(of) ?? new Map<string, number>();
  seen.set(of, versions);
  let version = versions.get(stream) ?? 0;
  for (;;) {
    const page = await of.readStream(log, stream, { after: version });
    if (page.length === 0) return version;
    version = page.at(-1)!.version;
    versions.set(stream, version);
  }
}

/** Waits for something to become true; fails after 10 s with these words. */
export async function eventually(words: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never happened: ${words}`);
    await new Promise((resolve) => { setTimeout(resolve, 2); });
  }
}
