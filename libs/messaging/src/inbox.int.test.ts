import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageOf, topicOf, type Bus, type Message, type Subscribe } from './bus.js';
import { openInbox, type Inbox, type InboxOptions } from './inbox.js';
import { inProcessBus } from './in-process-bus.js';
import { TryLater } from './inbox-receiver.js';
import { memoryInbox, type MemoryTx } from './memory-inbox.js';
import { openSqliteInbox } from './sqlite-inbox.js';
import { eventually, owner, Seen, upTo, type Owner } from './testing/event-words.js';

const folder = mkdtempSync(join(tmpdir(), 'inbox-'));
const open: Inbox[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((i) => i.close())); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A bus driven by hand: the test hands messages to the newest subscription, in whatever order it likes. */
function handBus(): Bus & { hand(bodies: readonly string[]): Promise<void>; subscriptions: number } {
  const handlers: Subscribe['handler'][] = [];
  const bus = {
    subscriptions: 0,
    hand: async (bodies: readonly string[]) => { await handlers.at(-1)!(bodies.map(messageOf)); },
    publish: async (_topic: string, messages: readonly Message[]) => { await handlers.at(-1)!(messages); },
    async subscribe(s: Subscribe) { bus.subscriptions += 1; handlers.push(s.handler); return { close: async () => undefined }; },
    close: async () => undefined,
  };
  return bus;
}

async function inbox(from: Owner, bus: Bus, seen: Seen, more: Partial<InboxOptions<MemoryTx>> = {}): Promise<Inbox> {
  const made = await openInbox<MemoryTx>({
    group: 'consumer', bus, topics: [topicOf('test')], feeds: [from], store: memoryInbox(), gap: 1_000_000, compare: 1_000_000,
    handler: (event, tx) => { tx.onCommit(() => seen.note(event)); }, ...more,
  });
  open.push(made);
  return made;
}

const all = (from: Owner): string[] => [...from.bodies.values()].flat();

describe('an inbox', () => {
  it('drops repeats and puts each stream in order, whatever the bus does to the order', () =>
    fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 25 }), fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 6 }), async (streams, random, batch) => {
      const from = owner();
      const seen = new Seen();
      const bus = handBus();
      const box = await inbox(from, bus, seen);
      for (const n of streams) from.append(`case-4401${n % 2}6-${n}`);
      const dice = random[Symbol.iterator]();
      const roll = (): number => dice.next().value as number;
      const jumbled = [...all(from), ...all(from).filter(() => roll() % 3 === 0)].map((body) => ({ body, at: roll() })).sort((a, b) => a.at - b.at).map((x) => x.body);
      for (let at = 0; at < jumbled.length; at += batch) await bus.hand(jumbled.slice(at, at + batch));
      for (const [stream, versions] of seen.versions) expect(versions).toEqual(upTo(streams.filter((n) => stream.endsWith(`-${n}`)).length));
      expect(seen.count).toBe(streams.length);
      expect(box.status()).toEqual({ held: 0, fetched: 0, restarts: 0 });
      expect((await box.lag()).map((l) => l.behind)).toEqual(from.bodies.size === 2 ? [0, 0] : [0]);
      await box.close();
    }), { numRuns: 60 }));

  it('is filled from the feed at its start', async () => {
    const from = owner();
    const seen = new Seen();
    for (let n = 0; n < 1_200; n++) from.append(`case-440106-${n % 7}`);
    const box = await inbox(from, handBus(), seen);
    expect(seen.count).toBe(1_200);
    expect(box.status().fetched).toBe(1_200);
  });

  it('fills a gap from the feed when it has been there too long', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = handBus();
    const box = await inbox(from, bus, seen, { gap: 20 });
    const [, second, third] = [from.append('case-440106-1'), from.append('case-440106-1'), from.append('case-440106-1')];
    await bus.hand([third, second]); // the first is lost
    expect([seen.count, box.status().held]).toEqual([0, 2]);
    await eventually('all three arrived', () => seen.count === 3);
    expect(seen.versions.get('case-440106-1')).toEqual([1, 2, 3]);
    expect(box.status()).toMatchObject({ held: 0, restarts: 0 });
  });

  it('finds a lost last event, which leaves no gap, by comparing counts', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = handBus();
    const box = await inbox(from, bus, seen, { compare: 30 });
    await bus.hand([from.append('case-440106-1')]);
    from.append('case-440106-1'); // published, never delivered
    await eventually('the lost one arrived', () => seen.count === 2);
    expect(box.status().fetched).toBe(1);
    expect(await box.compare()).toBe(0);
  });

  it('counts what it does not want, and what is not for it not at all', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = handBus();
    const box = await inbox(from, bus, seen, { wants: () => false });
    await bus.hand([from.append('case-440106-1'), owner('test-access').append('access-440106-1')]);
    expect(seen.count).toBe(0);
    expect(await box.lag()).toEqual([{ log: 'test.440106', received: 1, size: 1, behind: 0 }]);
  });

  it('passes over a message that is no event; the feed has it whole', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = handBus();
    const errors: unknown[] = [];
    const box = await inbox(from, bus, seen, { onError: (e) => errors.push(e) });
    from.append('case-440106-1');
    await bus.publish('t', [{ key: 'k', body: '{"torn', headers: {} }]);
    expect(errors).toHaveLength(1);
    expect(await box.compare()).toBe(1);
    expect(seen.count).toBe(1);
  });

  it('renews a subscription that fell silent, and leaves one alone that is only slow', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = handBus();
    const box = await inbox(from, bus, seen);
    for (let round = 0; round < 3; round++) { // behind each time, but something arrives each time
      from.append('case-440106-1');
      await bus.hand([from.append('case-440106-2')]);
      await box.compare();
    }
    expect([bus.subscriptions, box.status().restarts]).toEqual([1, 0]);
    from.append('case-440106-1');
    await box.compare();
    from.append('case-440106-1'); // and again nothing came
    await box.compare();
    expect([bus.subscriptions, box.status().restarts]).toEqual([2, 1]);
    await bus.hand([from.append('case-440106-1')]);
    expect(seen.versions.get('case-440106-1')).toEqual(upTo(6));
  });

  it('receives all in order from many streams through a real bus that drops a tenth', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = inProcessBus({ pause: 1 });
    let nth = 0;
    const lossy: Bus = { ...bus, publish: (topic, messages) => bus.publish(topic, messages.filter(() => ++nth % 10 !== 0)) };
    const box = await inbox(from, lossy, seen, { gap: 10, compare: 50 });
    for (let n = 0; n < 300; n++) await lossy.publish(topicOf('test'), [messageOf(from.append(`case-440106-${n % 11}`))]);
    await eventually('all arrived', () => seen.count === 300);
    for (const versions of seen.versions.values()) expect(versions).toEqual(upTo(versions.length));
    await box.close();
    await bus.close();
  });
});

describe('a poison event', () => {
  it('is parked with what follows in its stream; other streams go on; a retry keeps the order', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = handBus();
    let broken = true;
    const letters: number[] = [];
    const box = await inbox(from, bus, seen, {
      onParked: (l) => letters.push(l.sequence),
      handler(event, tx) {
        tx.onCommit(() => seen.note(event));
        if (broken && event.stream === 'case-440106-1' && event.version === '2') throw new Error('cannot take this');
      },
    });
    for (let n = 0; n < 4; n++) { from.append('case-440106-1', { n }); from.append('case-440106-2', { n }); }
    await bus.hand(all(from));
    await bus.hand(all(from)); // repeats of parked events are repeats
    expect(seen.versions.get('case-440106-1')).toEqual([1]);
    expect(seen.versions.get('case-440106-2')).toEqual([1, 2, 3, 4]);
    const parked = await box.parked();
    expect(parked.map((l) => [l.version, l.sequence, l.error])).toEqual([[2, 1, 'cannot take this'], [3, 2, expect.any(String)], [4, 3, expect.any(String)]]);
    expect(letters).toEqual([1, 2, 3]);
    expect((await box.lag())[0]?.behind).toBe(0);

    expect(await box.retry(parked[1]!.id)).toEqual({ kind: 'failed', applied: 0, left: 3, error: 'cannot take this' });
    expect((await box.parked())[0]?.attempts).toBe(2);
    broken = false;
    expect(await box.retry(parked[1]!.id)).toEqual({ kind: 'applied', applied: 3 });
    await bus.hand([from.append('case-440106-1')]);
    expect(seen.versions.get('case-440106-1')).toEqual([1, 2, 3, 4, 5]);
    expect(await box.parked()).toEqual([]);
    expect(await box.retry(parked[1]!.id)).toEqual({ kind: 'unknown' });
  });

  it('is parked also when an earlier event sets it free from waiting', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = handBus();
    const box = await inbox(from, bus, seen, { handler(event, tx) { if (event.version === '3') throw new Error('no'); tx.onCommit(() => seen.note(event)); } });
    const bodies = upTo(4).map(() => from.append('case-440106-1'));
    await bus.hand([bodies[3]!, bodies[2]!, bodies[1]!]);
    await bus.hand([bodies[0]!]);
    expect(seen.versions.get('case-440106-1')).toEqual([1, 2]);
    expect((await box.parked()).map((l) => l.version)).toEqual([3, 4]);
  });

  it('is not one when the handler only asks to try later', async () => {
    const from = owner();
    const seen = new Seen();
    const bus = inProcessBus({ pause: 1 });
    let calls = 0;
    const box = await inbox(from, bus, seen, { handler(event, tx) { if (++calls < 4) throw new TryLater('database is away'); tx.onCommit(() => seen.note(event)); } });
    await bus.publish(topicOf('test'), [messageOf(from.append('case-440106-1')), messageOf(from.append('case-440106-1'))]);
    await eventually('both arrived', () => seen.count === 2);
    expect(seen.versions.get('case-440106-1')).toEqual([1, 2]);
    expect(await box.parked()).toEqual([]);
    await box.close();
    await bus.close();
  });
});

describe('an inbox in the consumer\'s own file', () => {
  it('stores effects and watermark together: a crash in between repeats or loses nothing', async () => {
    const from = owner();
    const path = join(folder, 'consumer.db');
    const schema = 'CREATE TABLE IF NOT EXISTS seen (n INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL)';
    const bodies = upTo(30).map((n) => from.append(`case-440106-${n % 3}`));
    let crash: 'never' | 'before' | 'after' = 'never';
    const start = async () => {
      const store = openSqliteInbox(path, schema);
      const bus = handBus();
      const shaky = {
        ...store,
        transact: async <T>(work: Parameters<typeof store.transact<T>>[0]): Promise<T> => {
          if (crash === 'before') return store.transact(async (rows, tx) => { await work(rows, tx); throw new Error('killed before commit'); });
          const result = await store.transact(work);
          if (crash === 'after') throw new Error('killed after commit');
          return result;
        },
      };
      const box = await openInbox({
        group: 'consumer', bus, topics: [], feeds: [{ ...from, logs: async () => [] }], store: shaky,
        handler: (e, db) => { db.prepare('INSERT INTO seen (stream, version) VALUES (?, ?)').run([e.stream, Number(e.version)]); },
      });
      return { bus, box, store };
    };
    for (const [from_, to, how] of [[0, 7, 'never'], [5, 15, 'before'], [5, 15, 'after'], [12, 30, 'never']] as const) {
      const { bus, box, store } = await start();
      await bus.hand(bodies.slice(0, 1)); // a repeat after the first round
      crash = how;
      const [handed] = await Promise.allSettled([bus.hand(bodies.slice(from_, to))]);
      expect(handed.status === 'rejected' ? (handed.reason as Error).message : 'killed never commit').toBe(`killed ${how} commit`);
      crash = 'never';
      await box.close();
      await store.close();
    }
    const last = openSqliteInbox(path);
    const rows = await last.transact((_, db) => db.prepare('SELECT stream, version FROM seen ORDER BY n').raw().all([]) as [string, number][]);
    await last.close();
    for (const stream of ['case-440106-0', 'case-440106-1', 'case-440106-2']) expect(rows.filter((r) => r[0] === stream).map((r) => r[1])).toEqual(upTo(10));
  });
});
