import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishCalendarBody, type PublishCalendarBody } from '@lianxin/contracts';
import { run } from './program.js';
import { installation } from './testing/lianxin.js';
import { testTerminal } from './testing/terminal.js';
import { calendarVerb } from './verbs/calendar.js';
import { deadlineVerb } from './verbs/deadline.js';

jest.setTimeout(60_000); // a server starts and stops here

const { root, env, start } = installation('deadline');
afterAll(() => rmSync(root, { recursive: true }));
const lianxin = async (...args: string[]) => {
  const terminal = testTerminal(root, env);
  return { exit: await run(args, [deadlineVerb, calendarVerb], terminal), ...terminal.said };
};

describe('lianxin deadline', () => {
  it('explains a term in both languages, day by day', async () => {
    const { exit, out } = await lianxin('deadline', '--rule', 'R23.apply', '--from', '2026-01-20');
    expect(exit).toBe(0);
    for (const words of ['《信访工作条例》第35条，30日', 'art. 35, 30 days', '届满 due        2026-02-24（顺延自 rolled over from 2026-02-19）', '2026-02-20 五  →  春节调休放假，期限顺延', '2026-02-14 六  ◆  第25日，春节调休上班', 'Beijing time']) expect(out).toContain(words);
  });

  it('prints JSON, leaves a hearing out, extends', async () => {
    const json = async (...args: string[]) => JSON.parse((await lianxin('deadline', '--json', ...args)).out) as Record<string, unknown>;
    expect(await json('--rule', 'R9', '--from', '2026-01-30')).toMatchObject({ dueStrict: '2026-02-14', dueLegal: '2026-02-14', provisional: false });
    expect(await json('--rule', 'R24', '--from', '2026-03-02', '--pause', '2026-03-10..2026-03-21')).toMatchObject({ dueStrict: '2026-04-13' });
    expect(await json('--rule', 'R22', '--from', '2026-03-02', '--extend', '30')).toMatchObject({ dueStrict: '2026-05-31' });
    expect(JSON.parse((await lianxin('deadline', '--rules', '--json')).out)).toHaveLength(11);
    expect((await lianxin('deadline', '--rules')).out).toContain('默认不用');
  });

  it.each([
    [['--rule', 'R9'], 2, '--from'], [['--rule', 'R99', '--from', '2026-01-30'], 2, '没有规定 R99'], [['--rule', 'R9', '--from', '2026-02-30'], 1, 'YYYY-MM-DD'],
    [['--rule', 'R24', '--from', '2026-03-02', '--pause', '2026-03-10'], 2, '--pause'], [['--rule', 'R22', '--from', '2026-03-02', '--pause', '2026-03-10..2026-03-11'], 1, '只有复核的听证'], [['--rule', 'R22', '--from', '2026-03-02', '--extend', 'x'], 1, '最多延长 30 日'],
  ])('says what is wrong with %j', async (args, exit, words) => {
    expect(await lianxin('deadline', ...args)).toMatchObject({ exit, err: expect.stringContaining(words) });
  });
});

describe('lianxin calendar', () => {
  it('checks a notice, publishes it, and counts by it from then on', async () => {
    const [{ year, holidays, makeUp }] = publishCalendarBody.meta()!.examples as [PublishCalendarBody];
    const csv = (days: readonly string[]) => [...holidays.map(({ date, name }) => `${date},放假,${name}`), ...days.map((day) => `${day},上班`)].join('\n');
    writeFileSync(join(root, 'wrong.csv'), csv([...makeUp, '2027-02-22', '2027-02-30']));
    writeFileSync(join(root, 'right.json'), JSON.stringify({ year, holidays, makeUp }));
    expect(await lianxin('calendar', 'check', 'wrong.csv')).toMatchObject({ exit: 1, err: expect.stringMatching(/2027-02-22 是星期一.*2027-02-30.*Monday/s) });
    expect(await lianxin('calendar', 'check', 'nowhere.csv')).toMatchObject({ exit: 2 });
    expect(await lianxin('calendar', 'check', 'right.json')).toMatchObject({ exit: 0, out: expect.stringContaining('2027年') });

    const before = await lianxin('deadline', '--rule', 'R12', '--from', '2026-12-30');
    expect(before.out).toContain('暂定');
    // In a folder that was never used nothing is made by mistake.
    expect((await lianxin('calendar', 'import', 'right.json')).exit).toBe(1);
    const city = await start();
    expect(await lianxin('calendar', 'import', 'right.json', '--number', '示例〔2026〕1号', '--issued', '2026-11-10')).toMatchObject({ exit: 0, out: expect.stringContaining('chinese-days-1.5.7+2027') });
    expect(await lianxin('calendar', 'import', 'right.json')).toMatchObject({ exit: 1, err: expect.stringContaining('内容相同') });
    await city.stop();
    const after = await lianxin('deadline', '--rule', 'R12', '--from', '2026-12-30');
    expect([after.out.includes('暂定'), after.out.includes('chinese-days-1.5.7+2027'), after.out.includes('届满 due        2027-01-07')]).toEqual([false, true, true]);
    expect((await lianxin('calendar', 'show', '--year', '2027')).out).toContain('2027-02-20  春节  调休上班 worked');
  });
});
