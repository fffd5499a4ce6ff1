import { describe, it } from '@jest/globals';
import { givenSaga } from '@lianxin/kernel';
import { accepted, atUnit, delivered, inFinalReview, LABOUR, noon, PROVINCE, registered, say, type Walk } from '../testing/matters.js';
import { testId } from '../testing/sealed.js';
import { whenAMatterClockRunsThenRemindAndPropose as watch } from './when-a-matter-clock-runs-then-remind-and-propose.saga.js';

const matter = testId(1);
const stream = `matterhandling-440106-${matter}`;
const NOT_TAKEN = ['MatterDocumentFiled', 'AccusedUnitsNamed'];
/** The saga after it has seen a walk, on the day the walk has come to. */
const givenWalk = (walk: Walk, day: string) => givenSaga(watch, { caseid: testId(99), now: noon(day) }).given(walk.events.filter((e) => !NOT_TAKEN.includes(e.type)) as never, { stream });
const remind = (clock: string, percent: number) => ({ type: 'RemindOfClock' as const, data: { matter, clock, percent } });
const at = (time: string) => new Date(`${time}+08:00`).toISOString();

describe('when a matter’s clock runs', () => {
  it('reminds at 50, 75, 85 and 99 percent in office hours, and marks it overdue the day after the last', () => {
    // Received on Monday 2 March: 15 days end on Tuesday 17 March. Half of them are over on the 10th at noon.
    givenWalk(registered(), '2026-03-02')
      .expectTimers({ 'remind/R9/50': at('2026-03-10T12:00'), 'remind/R9/75': at('2026-03-16T09:00'), 'remind/R9/85': at('2026-03-16T09:00'), 'remind/R9/99': at('2026-03-17T17:00'), 'overdue/R9': at('2026-03-18T00:00') })
      .until(at('2026-03-10T12:01')).expectCommands(remind('R9', 50)).accepted('RemindOfClock', { key: 'R9/50' })
      .until(at('2026-03-17T23:59')).expectCommands(remind('R9', 75), remind('R9', 85), remind('R9', 99))
      .until(at('2026-03-18T00:01')).expectCommands({ type: 'MarkOverdue', data: { matter, clock: 'R9' } }).expectOverdue('2026-03-18');
  });

  it('stops when the step was taken, and watches the next clock', () => {
    const r11 = `R11:${LABOUR}`;
    givenWalk(atUnit(), '2026-03-05').expectTimers({
      [`remind/${r11}/50`]: at('2026-03-13T12:00'), [`remind/${r11}/75`]: at('2026-03-17T09:00'), [`remind/${r11}/85`]: at('2026-03-19T09:00'), [`remind/${r11}/99`]: at('2026-03-20T17:00'), [`overdue/${r11}`]: at('2026-03-21T00:00'),
    });
    givenWalk(accepted(), '2026-03-09').until(at('2026-03-31T00:00')).expectNoCommands();
  });

  it('gives an extended term its later end', () => {
    givenWalk(accepted().on('2026-05-07', say.extend('2026-05-07')), '2026-05-07')
      .expectTimers({ 'remind/R22/75': at('2026-05-18T09:00'), 'remind/R22/85': at('2026-05-25T12:00'), 'remind/R22/99': at('2026-06-05T17:00'), 'overdue/R22': at('2026-06-09T00:00') });
  });

  it('lets a window lapse that nobody used', () => {
    givenWalk(delivered(), '2026-04-22').until(at('2026-05-23T00:01')).expectCommands({ type: 'LapseWindow', data: { matter, clock: 'R23.apply' } });
  });

  it('stands still during a hearing of the final review, and there alone', () => {
    const hearing = () => inFinalReview().on('2026-06-15', say.openHearing('2026-06-15', PROVINCE));
    givenWalk(hearing(), '2026-06-15').expectTimers({}).until(at('2026-08-30T00:00')).expectNoCommands();
    givenWalk(hearing().on('2026-06-26', say.closeHearing('2026-06-26', PROVINCE)), '2026-06-26').until(at('2026-07-20T23:59')).expectCommands(...[50, 75, 85, 99].map((p) => remind('R24', p))).until(at('2026-07-21T00:01')).expectCommands({ type: 'MarkOverdue', data: { matter, clock: 'R24' } });
    givenWalk(accepted().on('2026-03-16', say.openHearing('2026-03-16')), '2026-03-16').until(at('2026-05-09T00:01')).expectCommands(...[50, 75, 85, 99].map((p) => remind('R22', p)), { type: 'MarkOverdue', data: { matter, clock: 'R22' } });
  });

  it('is at its end with the matter’s', () => {
    givenWalk(accepted().on('2026-03-20', say.withdraw('2026-03-20')), '2026-03-20').expectFinished('WITHDRAWN');
  });
});
