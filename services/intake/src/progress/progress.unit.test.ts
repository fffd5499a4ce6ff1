import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { districts } from '@lianxin/contracts';
import { virtualClock } from '@lianxin/kernel';
import { Attempts } from './attempts.js';
import { progressOf, type ProgressSeen } from './progress-of.js';

const NOW = Date.UTC(2026, 0, 5, 4);
const seen = (more: Partial<ProgressSeen> = {}): ProgressSeen => ({ district: '440106', taken: false, closed: false, offeredTo: '', anonymous: false, matters: [], ...more });
const matter = (day: string, answered = false) => ({ receivedAt: `${day}T02:00:00.000Z`, answered });

describe('what a petitioner is told', () => {
  it.each([
    [{}, 'REGISTERED', '天河区信访社会工作站 · 接待登记岗'],
    [{ taken: true }, 'IN_SERVICE', '天河区信访社会工作站 · 信访社会工作者'],
    [{ taken: true, offeredTo: '440105' }, 'HANDING_OVER', '天河区信访社会工作站 · 信访社会工作者'],
    [{ taken: true, closed: true }, 'CLOSED', '天河区信访社会工作档案'],
  ] as const)('%j → %s', (more, code, holder) => {
    expect(progressOf(seen(more), NOW)).toMatchObject({ status: { code }, holder: { zh: holder } });
  });

  it('names the earliest date that lies ahead: a promise, or the notice within 15 days of receipt', () => {
    expect(progressOf(seen({ matters: [matter('2025-12-25'), matter('2026-01-02')] }), NOW).next).toMatchObject({ date: '2026-01-09', zh: expect.stringContaining('第23条') });
    expect(progressOf(seen({ matters: [matter('2025-12-25')], promised: '2026-01-06' }), NOW).next?.date).toBe('2026-01-06');
    for (const none of [{ matters: [matter('2025-12-01')] }, { matters: [matter('2025-12-25', true)] }, { anonymous: true, matters: [matter('2025-12-25')] }, { closed: true, promised: '2026-01-06' }]) {
      expect(progressOf(seen(none), NOW).next).toBeUndefined();
    }
  });

  it('says of answers only whether there are any', () => {
    expect(progressOf(seen({ matters: [matter('2026-01-01', true), matter('2026-01-01')] }), NOW).status.zh).toContain('部分事项已有');
    expect(progressOf(seen({ matters: [matter('2026-01-01', true)] }), NOW).status.zh).toContain('已有答复');
  });

  it('has nothing in it besides', () => {
    fc.assert(fc.property(fc.record({
      district: fc.constantFrom(...districts.codes), taken: fc.boolean(), closed: fc.boolean(), offeredTo: fc.constantFrom('', ...districts.codes), anonymous: fc.boolean(),
      matters: fc.array(fc.record({ receivedAt: fc.date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }).map((d) => d.toISOString()), answered: fc.boolean() }), { maxLength: 4 }),
    }), (any) => {
      const { status, holder, next, ...more } = progressOf(any, NOW);
      expect([Object.keys(status), Object.keys(holder), more]).toEqual([['code', 'zh', 'en'], ['zh', 'en'], {}]);
      expect(next === undefined || next.date >= '2026-01-05').toBe(true);
    }), { numRuns: 100 });
  });
});

describe('attempts', () => {
  it('are counted by address, a minute and a day long', () => {
    const clock = virtualClock(NOW);
    const attempts = new Attempts({ perMinute: 3, wrongPerDay: 5 }, clock);
    const tries = (n: number, address = 'a') => Array.from({ length: n }, () => attempts.begin(address)).map((r) => (r.ok ? 'ok' : r.refusal));
    expect(tries(4)).toEqual(['ok', 'ok', 'ok', { code: 'intake/too-many-codes', with: { seconds: 60 } }]);
    expect(tries(1, 'b')).toEqual(['ok']);
    clock.advance(60_000);
    expect(tries(1)).toEqual(['ok']);
    for (let i = 0; i < 5; i += 1) attempts.wrong('a');
    clock.advance(3_600_000);
    expect(tries(1)).toEqual([{ code: 'intake/too-many-codes', with: { seconds: 86_400 - 3_660 } }]);
    clock.advance(86_400_000);
    expect(tries(1)).toEqual(['ok']);
  });
});
