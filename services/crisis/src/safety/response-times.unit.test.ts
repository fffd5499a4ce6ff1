import { describe, expect, it } from '@jest/globals';
import { riskLevels } from '@lianxin/contracts';
import { dueAt, dueSteps, reassessBy } from './response-times.js';

const at = (text: string) => Date.parse(text);
const friday = '2026-01-09T02:00:00.000Z'; // 10:00 in Guangzhou

describe('response times', () => {
  it('run through in minutes', () => expect(dueAt(at(friday), { minutes: 5 })).toBe(at('2026-01-09T02:05:00.000Z')));

  it('count working days from the day after, to the end of the day in Guangzhou, weekends and holidays left out', () => {
    expect(dueAt(at('2026-09-30T02:00:00.000Z'), { workingDays: 3 })).toBe(at('2026-10-10T16:00:00.000Z')); // National Day, then a Saturday that is worked
    expect(dueAt(at(friday), { workingDays: 1 })).toBe(at('2026-01-12T16:00:00.000Z')); // Monday 24:00
    expect(dueAt(at(friday), { workingDays: 5 })).toBe(at('2026-01-16T16:00:00.000Z'));
    expect(dueAt(at('2026-01-09T17:00:00.000Z'), { workingDays: 1 })).toBe(at('2026-01-12T16:00:00.000Z')); // Saturday 01:00 there
  });

  it('are those of the brief', () => {
    const minutes = (code: string) => Object.fromEntries(riskLevels.find(code)!.terms.map(({ step, within }) => [step, 'minutes' in within ? within.minutes : `${within.workingDays}wd`]));
    expect(minutes('RED')).toEqual({ CALL: 5, CONTACT: 5, SUPERVISOR: 15, REPORT: 120, PLAN: 1440, REASSESS: 240, DEBRIEF: 4320 });
    expect(minutes('ORANGE')).toMatchObject({ CONTACT: 120, SUPERVISOR: 240, PLAN: 1440, REASSESS: 1440 });
    expect(minutes('YELLOW')).toEqual({ CONTACT: 1440, PLAN: '3wd', REASSESS: 10_080 });
    expect(minutes('BLUE')).toEqual({ CONTACT: '5wd', REASSESS: 43_200 });
  });

  it('say what is due, done and late', () => {
    const steps = dueSteps('RED', friday, { CALL: '2026-01-09T02:03:00.000Z', SUPERVISOR: '2026-01-09T02:20:00.000Z', REASSESS: '2026-01-09T05:00:00.000Z' }, at('2026-01-09T06:30:00.000Z'));
    const of = (step: string) => steps.find((s) => s.step === step);
    expect(of('CALL')).toMatchObject({ dueAt: '2026-01-09T02:05:00.000Z', doneAt: '2026-01-09T02:03:00.000Z', late: false });
    expect(of('SUPERVISOR')).toMatchObject({ late: true });
    expect(of('REPORT')).toMatchObject({ dueAt: '2026-01-09T04:00:00.000Z', late: true });
    expect(of('REASSESS')).toMatchObject({ dueAt: '2026-01-09T09:00:00.000Z', late: false });
    expect(of('DEBRIEF')).toMatchObject({ late: false });
  });

  it('begin anew when the level changes: what was done before counts no more', () =>
    expect(dueSteps('ORANGE', friday, { CONTACT: '2026-01-09T01:59:00.000Z' }, at(friday)).find((s) => s.step === 'CONTACT')?.doneAt).toBeUndefined());

  it('end with the risk', () => {
    expect(reassessBy('NONE', at(friday))).toBeUndefined();
    expect(reassessBy('YELLOW', at(friday))).toBe(at('2026-01-16T02:00:00.000Z'));
  });
});
