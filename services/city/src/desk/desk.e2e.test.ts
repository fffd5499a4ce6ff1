import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStation, until, type Station } from './testing/station.js';
import type { BehindFigure, MonthlyReturn } from './monthly-return/monthly-return.js';
import type { Work } from './work.query.js';

let station: Station;
beforeAll(async () => { station = await startStation(); });
afterAll(async () => { await station.stop(); });

const DAY = 86_400;
const forward = (days: number) => station.ok('worker-440106', '/dev/clock', { advanceSeconds: days * DAY });
const desk = (user: string, query = '') => station.ok<Work>(user, `/api/desk/work${query}`);
const register = (user: string, more: object = {}) => station.ok<{ id: string; number: string }>(user, '/api/intake/dossiers', {
  channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: '反映某小区电梯停运', safety: { answer: 'NO' }, conflict: 'NONE', matter: { purpose: 'CLAIM', category: 'URB-2-3', text: '电梯停运多日' }, ...more,
});
const ids = ({ items }: { items: readonly { id: string }[] }) => items.map((i) => i.id);

describe('the desk', () => {
  it('sorts the work of a station and of a worker, says what comes next and why, and what nobody has answered or touched', async () => {
    const [first, second] = [await register('worker-440106'), await register('worker-440106')];
    const danger = await register('desk-440106', { safety: { answer: 'YES', who: ['SELF'] } });
    const before = await until(() => desk('worker-440106'), (w) => w.desk.toTake.count === 3);
    expect(before.takeNext).toMatchObject({ id: danger.id, reason: { code: 'SAFETY' } });
    expect(ids(before.desk.toTake)).toEqual([danger.id, first.id, second.id]);
    expect([before.mine.inWork.count, before.desk.inWork.count, before.desk.done.count]).toEqual([0, 0, 0]);

    await station.ok('worker-440106', `/api/intake/dossiers/${first.id}/take`, { noConflict: true });
    const taken = await until(() => desk('worker-440106'), (w) => w.mine.inWork.count === 1 && (w.mine.inWork.items[0]?.todo.some((t) => t.code === 'ASSESS') ?? false));
    expect(taken.mine.inWork.items[0]).toMatchObject({ id: first.id, holder: 'worker-440106', waits: [{ code: 'ANSWER' }] });
    const other = await desk('worker-440106-2');
    expect([other.mine.inWork.count, other.desk.inWork.count, other.desk.toTake.count]).toEqual([0, 1, 2]);
    expect((await desk('desk-440106')).takeNext).toBeUndefined(); // the reception does not take cases

    await station.ok('supervisor-440106', `/api/archive/cases/${second.id}/close`, { reason: 'ANSWERED', summary: '已获书面答复', withoutService: 'INFORMATION_ONLY' });
    expect(ids((await until(() => desk('worker-440106'), (w) => w.desk.done.count === 1)).desk.done)).toEqual([second.id]);

    await forward(14);
    const later = await desk('worker-440106');
    expect(later.silent).toMatchObject({ days: 14, count: 2, mine: 1 });
    expect(later.unanswered).toMatchObject({ days: 15, count: 0 });
    const asked = await desk('worker-440106', '?unansweredDays=14&silentDays=15');
    expect([asked.unanswered.count, asked.unanswered.items.filter((u) => u.mine).map((u) => u.id), asked.silent.count]).toEqual([2, [first.id], 0]);
  });

  it('gives conflicted staff nothing of a case, other districts nothing at all, and accusations to few', async () => {
    const own = await register('worker-440104');
    const accusation = await register('desk-440104', { accusation: true, matter: { purpose: 'ACCUSATION', category: 'URB-2-3', text: '检举某单位' } });
    await until(() => desk('supervisor-440104'), (w) => w.desk.toTake.count === 2);
    await station.ok('worker-440104', `/api/intake/dossiers/${own.id}/conflicts`, { kind: 'RELATIVE' });
    const shut = await until(() => desk('worker-440104'), (w) => w.desk.toTake.count === 0);
    expect(shut.takeNext).toBeUndefined();
    expect(JSON.stringify(await desk('worker-440104', '?unansweredDays=0&silentDays=0'))).not.toContain(own.id);
    expect(JSON.stringify(await desk('worker-440104', '?unansweredDays=0&silentDays=0'))).not.toContain(accusation.id);
    expect(ids((await desk('worker-440104-2')).desk.toTake)).toEqual([own.id]);
    expect((await desk('worker-440105')).desk.toTake.count).toBe(0);
    for (const role of ['auditor', 'analyst', 'archivist', 'department', 'admin']) expect(await station.api(`${role}-440104`, '/api/desk/work')).toMatchObject({ status: 403, body: { code: 'access/role' } });
  });

  it('counts the month: every figure opens exactly its matters, small cells are hidden from readers outside', async () => {
    const made = [];
    for (let i = 0; i < 6; i += 1) made.push(await register('worker-440112', i === 0 ? { channel: 'LETTER', safety: { answer: 'NOT_ASKED' } } : {}));
    const { now } = (await (await fetch(`${station.url}/dev/clock`)).json()) as { now: string };
    const month = new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 7);
    const path = `/api/desk/monthly-return?month=${month}&district=440112`;
    const mine = await until(() => station.ok<MonthlyReturn>('supervisor-440112', path), (r) => r.districts[0]?.received.count === 6);
    const of = (r: MonthlyReturn, group: string, code: string) => r.districts[0]!.groups.find((g) => g.code === group)!.figures.find((f) => f.code === code)!.count;
    expect([mine.hidden, of(mine, 'channel', 'VISIT'), of(mine, 'channel', 'LETTER'), of(mine, 'term', 'NONE'), of(mine, 'repeat', 'FIRST')]).toEqual([false, 5, 1, 6, 6]);
    for (const group of mine.districts[0]!.groups) {
      for (const { code, count } of group.figures) {
        const behind = await station.ok<BehindFigure>('supervisor-440112', `/api/desk/monthly-return/cases?month=${month}&district=440112&group=${group.code}&code=${encodeURIComponent(code)}`);
        expect([behind.count, behind.items.length, behind.withheld]).toEqual([count, count, 0]);
      }
    }
    const letter = await station.ok<BehindFigure>('supervisor-440112', `/api/desk/monthly-return/cases?month=${month}&district=440112&group=channel&code=LETTER`);
    expect(letter.items.map((i) => i.case)).toEqual([made[0]!.id]);

    const outside = await station.ok<MonthlyReturn>('analyst-440112', path);
    expect([outside.hidden, of(outside, 'channel', 'VISIT'), of(outside, 'channel', 'LETTER')]).toEqual([true, undefined, undefined]);
    expect(outside.districts[0]!.groups.flatMap((g) => g.figures).filter((f) => f.count !== undefined && f.count > 0 && f.count < 5)).toEqual([]);
    expect(await station.api('analyst-440112', `/api/desk/monthly-return/cases?month=${month}&district=440112&group=received`)).toMatchObject({ status: 403 });
    expect(await station.api('supervisor-440105', path)).toMatchObject({ status: 403, body: { code: 'access/district' } });
    expect(await station.api('worker-440112', path)).toMatchObject({ status: 403, body: { code: 'access/role' } });
    const page = await (await station.visit('supervisor-440112', '/returns')).text();
    for (const words of [`月报表 ${month}`, '15 日内答复', `<a href="/returns/${month}.xlsx">`]) expect(page).toContain(words);
    const sheet = await station.visit('supervisor-440112', `/returns/${month}.xlsx`);
    expect([sheet.status, sheet.headers.get('content-type'), Buffer.from(await sheet.arrayBuffer()).subarray(0, 2).toString()]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK']);
    expect((await station.visit('worker-440112', '/returns')).status).toBe(403);
  });

  it('stands on the first page as the morning list, without scripts and without names', async () => {
    const { id, number } = await register('worker-440103', { safety: { answer: 'YES', who: ['SELF'] } });
    await until(() => desk('worker-440103'), (w) => w.desk.toTake.items.some((i) => i.level !== 'NONE'));
    const page = await (await station.visit('worker-440103', '/')).text();
    for (const words of ['今日工作', '下一件', '安全优先', `<a href="/cases/${id}">${number}</a>`, '满 15 日未获答复（0）', '本站待接（1）', 'lang="zh-CN"', '<caption>件数</caption>']) expect(page).toContain(words);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('张某');
    expect(await (await station.visit('auditor-440103', '/')).text()).not.toContain(number);
  });
});
