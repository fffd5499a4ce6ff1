import { afterAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Report } from './import/report.js';
import { asUser, eventually, installation } from './testing/lianxin.js';

// Real messages hold personal data: they are read only where LIANXIN_REAL_DATA says they are, and only counts are compared.
const folder = process.env['LIANXIN_REAL_DATA'];
const files = folder === undefined ? [] : ['messages-replied.csv', 'messages-open.csv'].map((name) => join(folder, name));

type Message = Record<'subject' | 'detail' | 'received_at' | 'replied_at', string | undefined>;
const plainRead = (file: string): Message[] => parse(readFileSync(file), { columns: true, bom: true });

/** Calendar day in Beijing as a count of days, by the platform's own calendar and not by our arithmetic. */
const beijing = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });
const dayOf = (time: string): number => Date.parse(`${beijing.format(new Date(time))}T00:00:00Z`) / 86_400_000;

/** Ranges that together hold every message: a question spans at most 36 months. */
const RANGES = [['2011-04', '2014-03'], ['2014-04', '2017-03'], ['2017-04', '2020-01']] as const;
const monthOf = (time: string): string => beijing.format(new Date(time)).slice(0, 7);
const daysOf = ({ received_at, replied_at }: Message): number | undefined => (replied_at ? dayOf(replied_at) - dayOf(received_at!) : undefined);
/** What an indicator should count of the file, said anew: whether a message is in the denominator, and in the numerator. */
const SHARES: readonly (readonly [indicator: string, variant: string, among: (m: Message) => boolean, counts: (m: Message) => boolean])[] = [
  ['answer-on-time', 'within-60-of-all', () => true, (m) => (daysOf(m) ?? 999) <= 60],
  ['answer-on-time', 'within-15-of-all', () => true, (m) => (daysOf(m) ?? 999) <= 15],
  ['answer-on-time', 'within-15-of-due', () => true, (m) => (daysOf(m) ?? 999) <= 15], // all were received long ago
  ['repeat-rate', 'of-all', () => true, () => false], // the file links nothing
  ['repeat-rate', 'to-completed-first', (m) => daysOf(m) !== undefined, () => false],
  ['resolved-at-once', 'within-90-days', (m) => daysOf(m) !== undefined, (m) => daysOf(m) !== undefined],
];
interface Cell { readonly key: string; readonly hidden?: true; readonly denominator?: number; readonly numerator?: number; readonly count?: number; readonly value?: number }
interface Figures { readonly total: Cell; readonly cells: readonly Cell[] }
interface Behind { readonly count: number; readonly withheld: number; readonly next?: string; readonly items: readonly { readonly at: string; readonly number?: string }[] }
type Asker = { get<T>(path: string): Promise<T> };
const small = (n: number): boolean => n > 0 && n < 5;

/** Counts of a plain scan against the platform's figures, and the moments of receipt of what each figure opens. */
async function expectIndicators(supervisor: Asker, all: readonly Message[]): Promise<void> {
  for (const [from, until] of RANGES) {
    const inRange = all.filter((m) => monthOf(m.received_at!) >= from && monthOf(m.received_at!) <= until);
    const get = (indicator: string, more: string): Promise<Figures> => supervisor.get(`/api/supervision/indicators/${indicator}?from=${from}&until=${until}&district=440106&${more}`);
    for (const [indicator, variant, among, counts] of SHARES) {
      const { total, cells } = await get(indicator, `variant=${variant}&by=month`);
      const counted = (messages: readonly Message[]) => ({ denominator: messages.filter(among).length, numerator: messages.filter((m) => among(m) && counts(m)).length });
      expect({ variant, ...total }).toMatchObject({ variant, ...counted(inRange) });
      for (const cell of cells) {
        const expected = counted(inRange.filter((m) => monthOf(m.received_at!) === cell.key));
        const mustHide = [expected.denominator, expected.numerator, variant === 'to-completed-first' ? 0 : expected.denominator - expected.numerator].some(small);
        expect(mustHide && cell.hidden !== true).toBe(false);
        expect(cell).toMatchObject(cell.hidden ? { hidden: true } : expected);
      }
    }
    const answered = inRange.map(daysOf).filter((d) => d !== undefined);
    const mean = await get('mean-days', 'by=unit');
    expect(mean.total).toMatchObject({ count: answered.length, value: Math.round(answered.reduce((n, d) => n + d, 0) / answered.length * 10_000) / 10_000 });
    expect(mean.cells.find((c) => c.key === 'UNKNOWN')).toMatchObject({ count: answered.length }); // the file names no unit

    for (const [part, key, expected] of [
      ['numerator', '', inRange.filter((m) => (daysOf(m) ?? 999) <= 15)],
      ['denominator', '', inRange],
      ['denominator', `&by=month&key=${until}`, inRange.filter((m) => monthOf(m.received_at!) === until)],
    ] as const) {
      const opened: string[] = [];
      for (let after = ''; ;) {
        const page: Behind = await supervisor.get(`/api/supervision/indicators/answer-on-time/cases?from=${from}&until=${until}&district=440106&variant=within-15-of-all&part=${part}${key}&limit=500${after}`);
        expect([page.count, page.withheld, page.items.every((i) => i.number?.startsWith('440106-'))]).toEqual([expected.length, 0, true]);
        opened.push(...page.items.map((i) => i.at));
        if (page.next === undefined) break;
        after = `&after=${page.next}`;
      }
      expect(opened.toSorted()).toEqual(expected.map((m) => new Date(m.received_at!).toISOString()).toSorted());
    }
  }
  const missing = await supervisor.get<{ missing?: object }>('/api/supervision/indicators/timely-acceptance?from=2019-01&until=2019-12&district=440106');
  expect(missing.missing).toBeDefined();
}

if (files.length > 0 && files.every((file) => existsSync(file))) {
  const { root, start, lianxin } = installation('real');
  afterAll(() => rmSync(root, { recursive: true }));

  describe('both real files', () => {
    it('are imported whole, once, and count and search as a plain scan of them does', async () => {
      const city = await start();
      try {
        const report = async (file: string): Promise<Report> => {
          await lianxin('import', file, '--report', 'report.json');
          return JSON.parse(readFileSync(join(root, 'report.json'), 'utf8')) as Report;
        };
        const messages = files.map(plainRead);
        for (const [i, file] of files.entries()) {
          const { rows, errors } = await report(file);
          expect({ read: rows.read, added: rows.added, errors: errors.length }).toEqual({ read: messages[i]!.length, added: messages[i]!.length, errors: 0 });
        }
        expect(messages.map((m) => m.length)).toEqual([1_362, 2_180]);
        for (const [i, file] of files.entries()) expect((await report(file)).rows).toMatchObject({ added: 0, repeated: messages[i]!.length });

        const supervisor = await asUser(city.url, 'supervisor-440106');
        const all = messages.flat();
        for (const word of ['物业', '公积金']) {
          const plain = all.filter((m) => `${m.subject}\n${m.detail}`.includes(word)).length;
          const found = await eventually(() => supervisor.post<{ count: number; atLeast: boolean }>('/api/intake/search', { text: word, district: '440106' }), (f) => f.count === plain, 60_000);
          expect({ word, ...found }).toMatchObject({ word, count: plain, atLeast: false });
        }

        const replied = messages[0]!;
        const within = (days: number): number => replied.filter((m) => dayOf(m.replied_at!) - dayOf(m.received_at!) <= days).length;
        expect([within(15), within(60)]).toEqual([832, 1_290]);
        const statistics = await eventually(() => supervisor.get<{ matters: number }>('/api/intake/statistics?district=440106'), (s) => s.matters === all.length);
        expect(statistics).toMatchObject({ matters: all.length, answered: replied.length, answeredWithin: { days15: within(15), days60: within(60) } });
        await expectIndicators(supervisor, all);
      } finally { await city.stop(); }
      expect(await lianxin('verify')).toMatchObject({ exit: 0 });
    }, 600_000);
  });
} else {
  describe('without LIANXIN_REAL_DATA', () => {
    it('no real data is read', () => { expect(files.filter((file) => existsSync(file))).not.toHaveLength(2); });
  });
}
