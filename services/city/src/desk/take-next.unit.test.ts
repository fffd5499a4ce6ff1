import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { riskLevels } from '@lianxin/contracts';
import type { CommitmentDoc, ReferralDoc } from '@lianxin/coordination';
import { coordinationSteps, isWaiting } from './steps.js';
import { inOrder, takeNext, type Waiting } from './take-next.js';

const one = (more: Partial<Waiting> = {}): Waiting => ({ id: 'a', number: '440106-2026-000001', level: 'NONE', concern: false, contactAt: '2026-03-01T01:00:00.000Z', days: 3, ...more });
const waiting = fc.record<Waiting>({
  id: fc.uuid(), number: fc.string(), level: fc.constantFrom('RED', 'ORANGE', 'YELLOW', 'BLUE', 'NONE'), concern: fc.boolean(), contactAt: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((d) => d.toISOString()), days: fc.nat(),
});
const rank = (w: Waiting): number => riskLevels.find(w.level)?.rank ?? 0;

describe('what to take next', () => {
  it('is the most dangerous, and among equals the oldest; the reason says which', () => {
    expect(takeNext([one({ id: 'old', contactAt: '2026-01-01T00:00:00.000Z' }), one({ id: 'red', level: 'RED' })])).toMatchObject({ id: 'red', reason: { code: 'SAFETY', zh: expect.stringContaining('红色') } });
    expect(takeNext([one(), one({ id: 'concern', concern: true, contactAt: '2026-03-02T00:00:00.000Z' })])).toMatchObject({ id: 'concern', reason: { code: 'SAFETY' } });
    expect(takeNext([one(), one({ id: 'old', contactAt: '2026-02-01T00:00:00.000Z', days: 31 })])).toMatchObject({ id: 'old', reason: { code: 'OLDEST', zh: expect.stringContaining('31 天') } });
    expect(takeNext([])).toBeUndefined();
  });

  it('never passes over a higher level, whatever waits', () => {
    fc.assert(fc.property(fc.array(waiting, { minLength: 1 }), (all) => {
      const [first, ...rest] = inOrder(all) as [Waiting, ...Waiting[]];
      expect(takeNext(all)?.id).toBe(first.id);
      for (const other of rest) expect(rank(first) > rank(other) || (rank(first) === rank(other) && (first.concern || !other.concern || rank(first) > 0))).toBe(true);
    }));
  });
});

describe('a case waits on others', () => {
  const wait = { code: 'ANSWER', zh: '', en: '' };
  const due = (day?: string) => ({ code: 'TASK', zh: '', en: '', ...(day === undefined ? {} : { due: day }) });
  it('only while nothing of our own is due by today', () => {
    expect(isWaiting({ todo: [], waits: [wait] }, '2026-03-05')).toBe(true);
    expect(isWaiting({ todo: [due('2026-03-06')], waits: [wait] }, '2026-03-05')).toBe(true);
    expect(isWaiting({ todo: [due('2026-03-05')], waits: [wait] }, '2026-03-05')).toBe(false);
    expect(isWaiting({ todo: [due()], waits: [wait] }, '2026-03-05')).toBe(false);
    expect(isWaiting({ todo: [], waits: [] }, '2026-03-05')).toBe(false);
  });
});

describe('referrals and promises', () => {
  const referral = (state: ReferralDoc['state']): ReferralDoc => ({
    district: '440106', caseid: 'c', number: 'n', unit: 'CIVIL_AFFAIRS-440106', unitKind: 'CIVIL_AFFAIRS', unitDistrict: '440106', urgency: 'ORDINARY', reason: 'SERVICE', wish: 'OTHER', state, open: 1, by: 'w', consent: 'given',
    sentAt: '', ackBy: '', acknowledgedAt: '', reportedAt: '', replyBy: '2026-03-20', rightUnit: '', result: '', redirected: 0, lastAt: '',
  } as unknown as ReferralDoc);
  it('stand with whose turn it is', () => {
    const turn = (state: ReferralDoc['state']) => { const { todo, waits } = coordinationSteps([referral(state)], []); return [todo.length, waits.length]; };
    for (const ours of ['DRAFT', 'DECLINED', 'INFO_NEEDED', 'REPORTED'] as const) expect(turn(ours)).toEqual([1, 0]);
    for (const theirs of ['SENT', 'ACKNOWLEDGED', 'ACCEPTED', 'IN_SERVICE'] as const) expect(turn(theirs)).toEqual([0, 1]);
    for (const done of ['CLOSED', 'EXPIRED', 'WITHDRAWN'] as const) expect(turn(done)).toEqual([0, 0]);
    expect(coordinationSteps([], [{ due: '2026-03-09' } as unknown as CommitmentDoc]).todo).toMatchObject([{ code: 'COMMITMENT', due: '2026-03-09' }]);
  });
});
