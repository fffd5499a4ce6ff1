import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { projection, type Event } from '@lianxin/kernel';
import { memoryViewStore } from './memory-view-store.js';
import { runProjections, type ProjectionRunner, type RunProjections } from './projection-runner.js';
import type { RebuildReport } from './running-view.js';
import { append, decoding, eventually } from './testing/log-words.js';
import type { ViewStore } from './view-store.js';

type Opened = Event<'Opened', { colour: string }>;

const cases = (version = 1, indexes = ['colour'], broken = false) => projection<Opened, { colour: string; length?: number }>({
  name: 'cases', version, indexes,
  handlers: {
    Opened(docs, { colour }, meta) {
      if (broken) throw new Error('cannot');
      docs.put(meta.stream, version === 1 ? { colour } : { colour, length: colour.length });
    },
  },
});

const running: ProjectionRunner[] = [];
afterEach(async () => { await Promise.all(running.splice(0).map((r) => r.close())); });

async function run(log: EventLog, views: ViewStore, more: Partial<RunProjections> = {}): Promise<ProjectionRunner> {
  const runner = await runProjections({ log, views, projections: [cases()], poll: 20, ...decoding('Opened'), ...more });
  running.push(runner);
  return runner;
}

const open = (log: EventLog, from: number, to: number) =>
  Promise.all(Array.from({ length: to - from }, (_, i) => append(log, `case-440106-${from + i}`, 'Opened', { colour: (from + i) % 2 ? 'red' : 'blue' })));

describe('a rebuild', () => {
  it('gives the same documents, hash for hash, although events keep coming, and takes over', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await open(log, 0, 200);
    const runner = await run(log, store);
    await runner.caughtUp();
    const before = (await store.builds())[0]!.id;
    const steps: number[] = [];
    const [report] = await Promise.all([runner.rebuild('cases', { onProgress: (p) => steps.push(p.done) }), open(log, 200, 230)]);
    expect(report).toMatchObject({ view: 'cases', switched: true, changed: 0, onlyLive: 0, onlyBuilt: 0, liveHash: report.builtHash });
    expect(report.same).toBe(report.events);
    expect(steps.at(-1)).toBe(report.events);
    await runner.caughtUp();
    expect(await runner.view(cases()).count()).toBe(230);
    expect((await store.builds()).map((b) => [b.id === before, b.live])).toEqual([[false, true]]);
  });

  it('names what differs, and only looks when it is asked only to look', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await open(log, 0, 10);
    const runner = await run(log, store);
    await runner.caughtUp();
    const build = (await store.builds())[0]!.id;
    await store.commit({ build, log: 'test.440106', from: 10, to: 10, puts: new Map([['case-440106-1', { colour: 'forged' }], ['stray', { colour: 'x' }]]), removes: ['case-440106-2'], park: [], unpark: [] });
    const look = await runner.rebuild('cases', { dryRun: true });
    expect(look).toMatchObject({ switched: false, same: 8, changed: 1, onlyLive: 1, onlyBuilt: 1 });
    expect(look.liveHash).not.toBe(look.builtHash);
    expect((await store.builds()).map((b) => b.id)).toEqual([build]);
    expect((await runner.rebuild('cases')).switched).toBe(true);
    expect((await runner.view(cases()).find()).items.map((i) => i.doc.colour).filter((c) => c === 'forged' || c === 'x')).toEqual([]);
    expect(await runner.view(cases()).count()).toBe(10);
  });

  it('does not take over when it had to park what the live view could take', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await open(log, 0, 5);
    const first = await run(log, store);
    await first.caughtUp();
    await first.close();
    const second = await run(log, store, { projections: [cases(1, ['colour'], true)] });
    const report = await second.rebuild('cases');
    expect(report).toMatchObject({ switched: false, from: { parked: 0 }, to: { parked: 5 } });
    expect(await second.view(cases()).count()).toBe(5);
  });

  it('runs once at a time', async () => {
    const log = memoryEventLog();
    await open(log, 0, 5);
    const runner = await run(log, memoryViewStore());
    const first = runner.rebuild('cases');
    await expect(runner.rebuild('cases')).rejects.toThrow(/already/);
    expect((await first).switched).toBe(true);
  });
});

describe('a new version of a view', () => {
  it('is built beside the old one, which readers see until it is complete', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await open(log, 0, 50);
    const first = await run(log, store);
    await first.caughtUp();
    await first.close();

    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => { release = resolve; });
    const held: EventLog = { ...log, read: async (...a) => { await gate; return log.read(...a); } };
    const reports: RebuildReport[] = [];
    const second = await run(held, store, { projections: [cases(2, ['colour', 'length'])], onSwitched: (r) => reports.push(r) });
    await eventually('the new build is there', async () => (await store.builds()).length === 2);
    expect(await second.view(cases()).get('case-440106-1')).toEqual({ colour: 'red' });
    expect(second.status()[0]).toMatchObject({ version: 1, building: { view: 'cases' } });
    release();
    await second.caughtUp();
    expect(await second.view(cases()).get('case-440106-1')).toEqual({ colour: 'red', length: 3 });
    expect(await second.view(cases()).count({ length: 4 })).toBe(25);
    expect((await store.builds()).map((b) => [b.version, b.live])).toEqual([[2, true]]);
    expect(reports).toMatchObject([{ from: { version: 1 }, to: { version: 2 }, same: 0, changed: 50, switched: true }]);
    await append(log, 'case-440106-50', 'Opened', { colour: 'green' });
    await second.caughtUp();
    expect(await second.view(cases()).count()).toBe(51);
  });

  it('is also one with other indexes under the same number', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await open(log, 0, 4);
    const first = await run(log, store, { projections: [cases(1, [])] });
    await first.caughtUp();
    await first.close();
    const second = await run(log, store);
    await second.caughtUp();
    expect(await second.view(cases()).count({ colour: 'red' })).toBe(2);
  });

  it('takes over a build that an earlier start began', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    await open(log, 0, 10);
    const first = await run(log, store);
    await first.caughtUp();
    await first.close();
    const begun = await store.create('cases', 2, ['colour']);
    const stray = await store.create('cases', 7, ['colour']);
    const second = await run(log, store, { projections: [cases(2)] });
    await second.caughtUp();
    expect((await store.builds()).map((b) => b.id)).toEqual([begun.id]);
    expect(stray.id).not.toBe(begun.id);
  });
});

it('a view that is ahead of its restored log is built anew', async () => {
  const full = memoryEventLog();
  await open(full, 0, 10);
  const store = memoryViewStore();
  const first = await run(full, store);
  await first.caughtUp();
  await first.close();
  const restored = memoryEventLog();
  await open(restored, 0, 4);
  const second = await run(restored, store);
  await second.caughtUp();
  expect(await second.view(cases()).count()).toBe(4);
});

describe('waiting for a view', () => {
  it('ends when the view has the event, wherever its log is', async () => {
    const log = memoryEventLog();
    const runner = await run(log, memoryViewStore());
    const here = await append(log, 'case-440106-1', 'Opened', { colour: 'red' });
    const there = await append(log, 'case-440103-1', 'Opened', { colour: 'red' }, 'other');
    expect(await runner.waitFor('cases', [here, there])).toEqual({ fresh: true });
    expect(await runner.view(cases()).count()).toBe(2);
    expect(await runner.waitFor('cases', [])).toEqual({ fresh: true });
  });

  it('also for an event that only arrives while it waits', async () => {
    const log = memoryEventLog();
    const runner = await run(log, memoryViewStore());
    const waiting = runner.waitFor('cases', ['case-440106-1@1'], 10_000);
    await append(log, 'case-440106-1', 'Opened', { colour: 'red' });
    expect(await waiting).toEqual({ fresh: true });
  });

  it('says by how many events the view is behind when the time is over', async () => {
    const log = memoryEventLog();
    const store = memoryViewStore();
    const stuck: ViewStore = { ...store, commit: async () => { throw new Error('disk full'); } };
    const runner = await run(log, stuck);
    await open(log, 0, 7);
    const seventh = (await log.read('test.440106', { after: 6 }))[0]!;
    expect(await runner.waitFor('cases', [`${seventh.stream}@1`], 30)).toEqual({ fresh: false, behind: 7 });
    expect(await runner.waitFor('cases', ['case-440106-99@1'], 10)).toEqual({ fresh: false, behind: 1 });
    expect(await runner.waitFor('cases', ['rubbish', 'a@b', '@', 'case-440106-1@-1'], 10)).toEqual({ fresh: false, behind: 1 });
    expect(runner.status()[0]?.error).toBe('disk full');
  });
});
