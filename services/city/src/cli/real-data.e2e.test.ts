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
      } finally { await city.stop(); }
      expect(await lianxin('verify')).toMatchObject({ exit: 0 });
    }, 600_000);
  });
} else {
  describe('without LIANXIN_REAL_DATA', () => {
    it('no real data is read', () => { expect(files.filter((file) => existsSync(file))).not.toHaveLength(2); });
  });
}
