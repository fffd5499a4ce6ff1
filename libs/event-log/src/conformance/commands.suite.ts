import { describe, expect, it } from '@jest/globals';
import type { AppendOutcome, EventLog } from '../port.js';
import { expectAppended, LOG, newStream, readAll, sampleAppend, type MakeHarness } from './harness.js';
import { withLog } from './with-log.js';

const FINGERPRINT = new Uint8Array(32).fill(7);

function give(log: EventLog, commandid: string, streams: readonly [string, number][] = [[newStream(), 0]]): Promise<AppendOutcome> {
  return log.append(sampleAppend(streams.map(([stream, expected]) => ({ stream, expected, events: 2 })), { commandid, actorid: 'staff-9', more: { fingerprint: FINGERPRINT } }));
}

function expectRepeat(outcome: AppendOutcome, positions: readonly number[]): void {
  if (outcome.kind !== 'repeated') throw new Error(`expected a repeat, was ${outcome.kind}`);
  expect(outcome.command.actorid).toBe('staff-9');
  expect(outcome.command.events.map((e) => e.position)).toEqual(positions);
  expect(Buffer.from(outcome.command.fingerprint ?? []).equals(FINGERPRINT)).toBe(true);
}

export function answersRepeats(make: MakeHarness): void {
  describe('a commandid', () => {
    it('given twice at once is appended once', withLog(make, async (log) => {
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => give(log, 'command-1')));
      expectAppended(outcomes[0]!);
      for (const o of outcomes.slice(1)) expectRepeat(o, [1, 2]);
      expect((await log.head(LOG)).size).toBe(2);
    }));

    it('is answered with all it once appended, also for other streams and instead of a conflict', withLog(make, async (log) => {
      const [a, b] = [newStream(), newStream()];
      expectAppended(await give(log, 'command-1', [[a, 0], [b, 0]]));
      expectRepeat(await give(log, 'command-1', [[a, 0], [b, 0]]), [1, 2, 3, 4]);
      expectRepeat(await give(log, 'command-1', [[a, 7]]), [1, 2, 3, 4]);
      expectRepeat(await give(log, 'command-1'), [1, 2, 3, 4]);
      expect((await log.head(LOG)).size).toBe(4);
    }));

    it('is known after 5,000 others', withLog(make, async (log) => {
      expectAppended(await give(log, 'command-1'));
      await Promise.all(Array.from({ length: 5000 }, (_, i) => log.append(sampleAppend([{ stream: newStream(), expected: 0 }], { commandid: `other-${i}` }))));
      // A new command in the same commit as the repeat is not harmed by it.
      const [repeat, fresh] = await Promise.all([give(log, 'command-1'), give(log, 'command-2')]);
      expectRepeat(repeat, [1, 2]);
      expect(expectAppended(fresh).position).toBe(5004);
    }));

    it('is known after a restart', withLog(make, async (log, _clock, { reopen }) => {
      expectAppended(await give(log, 'command-1'));
      const again = reopen ? await reopen() : log;
      expectRepeat(await give(again, 'command-1'), [1, 2]);
      expect((await again.findCommand(LOG, 'command-1'))?.events).toHaveLength(2);
    }));

    it('is known to another instance', withLog(make, async (log, _clock, { other }) => {
      const second = other ? await other() : log;
      for (let i = 0; i < 20; i += 1) {
        const [x, y] = await Promise.all([give(log, `command-${i}`), give(second, `command-${i}`)]);
        expect([x.kind, y.kind].sort()).toEqual(['appended', 'repeated']);
      }
      expect((await log.head(LOG)).size).toBe(40);
    }));

    it('belongs to its log alone', withLog(make, async (log) => {
      expectAppended(await give(log, 'command-1'));
      const elsewhere = 'intake.440103';
      expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0 }], { log: elsewhere, commandid: 'command-1' })));
      expect((await log.findCommand(elsewhere, 'command-1'))?.events.map((e) => e.log)).toEqual([elsewhere]);
      expect(await log.findCommand('intake.440104', 'command-1')).toBeUndefined();
    }));

    it('whose append failed is free again', withLog(make, async (log) => {
      const stream = newStream();
      expect((await give(log, 'command-1', [[stream, 3]])).kind).toBe('conflict');
      expect(await log.findCommand(LOG, 'command-1')).toBeUndefined();
      expectAppended(await give(log, 'command-1', [[stream, 0]]));
    }));

    it('loses its fingerprint when told so, and stays known', withLog(make, async (log, clock) => {
      await give(log, 'command-1');
      clock.advance(60_000);
      await give(log, 'command-2');
      expect(await log.forgetFingerprints(clock.now())).toBe(1);
      expect((await log.findCommand(LOG, 'command-1'))?.fingerprint).toBeUndefined();
      expect((await log.findCommand(LOG, 'command-2'))?.fingerprint).toBeDefined();
      expect((await give(log, 'command-1')).kind).toBe('repeated');
      expect(await readAll(log)).toHaveLength(4);
    }));
  });
}
