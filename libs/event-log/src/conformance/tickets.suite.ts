import { describe, expect, it } from '@jest/globals';
import { expectAppended, LOG, newStream, sampleAppend, type MakeHarness } from './harness.js';
import { withLog } from './with-log.js';

export function chainsByTickets(make: MakeHarness): void {
  describe('an append decided on others that are not yet committed', () => {
    it('is appended after them', withLog(make, async (log) => {
      const stream = newStream();
      const tickets = Array.from({ length: 64 }, () => log.ticket());
      expect(new Set(tickets).size).toBe(64);
      const outcomes = await Promise.all(tickets.map((ticket, i) =>
        log.append(sampleAppend([{ stream, expected: i }], { more: { ticket, ...(i === 0 ? {} : { after: [tickets[i - 1]!] }) } }))));
      expect(outcomes.map((o) => expectAppended(o).position)).toEqual(tickets.map((_, i) => i + 1));
    }));

    it('is a conflict when one of them failed, however: and so are those decided on it', withLog(make, async (log) => {
      const [a, b, c] = [newStream(), newStream(), newStream()];
      expectAppended(await log.append(sampleAppend([{ stream: a, expected: 0 }], { commandid: 'command-1' })));
      const failing = [
        () => sampleAppend([{ stream: a, expected: 0 }]),
        () => sampleAppend([{ stream: a, expected: 1, caseid: 'case-2' }]),
        () => sampleAppend([{ stream: b, expected: 0 }], { commandid: 'command-1' }),
        () => ({ ...sampleAppend([{ stream: b, expected: 0 }]), streams: [] }),
      ];
      for (const fails of failing) {
        const [t1, t2] = [log.ticket(), log.ticket()];
        const outcomes = await Promise.all([
          log.append({ ...fails(), ticket: t1 }),
          log.append(sampleAppend([{ stream: c, expected: 0 }], { more: { ticket: t2, after: [t1] } })),
          log.append(sampleAppend([{ stream: c, expected: 0 }], { more: { after: [t2] } })),
        ]);
        expect(outcomes[0].kind).not.toBe('appended');
        expect(outcomes.slice(1)).toEqual([{ kind: 'conflict' }, { kind: 'conflict' }]);
        expect(await log.append(sampleAppend([{ stream: c, expected: 0 }], { more: { after: [t1] } }))).toEqual({ kind: 'conflict' });
      }
      expect((await log.head(LOG)).size).toBe(1);
    }));

    it('must still find the versions it expects', withLog(make, async (log) => {
      const stream = newStream();
      const [t1, t2] = [log.ticket(), log.ticket()];
      const outcomes = await Promise.all([
        log.append(sampleAppend([{ stream, expected: 0, events: 2 }], { more: { ticket: t1 } })),
        log.append(sampleAppend([{ stream, expected: 1 }], { more: { ticket: t2, after: [t1] } })),
      ]);
      expect(outcomes.map((o) => o.kind)).toEqual(['appended', 'conflict']);
    }));
  });
}
