import { describe, expect, it } from '@jest/globals';
import { expectAppended, LOG, newStream, readAll, sampleAppend, type MakeHarness } from './harness.js';
import { withLog } from './with-log.js';

export function appendsAtomically(make: MakeHarness): void {
  describe('an append', () => {
    it('stores several events of several streams in the order given, with dense versions and positions', withLog(make, async (log) => {
      const [a, b] = [newStream(), newStream('register')];
      const outcome = expectAppended(await log.append(sampleAppend([{ stream: a, expected: 0, caseid: 'case-1', events: 3 }, { stream: b, expected: 0, events: 2 }])));
      expect(outcome).toMatchObject({ position: 5, streams: [{ stream: a, version: 3, position: 3 }, { stream: b, version: 2, position: 5 }] });
      const rows = await readAll(log);
      expect(rows.map((r) => [r.position, r.stream, r.version])).toEqual([[1, a, 1], [2, a, 2], [3, a, 3], [4, b, 1], [5, b, 2]]);
      expect(rows.map((r) => r.caseid)).toEqual(['case-1', 'case-1', 'case-1', undefined, undefined]);
      expect(rows.map((r) => r.recordedat)).toEqual(Array(5).fill(outcome.recordedat));
    }));

    it('stores nothing when one of its streams has another version', withLog(make, async (log) => {
      const [a, b] = [newStream(), newStream()];
      await log.append(sampleAppend([{ stream: b, expected: 0 }]));
      expect(await log.append(sampleAppend([{ stream: a, expected: 0, events: 2 }, { stream: b, expected: 0 }])))
        .toEqual({ kind: 'conflict', stream: b, expected: 0, actual: 1 });
      expect(await log.append(sampleAppend([{ stream: a, expected: 0 }, { stream: b, expected: 2 }]))).toEqual({ kind: 'conflict', stream: b, expected: 2, actual: 1 });
      expect(await log.readStream(LOG, a)).toEqual([]);
      expect((await log.head(LOG)).size).toBe(1);
    }));

    it('lets exactly one of many win a version; the others conflict and leave no hole in positions', withLog(make, async (log) => {
      const stream = newStream();
      const outcomes = await Promise.all(Array.from({ length: 1001 }, () => log.append(sampleAppend([{ stream, expected: 0 }, { stream: newStream(), expected: 0 }]))));
      expect(outcomes.filter((o) => o.kind === 'appended')).toHaveLength(1);
      expect(outcomes.filter((o) => o.kind === 'conflict')).toHaveLength(1000);
      expectAppended(await log.append(sampleAppend([{ stream, expected: 1 }])));
      const rows = await readAll(log);
      expect(rows.map((r) => r.position)).toEqual([1, 2, 3]);
      expect((await log.head(LOG)).size).toBe(3);
    }));

    it('stores 1,000 handed in at once', withLog(make, async (log) => {
      const outcomes = await Promise.all(Array.from({ length: 1000 }, () => log.append(sampleAppend([{ stream: newStream(), expected: 0 }]))));
      const positions = outcomes.map((o) => expectAppended(o).position);
      expect(positions).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
      expect((await readAll(log)).map((r) => r.position)).toEqual(positions);
    }));

    it('in one log does not depend on the others of the store', withLog(make, async (log) => {
      const [stream, districts] = [newStream(), ['440103', '440104', '440105', '440106', '440111']];
      await Promise.all(Array.from({ length: 100 }, (_, i) => log.append(sampleAppend([{ stream: newStream(), expected: 0 }], { log: `intake.${districts[i % 5]}` }))));
      for (const district of districts) expectAppended(await log.append(sampleAppend([{ stream, expected: 0 }], { log: `intake.${district}` })));
      expect(await log.logs()).toEqual(districts.map((d) => `intake.${d}`));
      for (const district of districts) expect((await readAll(log, `intake.${district}`)).map((r) => r.position)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    }));

    it('of another instance is seen: neither overwrites the other', withLog(make, async (log, _clock, { other }) => {
      if (!other) return;
      const second = await other();
      const streams = Array.from({ length: 20 }, () => newStream());
      const won = new Map<string, number>();
      for (let round = 0; round < 10; round += 1) {
        const outcomes = await Promise.all(streams.flatMap((stream) => [log, second].map((l) => l.append(sampleAppend([{ stream, expected: round }])))));
        expect(outcomes.filter((o) => o.kind === 'conflict')).toHaveLength(20);
        outcomes.forEach((o, i) => { if (o.kind === 'appended') won.set(streams[i >> 1]!, (won.get(streams[i >> 1]!) ?? 0) + 1); });
      }
      expect([...won.values()]).toEqual(Array(20).fill(10));
      expect((await readAll(log)).map((r) => r.position)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    }));
  });
}
