import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventLog, type EventLog } from '@lianxin/event-log';
import { systemClock } from '@lianxin/kernel';
import { compareBuilds } from '../compare-builds.js';
import { decodingOf } from '../log-tail.js';
import { runProjections, type ProjectionRunner } from '../projection-runner.js';
import { openSqliteViewStore } from '../sqlite-view-store.js';
import { append, appendMany, eventually } from '../testing/log-words.js';
import { projections, tally, types } from '../testing/tally.js';
import { builtModule, ProjectionThread } from './projection-thread.js';
import { threadedProjections } from './threaded-projections.js';

const folder = mkdtempSync(join(tmpdir(), 'thread-'));
const ends: (() => Promise<void>)[] = [];
afterEach(async () => { for (const end of ends.splice(0).toReversed()) await end(); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const module = builtModule(import.meta.url, '../testing/tally.js').href;
const stream = (n: number): string => `case-440106-${n}`;
const dense = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
let files = 0;

interface Here { readonly log: EventLog; readonly paths: { readonly log: string; readonly views: string } }
async function place(): Promise<Here> {
  files += 1;
  const paths = { log: join(folder, `log-${files}.db`), views: join(folder, `views-${files}.db`) };
  const log = await openSqliteEventLog({ path: paths.log, inThread: true });
  ends.push(() => log.close());
  return { log, paths };
}

const fill = async (log: EventLog, streams: number, rounds: number): Promise<void> => {
  for (let round = 0; round < rounds; round++) await Promise.all(Array.from({ length: streams }, (_, n) => append(log, stream(n), round === 0 ? 'Opened' : 'Noted', { colour: n % 2 ? 'red' : 'blue' })));
};

function startThread(errors: string[] = []): ProjectionThread {
  const thread = new ProjectionThread({ clock: systemClock, onError: (where, error) => errors.push(`${where}: ${String(error)}`) });
  ends.push(() => thread.close());
  return thread;
}
async function inThread({ log, paths }: Here, thread = startThread()): Promise<ProjectionRunner> {
  const runner = await threadedProjections({ thread, service: 'test', module, log: paths.log, views: paths.views, shown: log, projections, poll: 100 });
  ends.push(() => runner.close());
  return runner;
}
async function here({ log, paths }: Here): Promise<ProjectionRunner> {
  const views = openSqliteViewStore(paths.views);
  const runner = await runProjections({ log, views, projections, poll: 100, ...decodingOf(types) });
  ends.push(async () => { await runner.close(); await views.close(); });
  return runner;
}

describe.each([['in this thread', here], ['in a thread of their own', (p: Here) => inThread(p)]] as const)('projections %s', (_, run) => {
  it('catch up, go on live, and are waited for by position', async () => {
    const p = await place();
    await fill(p.log, 20, 6);
    const writing = (async () => { for (let i = 0; i < 30; i++) await append(p.log, stream(3), 'Noted'); })();
    const runner = await run(p);
    await writing;
    await runner.caughtUp();
    const view = runner.view(tally);
    const { items } = await view.find({ limit: 100 });
    expect(items.map(({ id, doc }) => [id, doc.versions])).toEqual(items.map(({ id }) => [id, dense(id === stream(3) ? 36 : 6)]));
    expect(items).toHaveLength(20);
    expect(await view.count({ colour: 'red' })).toBe(10);
    const at = await append(p.log, stream(4), 'Noted');
    expect(await runner.waitFor('tally', [at])).toEqual({ fresh: true });
    expect((await view.get(stream(4)))?.n).toBe(7);
    expect(await runner.waitFor('tally', [`${stream(4)}@99`], 20)).toEqual({ fresh: false, behind: 1 });
    expect((await runner.lag()).map((l) => [l.view, l.behind])).toEqual([['tally', 0], ['seen', 0]]);
    expect(runner.status()).toMatchObject([{ view: 'tally', version: 1, parkedStreams: 0 }, { view: 'seen', version: 1 }]);
    expect(() => runner.view('nothing')).toThrow('no view is named nothing');
    await expect(runner.view(tally).find({ where: { size: 1 } })).rejects.toThrow('no index size');
  });

  it('are built anew beside the live view while it is read, and take over whole', async () => {
    const p = await place();
    await fill(p.log, 300, 2);
    const runner = await run(p);
    await runner.caughtUp();
    const view = runner.view(tally);
    const counts = new Set<number>();
    let over = false;
    const reading = (async () => { while (!over) { counts.add(await view.count()); await new Promise((resolve) => { setImmediate(resolve); }); } })();
    const steps: number[] = [];
    const report = await runner.rebuild('tally', { onProgress: (progress) => steps.push(progress.done) });
    await append(p.log, stream(1), 'Noted');
    await runner.caughtUp();
    over = true;
    await reading;
    expect(report).toMatchObject({ view: 'tally', switched: true, same: 300, changed: 0, onlyLive: 0, onlyBuilt: 0, events: 600, liveHash: report.builtHash });
    expect([...counts]).toEqual([300]);
    expect(steps.at(-1)).toBe(600);
    expect((await view.get(stream(1)))?.versions).toEqual([1, 2, 3]);
  });

  it('park a poison event and say so', async () => {
    const p = await place();
    await fill(p.log, 3, 1);
    await append(p.log, stream(1), 'Noted', { poison: true });
    await append(p.log, stream(1), 'Noted');
    const runner = await run(p);
    await runner.caughtUp();
    const letters = await runner.parked('tally');
    expect(letters.map((l) => [l.stream, l.version, l.sequence, l.error])).toEqual([[stream(1), 2, 1, 'cannot take this'], [stream(1), 3, 2, 'waits behind an earlier event of its stream']]);
    expect(await runner.retry(letters[0]!.id)).toEqual({ kind: 'failed', applied: 0, left: 2, error: 'cannot take this' });
    expect(runner.status()[0]).toMatchObject({ view: 'tally', parkedStreams: 1 });
    await expect(runner.rebuild('nothing')).rejects.toThrow('no view is named nothing');
  });
});

describe('the thread of projections', () => {
  it('is begun again when it dies in the middle; the views are then those of a clean build', async () => {
    const p = await place();
    for (let n = 0; n < 320; n++) await appendMany(p.log, stream(n), 50, { colour: 'red' });
    const errors: string[] = [];
    const thread = startThread(errors);
    const runner = await inThread(p, thread);
    const at: number[] = [];
    for (let death = 1; death <= 2; death++) { // a batch of catch-up is 5,000 events
      const position = async () => (await runner.lag()).find((l) => l.view === 'tally')?.position ?? 0;
      await eventually(`the view moves after ${at.length} deaths`, async () => await position() > (at.at(-1) ?? 0));
      at.push(await position());
      await thread.kill();
    }
    await runner.caughtUp();
    expect(at.every((position) => position < 16_000)).toBe(true);
    expect(errors.filter((e) => e.includes('ended with code'))).toHaveLength(2);
    await runner.close();

    const crashed = openSqliteViewStore(p.paths.views);
    const clean = openSqliteViewStore(join(folder, `clean-${files}.db`));
    const again = await runProjections({ log: p.log, views: clean, projections, ...decodingOf(types) });
    await again.caughtUp();
    await again.close();
    for (const { name } of projections) {
      const hashes = await Promise.all([crashed, clean].map(async (store) => {
        const live = (await store.builds()).find((b) => b.view === name && b.live)!;
        return (await compareBuilds(store, live.id, live.id)).liveHash;
      }));
      expect(hashes[0]).toBe(hashes[1]);
    }
    await crashed.close();
    await clean.close();
  }, 30_000);

  it('answers what is asked while it is down, once it is up again', async () => {
    const p = await place();
    await fill(p.log, 5, 1);
    const thread = startThread();
    const runner = await inThread(p, thread);
    await runner.caughtUp();
    await thread.kill();
    expect(await runner.view(tally).count()).toBe(5); // reading needs no thread
    expect(await runner.parked()).toEqual([]);
    const at = await append(p.log, stream(7), 'Opened', { colour: 'red' });
    expect(await runner.waitFor('tally', [at], 10_000)).toEqual({ fresh: true });
  });

  it('says at the start what it cannot load', async () => {
    const p = await place();
    const errors: string[] = [];
    const thread = startThread(errors);
    const runner = await threadedProjections({ thread, service: 'test', module: `${module}-not-there.js`, log: p.paths.log, views: p.paths.views, shown: p.log, projections });
    ends.push(() => runner.close());
    await expect(thread.ready()).rejects.toThrow('not-there');
    expect(errors).toEqual([expect.stringMatching(/^views of test: .*not-there/)]);
  });

  it('goes on where it stood after a clean stop', async () => {
    const p = await place();
    await fill(p.log, 3, 2);
    for (let round = 0; round < 2; round++) {
      const thread = startThread();
      const runner = await inThread(p, thread);
      await runner.caughtUp();
      expect((await runner.view(tally).get(stream(0)))?.versions).toEqual(dense(2 + round));
      await runner.close();
      await thread.close();
      await append(p.log, stream(0), 'Noted');
    }
  });
});
