import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '@lianxin/kernel';
import { followUps, type FollowUpCommand } from './follow-up.decider.js';
import { followUpsDue, monthsAfter } from './schedule.js';

const CLOSED = Date.UTC(2026, 0, 4);
const reached = { mark: 'M1', form: 'PHONE', outcome: 'REACHED', condition: 'SAME', petition: 'RESOLVED', repeatPetition: false, needs: [], next: 'NONE' } as const;
const record = (more: Partial<FollowUpCommand['data']> = {}): FollowUpCommand => ({ type: 'RecordFollowUp', data: { ...reached, needs: [], ...more } });
const ready = { facts: { closedAt: CLOSED, consented: true } };

describe('a follow-up', () => {
  it('is made after closing, with the petitioner’s consent', () => {
    given(followUps, [], ready).when(record()).thenTypes('FollowUpRecorded');
    given(followUps, [], { facts: { consented: true } }).when(record()).thenRefused('followup/not-closed');
    given(followUps, [], { facts: { closedAt: CLOSED } }).when(record()).thenRefused('followup/no-consent');
  });

  it('of a death or a move heard of needs no consent', () => {
    for (const outcome of ['DIED', 'MOVED'] as const) given(followUps, [], { facts: { closedAt: CLOSED } }).when(record({ outcome })).thenTypes('FollowUpRecorded');
  });

  it('is made once for each mark; who was not reached is tried again, and after a further closing all begin anew', () => {
    const first = { type: 'FollowUpRecorded' as const, data: { ...reached, needs: [] } };
    given(followUps, [first], ready).when(record()).thenRefused('followup/done');
    given(followUps, [first], ready).when(record({ mark: 'M3' })).thenTypes('FollowUpRecorded');
    given(followUps, [first], ready).when(record({ mark: 'EXTRA' })).thenTypes('FollowUpRecorded');
    given(followUps, [{ ...first, data: { ...first.data, outcome: 'NOT_REACHED' as const } }], ready).when(record()).thenTypes('FollowUpRecorded');
    given(followUps, [first], { facts: { closedAt: Date.UTC(2026, 6, 1), consented: true } }).when(record()).thenTypes('FollowUpRecorded');
  });
});

describe('the schedule of follow-ups', () => {
  it('is 1, 3 and 6 months after the legal day of closing', () => {
    expect(followUpsDue(Date.UTC(2026, 0, 30, 17), ['M3'], Date.UTC(2026, 3, 1))).toEqual([{ mark: 'M1', day: '2026-02-28', overdue: true }, { mark: 'M6', day: '2026-07-31', overdue: false }]);
    expect(monthsAfter('2027-08-31', 6)).toBe('2028-02-29');
  });

  it('never skips a month', () => {
    fc.assert(fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), fc.integer({ min: 1, max: 24 }), (date, months) => {
      const from = date.toISOString().slice(0, 10);
      const to = monthsAfter(from, months);
      const index = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
      expect(index(to) - index(from)).toBe(months);
      expect(to.slice(8) <= from.slice(8)).toBe(true);
    }));
  });
});
