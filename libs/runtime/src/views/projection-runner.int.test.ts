import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { projection, type Event } from '@lianxin/kernel';
import { memoryViewStore } from './memory-view-store.js';
import { runProjections, type ProjectionRunner, type RunProjections } from './projection-runner.js';
import { append, decoding, eventually } from './testing/log-words.js';
import type { ViewStore } from './view-store.js';

type Counted = Event<'Opened', { colour: string }> | Event<'Noted', { colour?: string }>;
type Tally = { versions: number[]; colour: string; n: number };

/** Remembers each version it saw: a lost, doubled or swapped event shows. `broken` makes an event poisonous. */
const tally = (version = 1, broken: (stream: string, at: number) => boolean = () => false) => projection<Counted, Tally>({
  name: 'tally', version, indexes: ['colour', 'n'],
  handlers: {
    Opened(docs, data, meta) {
      docs.put(meta.stream, { versions: [meta.version], colour: data.colour, n: 1 });
      if (broken(meta.stream, meta.version)) throw new Error('cannot take this');
    },
    Noted(docs, data, meta) {
      const doc = docs.get(meta.stream)!;
      docs.put(meta.stream, { versions: [...doc.versions, meta.version], colour: data.colour ?? doc.colour, n: doc.n + 1 });
      if (broken(meta.stream, meta.version)) throw new Error('cannot take this');
    },
  },
});

const running: ProjectionRunner[] = [];
afterEach(async () => { await Promise.all(running.splice(0).map((r) => r.close())); });

async function run(log: EventLog, views: ViewStore, more: Partial<RunProjections> = {}): Promise<ProjectionRunner> {
  const runner = await runProjections({ log, views, projections: [tally()], poll: 20, ...decoding('Opened', 'Noted'), ...more });
  running.push(runner);
  return runner;
}

const stream = (n: number, district = '440106'): string => `case-${district}-${n}`;

async function fill(log: EventLog, streams: number, rounds: number, district = '440106'): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: streams }, (_, n) => append(log, stream(n, district), round === 0 ? 'Opened' : 'Noted', { colour: n % 2 ? 'red' : 'blue' })));
  }
}

const dense = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('projections', () => {
  it('catch up and go on live without a seam, over several logs', async () => {
    const log = memoryEventLog();
    await fill(log, 20, 6);
    const writing = Promise.all([fill(log, 20, 3, '440103'), ...dense(30).map(() => append(log, stream(3), 'Noted'))]);
    const runner = await run(log, memoryViewStore());
    await writing;
    await runner.caughtUp();
    const found = await runner.view(tally()).find({ limit: 100 });
    expect(found.items).toHaveLength(40);
    for (const { id, doc } of found.items) expect(doc.versions).toEqual(dense(id === stream(3) ? 36 : id.includes('440103') ? 3 : 6));
    expect(new Map((await runner.lag()).map((l) => [l.log, l.behind]))).toEqual(new Map([['test.440103', 0], ['test.440106', 0]]));
    await append(log, stream(3), 'Noted');
    await runner.caughtUp();
    expect((await runner.view<Tally>('tally').get(stream(3)))?.versions).toEqual(dense(37));
  });

  it('see events that nobody announced', async () => {
    const log = memoryEventLog();
    const runner = await run({ ...log, onAppended: () => () => undefined }, memoryViewStore());
    await append(log, stream(1), 'Opened', { colour: 'red' });
    await eventually('the view has the document', async () => (await runner.view(tally()).get(stream(1))) !== undefined);
    expect((await runner.lag())[0]?.behind).toBe(0);
  });

  it('pass over types they do not know, and may look at every event all the same', async () => {
    const log = memoryEventLog();
    const types = projection<Counted, { seen: string[] }>({
      name: 'types', version: 1, indexes: [], handlers: {},
      every: (docs, type) => docs.put('all', { seen: [...docs.get('all')?.seen ?? [], type] }),
    });
    const runner = await run(log, memoryViewStore(), { projections: [tally(), types] });
    await append(log, stream(1), 'Opened', { colour: 'red' });
    await append(log, stream(1), 'FromTheFuture');
    await append(log, stream(1), 'Noted');
    await runner.caughtUp();
    expect((await runner.view(tally()).get(stream(1)))?.versions).toEqual([1, 3]);
    expect((await runner.view(types).get('all'))?.seen).toEqual(['lianxin.test.opened.v1', 'lianxin.test.fromthefuture.v1', 'lianxin.test.noted.v1']);
  });

  it('apply each event once although storing fails before, or after it has happened', async () => {
    const log = memoryEventLog();
    await fill(log, 10, 20);
    const store = memoryViewStore();
    let commits = 0;
    const shaky: ViewStore = {
      ...store,
      async commit(c) {
        const nth = ++commits;
        if (nth % 3 === 1) throw new Error('disk full');
        const stored = await store.commit(c);
        if (nth % 3 === 2) throw new Error('answer lost');
        return stored;
      },
    };
    const errors: unknown[] = [];
    const runner = await run(log, shaky, { onError: (_, e) => errors.push(e) });
    await append(log, stream(0), 'Noted');
    await runner.caughtUp();
    for (const { id, doc } of (await runner.view(tally()).find()).items) expect(doc.versions).toEqual(dense(id === stream(0) ? 21 : 20));
    expect(errors.length).toBeGreaterThan(1);
    await eventually('the failure is over', () => runner.status()[0]?.error === undefined);
  });

  it('go on after a restart where they stopped', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await fill(log, 3, 2);
    const first = await run(log, store);
    await first.caughtUp();
    await first.close();
    await append(log, stream(0), 'Noted');
    const second = await run(log, store);
    await second.caughtUp();
    expect((await second.view(tally()).get(stream(0)))?.versions).toEqual([1, 2, 3]);
  });

  it('of two processes on one store never apply an event twice', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await fill(log, 10, 10);
    const [a, b] = await Promise.all([run(log, store), run(log, store)]);
    await fill(log, 10, 10);
    await Promise.all([a.caughtUp(), b.caughtUp()]);
    for (const { doc } of (await a.view(tally()).find()).items) expect(doc.versions).toEqual([...dense(10), ...dense(10).map((n) => n + 10)].filter((n) => doc.versions.includes(n)));
    expect(new Set((await b.view(tally()).find()).items.map((i) => i.doc.versions.at(-1)))).toEqual(new Set([20]));
  });
});

describe('a poison event', () => {
  it('parks itself and what follows in its stream; other streams go on; a retry applies all in order', async () => {
    const log = memoryEventLog();
    let broken = true;
    const poison = tally(1, (s, at) => broken && s === stream(1) && at === 2);
    const parked: string[] = [];
    const runner = await run(log, memoryViewStore(), { projections: [poison], onParked: (l) => parked.push(l.error) });
    await fill(log, 3, 4);
    await runner.caughtUp();
    const view = runner.view(poison);
    expect((await view.get(stream(1)))?.versions).toEqual([1]); // what the failed handler had put is taken back
    expect((await view.get(stream(2)))?.versions).toEqual([1, 2, 3, 4]);
    const letters = await runner.parked('tally');
    expect(letters.map((l) => [l.stream, l.version, l.sequence, l.attempts])).toEqual([[stream(1), 2, 1, 1], [stream(1), 3, 2, 1], [stream(1), 4, 3, 1]]);
    expect(letters[0]?.error).toBe('cannot take this');
    expect(parked).toHaveLength(3);

    expect(await runner.retry(letters[2]!.id)).toEqual({ kind: 'failed', applied: 0, left: 3, error: 'cannot take this' });
    expect((await runner.parked()).map((l) => l.attempts)).toEqual([2, 1, 1]);
    await append(log, stream(1), 'Noted');
    await runner.caughtUp();
    expect((await runner.parked()).map((l) => l.sequence)).toEqual([1, 2, 3, 4]);

    broken = false;
    expect(await runner.retry(letters[0]!.id)).toEqual({ kind: 'applied', applied: 4 });
    expect(await runner.parked()).toEqual([]);
    await append(log, stream(1), 'Noted');
    await runner.caughtUp();
    expect((await view.get(stream(1)))?.versions).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await runner.retry(letters[0]!.id)).toEqual({ kind: 'unknown' });
    expect(await runner.retry('nothing')).toEqual({ kind: 'unknown' });
  });

  it('stays parked over a restart', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    const poison = tally(1, (s, at) => s === stream(1) && at === 2);
    const first = await run(log, store, { projections: [poison] });
    await fill(log, 2, 2);
    await first.caughtUp();
    await first.close();
    const second = await run(log, store); // repaired, but nobody retried
    await append(log, stream(1), 'Noted');
    await second.caughtUp();
    expect((await second.parked()).map((l) => [l.version, l.sequence])).toEqual([[2, 1], [3, 2]]);
    expect(second.status()[0]?.parkedStreams).toBe(1);
  });

  it.each([['holds what JSON cannot', { n: 1n }], ['holds an index that cannot be ordered', { n: { deep: 1 } }]])('is also one whose document %s', async (_, more) => {
    const log = memoryEventLog();
    const bad = projection<Counted, { n: unknown }>({
      name: 'bad', version: 1, indexes: 'deep' in Object(more.n) ? ['n'] : [],
      handlers: { Opened: (docs, _data, meta) => docs.put(meta.stream, meta.stream === stream(1) ? more : { n: 0 }) },
    });
    await fill(log, 3, 1);
    const runner = await run(log, memoryViewStore(), { projections: [bad] });
    await runner.caughtUp();
    expect((await runner.parked()).map((l) => l.stream)).toEqual([stream(1)]);
    expect(await runner.view(bad).count()).toBe(2);
  });
});
