import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MatterListed } from '../ports.js';
import { indicatorOf, indicators } from './catalogue.js';
import { addMonths, daysBetween, monthsFrom } from './days.js';
import { asOf, count, grouped, rowsBehind, type Counted, type Mean, type Ratio, type Row } from './measures.js';
import { closureRows, deliveryRows, matterRows, planRows, ratingRows, referralRows, staffMonthRows, type MatterRow } from './rows.js';
import { withoutSmallCells, type Cell } from './small-cells.js';

const now = Date.UTC(2026, 5, 30, 4); // noon of 30 June in Guangzhou
const at = asOf(now);
const matter = (id: string, receivedAt: string, more: Partial<MatterListed> = {}): MatterListed => ({ id, caseid: `case-${id}`, district: '440106', flags: [], receivedAt, answers: [], isRepeat: false, repeats: [], ...more });
const answered = (unit: string, day: string) => ({ unit, at: `${day}T02:00:00.000Z` });
const measureOf = (indicator: string, variant: string) => indicatorOf(indicator)!.variants.find((v) => v.code === variant)!.measure as Ratio<Row> | Mean<Row>;
const figure = (indicator: string, variant: string, rows: readonly Row[]) => count(measureOf(indicator, variant), rows, '', at);
const shares = (indicator: string, variant: string, rows: readonly Row[]) => { const f = figure(indicator, variant, rows); return 'count' in f ? [f.mean, f.count] : [f.numerator, f.denominator]; };

describe('figures of matters', () => {
  const listed = [
    matter('a', '2026-01-05T02:00:00.000Z', { answers: [answered('LABOUR', '2026-01-20'), answered('HOUSING', '2026-04-01')] }), // 15 days
    matter('b', '2026-01-05T02:00:00.000Z', { answers: [answered('HOUSING', '2026-03-06')] }), // 60 days
    matter('c', '2026-01-05T16:30:00.000Z', { answers: [answered('HOUSING', '2026-03-08')] }), // received on 6 January in Guangzhou: 61 days
    matter('d', '2026-06-20T02:00:00.000Z'), // unanswered for 10 days
    matter('e', '2026-01-05T02:00:00.000Z', { flags: ['BACKLOG'] }), // unanswered for long
    matter('f', '2026-02-05T02:00:00.000Z', { isRepeat: true, repeats: [{ matter: 'a', case: 'case-a' }] }),
  ];
  const rows = matterRows(listed, listed, new Map([['case-e', 'RESOLVED' as const]]));

  it('count answers by calendar days in Guangzhou, the day of receipt left out', () => {
    expect(rows.map((r) => r.days)).toEqual([15, 60, 61, undefined, undefined, undefined]);
    expect(shares('answer-on-time', 'within-60-of-all', rows)).toEqual([2, 6]);
    expect(shares('answer-on-time', 'within-15-of-all', rows)).toEqual([1, 6]);
    expect(shares('answer-on-time', 'within-60-of-due', rows)).toEqual([2, 5]); // "d" is still within its days
    expect(shares('answer-on-time', 'within-15-of-due', rows)).toEqual([1, 5]);
    expect(shares('mean-days', 'to-answer', rows)).toEqual([136 / 3, 3]);
  });

  it('count repeats among all, or against completed first petitions', () => {
    expect(shares('repeat-rate', 'of-all', rows)).toEqual([1, 6]);
    expect(shares('repeat-rate', 'to-completed-first', rows)).toEqual([1, 3]);
  });

  it('call a first petition resolved when nothing was raised again in time, and leave out what cannot be known yet', () => {
    expect(shares('resolved-at-once', 'within-30-days', rows)).toEqual([2, 3]); // "a" came again 16 days after its answer
    expect(shares('resolved-at-once', 'within-90-days', rows.map((r) => ({ ...r, firstAnswerAt: r.id === 'b' ? '2026-05-01T02:00:00.000Z' : (r as MatterRow).firstAnswerAt }) as MatterRow))).toEqual([1, 2]);
  });

  it('take the backlog’s state from the signed-off evaluation', () => expect(shares('backlog-resolved', 'backlog', rows)).toEqual([1, 1]));

  it('are grouped by district, month in Guangzhou, or who answered first', () => {
    const months = ['2026-01', '2026-02', '2026-03'];
    expect([...grouped(rows, 'month', months)].map(([k, g]) => [k, g.length])).toEqual([['2026-01', 4], ['2026-02', 1], ['2026-03', 0], ['2026-06', 1]]);
    expect([...grouped(rows, 'unit', months)].map(([k, g]) => [k, g.map((r) => r.id).join('')])).toEqual([['', 'def'], ['HOUSING', 'bc'], ['LABOUR', 'a']]);
  });
});

describe('figures of ratings', () => {
  const rating = (id: string, more: object) => ({ id, district: '440106', caseid: id, org: '', target: 'SERVICE' as const, matter: '', due: '2026-07-30', state: 'awaited' as const, value: '' as const, askedAt: '2026-06-01T02:00:00.000Z', endedAt: '', ...more });
  const rows = ratingRows([
    rating('1', { state: 'given', value: '0' }), rating('2', { state: 'given', value: '1' }), rating('3', { state: 'given', value: '3' }), rating('4', { state: 'declined' }), rating('5', { due: '2026-06-29' }), rating('6', { due: '2026-06-30' }),
    rating('7', { target: 'PETITION_OFFICE', state: 'given', value: '3' }),
  ], at);

  it('know the four states of the exchange: overdue begins on the day after', () => expect(rows.map((r) => r.state)).toEqual(['2', '2', '2', '1', '3', '0', '2']));
  it('have three variants of satisfaction', () => {
    expect(shares('service-satisfaction', 'of-rated', rows)).toEqual([2, 3]);
    expect(shares('service-satisfaction', 'times-participation', rows)).toEqual([2, 6]); // 2/3 × 3/6
    expect(shares('service-satisfaction', 'overdue-as-satisfied', rows)).toEqual([3, 4]);
    expect(shares('satisfaction', 'of-rated', rows)).toEqual([0, 1]);
    expect(shares('service-participation', 'of-asked', rows)).toEqual([3, 6]);
    expect(shares('service-participation', 'of-ended', rows)).toEqual([3, 5]);
  });
});

describe('figures of the service', () => {
  it('count notes written in time, and referrals that were answered', () => {
    const notes = deliveryRows([true, true, false].map((writtenInTime, i) => ({ id: String(i), caseid: 'c', district: '440106', at: '2026-06-01T02:00:00.000Z', writtenInTime })));
    expect(shares('note-in-24-hours', 'of-all', notes)).toEqual([2, 3]);
    const sent = (id: string, more: object) => ({ id, caseid: 'c', district: '440106', unit: 'LABOUR', sentAt: '2026-06-01T02:00:00.000Z', withdrawn: false, replyBy: '2026-06-15', ...more });
    const referred = referralRows([sent('1', { reportedAt: '2026-06-15T02:00:00.000Z' }), sent('2', { reportedAt: '2026-06-16T02:00:00.000Z' }), sent('3', {}), sent('4', { replyBy: '2026-07-30' }), sent('5', { withdrawn: true })]);
    expect(shares('referral-closed-loop', 'of-sent', referred)).toEqual([2, 4]);
    expect(shares('referral-closed-loop', 'on-time', referred)).toEqual([1, 3]);
  });

  it('look six months after a closing for the same matter', () => {
    const closed = ['x', 'y', 'z'].map((id) => ({ caseid: id, district: '440106', accusation: false, openedAt: '2025-01-01T00:00:00.000Z', closedAt: id === 'z' ? '2026-03-01T02:00:00.000Z' : '2025-12-01T02:00:00.000Z' }));
    const again = [matter('n', '2026-05-30T02:00:00.000Z', { isRepeat: true, repeats: [{ matter: 'm', case: 'x' }] }), matter('o', '2025-11-30T02:00:00.000Z', { isRepeat: true, repeats: [{ matter: 'm', case: 'y' }] })];
    const rows = closureRows(closed, again);
    expect(shares('repeat-after-closure', 'within-6-months', rows)).toEqual([1, 2]); // "z" is not six months old; what came before a closing does not count
    expect(shares('repeat-after-closure', 'within-3-months', rows)).toEqual([0, 3]);
  });

  it('count worker-months in post: supervised at all, and for long enough', () => {
    const staff = (id: string, more: object = {}) => ({ district: '440106', staff: id, role: 'worker', org: 'o', since: '2024-01-01', active: 1 as const, certificates: [], level: '' as const, expires: '', petitionLaw: '', confidentiality: '', supervisor: '', training: [], leftAt: '', recordedAt: '', ...more });
    const held = (workers: string[], minutes: number) => ({ district: '440106', kind: 'GROUP' as const, supervisor: 's', org: '', workers, minutes, topics: [], cases: 0, actions: [], open: 0 as const, nextDue: '', heldAt: '2026-05-03T02:00:00.000Z', recordedAt: '' });
    const rows = staffMonthRows([staff('old'), staff('new', { since: '2026-05-10' }), staff('gone', { leftAt: '2026-04-30' }), staff('lead', { role: 'supervisor' })], [held(['old', 'new'], 60)], ['2026-05', '2026-06', '2026-07'], at);
    expect(rows.map((r) => [r.id, r.minutes, r.isNew])).toEqual([['old/2026-05', 60, false], ['old/2026-06', 0, false], ['new/2026-05', 60, true], ['new/2026-06', 0, true]]);
    expect(shares('supervision-coverage', 'any', rows)).toEqual([2, 4]);
    expect(shares('supervision-coverage', 'hours', rows)).toEqual([1, 4]);
  });
});

describe('plans', () => {
  it('count as on time when first drafted by their day; those not yet due are left out', () => {
    const plan = (caseid: string, due: string, plannedOn?: string) => ({ caseid, district: '440106', acceptedAt: '2026-06-01T02:00:00.000Z', due, ...(plannedOn === undefined ? {} : { plannedOn }) });
    const rows = planRows([plan('in-time', '2026-06-08', '2026-06-08'), plan('late', '2026-06-08', '2026-06-09'), plan('overdue', '2026-06-29'), plan('not-due', '2026-06-30'), plan('early', '2026-07-02', '2026-06-29')]);
    expect(shares('plan-on-time', 'of-due', rows)).toEqual([2, 4]);
  });
});

describe('every indicator', () => {
  it('says its formula in both languages, has codes of its own, and gives a reason where an input is missing', () => {
    expect(new Set(indicators.map((i) => i.code)).size).toBe(indicators.length);
    for (const i of indicators) {
      expect(new Set(i.variants.map((v) => v.code)).size).toBe(i.variants.length);
      for (const v of i.variants) {
        expect(`${v.zh}${v.formula.zh}`).toMatch(/[\u4e00-\u9fff]/);
        expect(`${v.en}${v.formula.en}`).toMatch(/[a-z]/);
        const reason = v.measure.kind === 'missing' ? [v.measure.zh, v.measure.en] : ['', ''];
        expect(reason.every((t) => v.measure.kind !== 'missing' || t.length > 10)).toBe(true);
      }
    }
    const unknown = indicators.filter((i) => i.variants.every((v) => v.measure.kind === 'missing')).map((i) => i.code);
    expect(unknown).toEqual(expect.arrayContaining(['timely-acceptance', 'acceptance-notice', 'first-contact', 'published-answers']));
  });

  it('opens exactly what it counts: groups part the total, numerators lie in denominators', () => {
    const row = fc.record({ received: fc.integer({ min: 0, max: 170 }), days: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }), isRepeat: fc.boolean(), unit: fc.constantFrom('LABOUR', 'HOUSING'), district: fc.constantFrom('440105', '440106') });
    fc.assert(fc.property(fc.array(row, { maxLength: 40 }), fc.constantFrom<'district' | 'month' | 'unit'>('district', 'month', 'unit'), (made, by) => {
      const day = (n: number) => new Date(Date.UTC(2026, 0, 1, 2) + n * 86_400_000).toISOString();
      const listed = made.map((m, i) => matter(String(i), day(m.received), { district: m.district, isRepeat: m.isRepeat, answers: m.days === undefined ? [] : [{ unit: m.unit, at: day(m.received + m.days) }] }));
      const rows = matterRows(listed, listed, new Map());
      for (const { measure } of ['answer-on-time', 'repeat-rate', 'resolved-at-once', 'mean-days'].flatMap((code) => indicatorOf(code)!.variants)) {
        if (measure.kind === 'missing') continue;
        for (const part of ['numerator', 'denominator'] as const) {
          const behind = rowsBehind(measure, rows, part, at).map((r) => r.id);
          const total = count(measure, rows, '', at);
          expect(behind.length).toBe('count' in total ? total.count : total[part]);
          const parts = [...grouped(rows, by, []).values()].flatMap((g) => rowsBehind(measure, g, part, at).map((r) => r.id));
          expect(parts.toSorted()).toEqual(behind.toSorted());
        }
        const among = new Set(rowsBehind(measure, rows, 'denominator', at).map((r) => r.id));
        const apart = measure.kind === 'ratio' && measure.apart === true;
        expect(apart || rowsBehind(measure, rows, 'numerator', at).every((r) => among.has(r.id))).toBe(true);
      }
    }), { numRuns: 60 });
  });
});

describe('small cells', () => {
  const shown = (c: Cell): c is Exclude<Cell, { hidden: true }> => !('hidden' in c);
  const cell = fc.record({ denominator: fc.nat(30), share: fc.double({ min: 0, max: 1, noNaN: true }) }).map(({ denominator, share }) => ({ denominator, numerator: Math.round(denominator * share) }));

  it('are not shown, and do not follow from the total', () => {
    fc.assert(fc.property(fc.array(cell, { maxLength: 12 }), (made) => {
      const cells: Counted[] = made.map((c, i) => ({ key: String(i), apart: false, ...c }));
      const total: Counted = { key: '', apart: false, denominator: cells.reduce((n, c) => n + ('count' in c ? 0 : c.denominator), 0), numerator: cells.reduce((n, c) => n + ('count' in c ? 0 : c.numerator), 0) };
      const out = withoutSmallCells(total, cells);
      const small = (n: number) => n > 0 && n < 5;
      const open = out.cells.filter(shown).flatMap((c) => ('denominator' in c ? [{ d: c.denominator, n: c.numerator }] : []));
      const seen = shown(out.total) && 'denominator' in out.total ? { d: out.total.denominator, n: out.total.numerator } : undefined;
      const left = seen && open.reduce((rest, c) => ({ d: rest.d - c.d, n: rest.n - c.n }), seen);
      for (const c of [...open, ...(seen ? [seen] : []), ...(left ? [left] : [])]) expect([c.d, c.n, c.d - c.n].some(small)).toBe(false);
      expect(seen !== undefined && out.cells.filter((c) => !shown(c)).length === 1).toBe(false);
    }), { numRuns: 300 });
  });

  it('leave what is large as it is', () => {
    const cells: Counted[] = [{ key: 'a', denominator: 20, numerator: 10, apart: false }, { key: 'b', denominator: 30, numerator: 0, apart: false }];
    expect(withoutSmallCells({ key: '', denominator: 50, numerator: 10, apart: false }, cells)).toEqual({
      total: { key: '', denominator: 50, numerator: 10, value: 0.2 }, cells: [{ key: 'a', denominator: 20, numerator: 10, value: 0.5 }, { key: 'b', denominator: 30, numerator: 0, value: 0 }],
    });
    expect(withoutSmallCells({ key: '', count: 4, mean: 3 }, [])).toEqual({ total: { key: '', hidden: true }, cells: [] });
    expect(withoutSmallCells({ key: '', denominator: 0, numerator: 0, apart: false }, []).total).toEqual({ key: '', denominator: 0, numerator: 0 });
  });
});

describe('days and months', () => {
  it('are those of Guangzhou and of the civil calendar', () => {
    expect(daysBetween('2026-01-01T15:59:59.999Z', '2026-01-01T16:00:00.000Z')).toBe(1);
    expect([addMonths('2025-08-31', 6), addMonths('2026-01-15', 6), addMonths('2025-12-01', 1)]).toEqual(['2026-02-28', '2026-07-15', '2026-01-01']);
    expect(monthsFrom('2025-11', '2026-02', 36)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect([monthsFrom('2026-02', '2026-01', 36), monthsFrom('2020-01', '2026-01', 36)]).toEqual([undefined, undefined]);
  });
});
