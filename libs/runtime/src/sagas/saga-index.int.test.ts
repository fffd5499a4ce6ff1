import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memorySagaIndex } from './memory-saga-index.js';
import type { InstanceRow, PendingRow, SagaIndex, TimerRow } from './saga-index.js';
import { openSqliteSagaIndex } from './sqlite-saga-index.js';

const STREAMS = ['saga-440106-a', 'saga-440106-b', 'saga-440105-c'];
const instance = (n: number, more: Partial<InstanceRow> = {}): InstanceRow => ({
  stream: STREAMS[n]!, id: STREAMS[n]!.slice(12), saga: n === 2 ? 'y' : 'x', correlation: `${n}`, definition: 1, district: STREAMS[n]!.slice(5, 11), status: 'live', step: 's', started: 1, changed: 1, version: 1,
  ...(n === 0 ? { caseid: 'case' } : {}), ...more,
});
const timer = (n: number, name: string, fire: number): TimerRow => ({ stream: STREAMS[n]!, saga: 'x', district: '440106', timer: name, set: fire, fire, due: { fireAt: '2026-01-05T00:00:00.000Z' }, paused: false });
const pending = (n: number, id: number): Omit<PendingRow, 'retryAt' | 'tries'> => ({ commandid: `c${id}`, stream: STREAMS[n]!, saga: 'x', district: '440106', version: id, event: `e${String(id).padStart(6, '0')}`, recordedat: id, command: 'Do', data: { id }, target: '440106' });

type Change = { kind: 'instance' | 'timer' | 'pause' | 'untimer' | 'untimers' | 'pending' | 'answered' | 'retry' | 'aside' | 'later'; n: number; k: number };
const changes = fc.array(fc.record({ kind: fc.constantFrom<Change['kind']>('instance', 'timer', 'pause', 'untimer', 'untimers', 'pending', 'answered', 'retry', 'aside', 'later'), n: fc.nat(2), k: fc.nat(12) }), { maxLength: 60 });

function play(index: SagaIndex, all: readonly Change[]): void {
  const given = new Set<string>();
  index.advance('needs.440106', 1, (rows) => { for (const n of [0, 1, 2]) rows.putInstance(instance(n)); });
  for (const [i, { kind, n, k }] of all.entries()) {
    if (kind === 'later') { index.tryLater(`c${k}`, 50); continue; }
    index.advance('needs.440106', i + 2, (rows) => {
      switch (kind) {
        case 'instance': return rows.putInstance(instance(n, { version: i, status: k % 3 === 0 ? 'finished' : 'live', step: k % 2 === 0 ? 's' : 't' }));
        case 'aside': return rows.putInstance(instance(n, { version: i, quarantined: 'why' }));
        case 'timer': return rows.setTimer(timer(n, `t${k % 3}`, k * 10 + n));
        case 'pause': return rows.pauseTimer(STREAMS[n]!, `t${k % 3}`);
        case 'untimer': return rows.removeTimer(STREAMS[n]!, `t${k % 3}`);
        case 'untimers': return rows.removeTimers(STREAMS[n]!);
        case 'pending': if (!given.has(`c${i}`)) { given.add(`c${i}`); rows.addPending(pending(n, i)); } return undefined;
        case 'answered': return rows.removePending(`c${k}`);
        case 'retry': return rows.retryPending(STREAMS[n]!);
      }
    });
  }
}

const seen = (index: SagaIndex) => ({
  position: index.position('needs.440106'), elsewhere: index.position('other'), one: index.instance(STREAMS[0]!), byId: index.byId('b'), none: index.byId('z'),
  all: index.find({}), page: index.find({ limit: 1, after: STREAMS[2]! }), live: index.find({ saga: 'x', status: 'live', step: 's' }), ofCase: index.find({ caseid: 'case' }), aside: index.find({ quarantined: true }), district: index.find({ district: '440105', quarantined: false }),
  counts: [...index.counts()].map((c) => JSON.stringify(c)).sort(), timers: STREAMS.map((s) => index.timersOf(s)), count: index.timers(), next: index.nextDue(),
  due: index.due(60, 100).map((t) => [t.stream, t.timer, t.fire]), first: index.due(1_000, 1).map((t) => t.fire),
  pendingOf: STREAMS.map((s) => index.pendingOf(s).map((p) => [p.commandid, p.tries, p.retryAt])), pending: index.pendingCount(), soon: index.pending(10, 100).map((p) => p.commandid).sort(), later: index.pending(100, 100).map((p) => p.commandid).sort(),
});

describe('the index of sagas', () => {
  it('in a file answers as the one in memory, whatever came', () => {
    const folder = mkdtempSync(join(tmpdir(), 'saga-index-'));
    let n = 0;
    try {
      fc.assert(fc.property(changes, (all) => {
        const [memory, path] = [memorySagaIndex(), join(folder, `${n += 1}.db`)];
        const file = openSqliteSagaIndex(path);
        play(memory, all);
        play(file, all);
        const stored = seen(file);
        file.close();
        expect(stored).toEqual(seen(memory));
        const again = openSqliteSagaIndex(path);
        expect(seen(again)).toEqual(stored);
        again.close();
      }), { numRuns: 40 });
    } finally { rmSync(folder, { recursive: true, force: true }); }
  }, 60_000);

  it.each([['in memory', () => memorySagaIndex()], ['in a file', () => openSqliteSagaIndex(':memory:')]])('%s lets instances take turns', (_, open) => {
    const index = open();
    index.advance('l', 1, (rows) => {
      for (const n of [0, 1, 2]) rows.putInstance(instance(n));
      for (let i = 0; i < 100; i += 1) rows.addPending(pending(0, i));
      rows.addPending(pending(1, 200));
      rows.addPending(pending(2, 201));
    });
    expect(index.pending(0, 5).map((p) => p.commandid)).toEqual(['c0', 'c200', 'c201', 'c1', 'c2']);
    index.close();
  });

  it.each([['in memory', () => memorySagaIndex()], ['in a file', () => openSqliteSagaIndex(':memory:')]])('%s keeps nothing of a change that failed', (name, open) => {
    const index = open();
    const failing = (): void => index.advance('l', 7, (rows) => { if (name === 'in a file') rows.putInstance(instance(0)); throw new Error('no'); });
    expect(failing).toThrow('no');
    expect([index.position('l'), index.find({})]).toEqual([0, []]);
    index.close();
  });
});
