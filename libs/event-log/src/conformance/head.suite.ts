import { describe, expect, it } from '@jest/globals';
import { EMPTY_ROOT, Frontier, leafHash, nodeHash } from '@lianxin/kernel';
import { expectAppended, LOG, newStream, NOON, readAll, sampleAppend, type MakeHarness } from './harness.js';
import { withLog } from './with-log.js';

export function keepsItsHead(make: MakeHarness): void {
  describe('time and head', () => {
    it('recordedat never falls when the clock steps back, also after a restart', async () => {
      let now = NOON;
      const harness = await make({ clock: { now: () => now } });
      try {
        const record = async (log = harness.log) => expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0, events: [{ time: NOON - 3_600_000 }] }]))).recordedat;
        expect(await record()).toBe(NOON);
        now = NOON - 60_000;
        expect(await record()).toBe(NOON);
        expect(await record(harness.reopen ? await harness.reopen() : harness.log)).toBe(NOON);
        now = NOON + 5;
        expect(await record(harness.reopen ? await harness.reopen() : harness.log)).toBe(NOON + 5);
      } finally {
        await harness.close();
      }
    });

    it('recordedat is after the cause and never before the event', withLog(make, async (log) => {
      const cause = expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0 }], { more: { causedAt: NOON + 500 } })));
      expect(cause.recordedat).toBe(NOON + 501);
      const early = expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0 }], { log: 'intake.440103', more: { causedAt: NOON - 500 } })));
      expect(early.recordedat).toBe(NOON);
      const ahead = expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0, events: [{ time: NOON + 2000 }, { time: NOON + 1000 }] }])));
      expect(ahead.recordedat).toBe(NOON + 2000);
    }));

    it('an append that would be recorded too late is a conflict', withLog(make, async (log, clock) => {
      const year = (more: number) => log.append(sampleAppend([{ stream: newStream('register'), expected: 0 }], { more: { recordedBefore: NOON + more } }));
      expectAppended(await year(1));
      clock.advance(10);
      expect(await year(10)).toEqual({ kind: 'conflict' });
      expectAppended(await year(11));
    }));

    it('a heartbeat raises the clock, and nothing is recorded before it', withLog(make, async (log, _clock, { reopen }) => {
      await log.append(sampleAppend([{ stream: newStream(), expected: 0 }]));
      await log.heartbeat(LOG, NOON + 1000);
      await log.heartbeat(LOG, NOON + 400);
      const again = reopen ? await reopen() : log;
      expect(await again.head(LOG)).toMatchObject({ size: 1, clock: NOON + 1000 });
      expect(expectAppended(await again.append(sampleAppend([{ stream: newStream(), expected: 0 }]))).recordedat).toBe(NOON + 1000);
    }));

    it('the root and the kept nodes are those of the stored bodies', withLog(make, async (log) => {
      expect(await log.head(LOG)).toEqual({ log: LOG, size: 0, root: EMPTY_ROOT, clock: 0 });
      await Promise.all(Array.from({ length: 110 }, () => log.append(sampleAppend([{ stream: newStream(), expected: 0, events: 7 }]))));
      const leaves = (await readAll(log)).map((r) => leafHash(r.body));
      const frontier = Frontier.empty();
      for (const leaf of leaves) frontier.push(leaf);
      const head = await log.head(LOG);
      expect([head.size, Buffer.from(head.root).toString('hex')]).toEqual([770, frontier.root().toString('hex')]);
      const fold = (hashes: readonly Uint8Array[]): Uint8Array => (hashes.length === 1 ? hashes[0]! : nodeHash(fold(hashes.slice(0, hashes.length / 2)), fold(hashes.slice(hashes.length / 2))));
      const tree = log.tree(LOG);
      expect((await tree.leaves(250, 260)).map((h) => Buffer.from(h).toString('hex'))).toEqual(leaves.slice(250, 260).map((h) => h.toString('hex')));
      expect((await tree.nodes(8, 0, 3)).map((h) => Buffer.from(h).toString('hex'))).toEqual([0, 1, 2].map((i) => Buffer.from(fold(leaves.slice(i * 256, (i + 1) * 256))).toString('hex')));
    }));

    it('keeps checkpoints, oldest first', withLog(make, async (log, _clock, { reopen }) => {
      expect(await log.lastCheckpoint(LOG)).toBeUndefined();
      for (const size of [3, 0, 12]) await log.saveCheckpoint({ log: LOG, size, text: `checkpoint of ${size}` });
      await log.saveCheckpoint({ log: LOG, size: 12, text: 'countersigned' });
      const again = reopen ? await reopen() : log;
      expect((await again.checkpoints(LOG)).map((c) => c.size)).toEqual([0, 3, 12]);
      expect((await again.checkpoints(LOG, { after: 0, limit: 1 })).map((c) => c.size)).toEqual([3]);
      expect(await again.lastCheckpoint(LOG)).toEqual({ log: LOG, size: 12, text: 'countersigned' });
      expect(await again.checkpoints('intake.440103')).toEqual([]);
    }));

    it('a log made read-only refuses appends with the reason, until opened again; others go on', withLog(make, async (log, _clock, { reopen, other }) => {
      const second = other ? await other() : log;
      const give = (l = second, name = LOG) => l.append(sampleAppend([{ stream: newStream(), expected: 0 }], { log: name }));
      expectAppended(await give());
      await log.setReadOnly(LOG, 'shorter than its checkpoint of 5 events');
      expect(await give()).toEqual({ kind: 'refused', code: 'event-log/read-only', detail: 'shorter than its checkpoint of 5 events' });
      expectAppended(await give(second, 'intake.440103'));
      const again = reopen ? await reopen() : log;
      expect((await again.head(LOG)).readOnly).toBe('shorter than its checkpoint of 5 events');
      expect((await give(again)).kind).toBe('refused');
      await again.setReadOnly(LOG, '');
      expectAppended(await give(again));
      expect(await again.head(LOG)).not.toHaveProperty('readOnly');
    }));
  });
}
