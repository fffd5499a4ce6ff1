import { referralUrgencies, type ReferralUrgency } from '@lianxin/contracts';
import { shanghaiDay, utc } from '@lianxin/kernel';
import { addDays, addWorkingDays, daysBetween, deadline, endOfDay, isCovered, percentOfTerm, workingDayFrom, workingDaysBetween, type Calendar, type Term } from '@lianxin/statute';

export interface ReplyTerm { readonly days: number; readonly unit: 'WORKING' | 'CALENDAR' }
/** Days on which the unit waited for information, the first not counted. */
export interface Held { readonly from: string; readonly to: string }

/** A house rule, not the law's: how a unit's answer is counted. A last day off moves to the next working day. */
const asTerm = (days: number, unit: ReplyTerm['unit']): Term => ({
  id: 'REFERRAL.answer', ruleVersion: 'house-1', title: { zh: '转介答复', en: 'answer to a referral' }, length: days, unit: unit === 'WORKING' ? 'working' : 'calendar', rollover: 'statutory+weekend', startDayCounted: false, pauseReasons: [],
});

const ackBy = (urgency: ReferralUrgency, sent: number, calendar: Calendar): string => {
  const { within } = referralUrgencies.find(urgency)!;
  return utc('minutes' in within ? sent + within.minutes * 60_000 : endOfDay(addWorkingDays(calendar, shanghaiDay(sent), within.workingDays)));
};

/** The last day of an answer, by the days that were not counted later. */
export function movedBy(replyBy: string, { from, to }: Held, unit: ReplyTerm['unit'], calendar: Calendar): string {
  return unit === 'WORKING' ? addWorkingDays(calendar, workingDayFrom(calendar, replyBy), workingDaysBetween(calendar, from, to)) : workingDayFrom(calendar, addDays(replyBy, Math.max(0, daysBetween(from, to))));
}

export interface Clocks { readonly from: string; readonly ackBy: string; readonly replyBy: string; readonly calendar: string; readonly provisional: boolean; readonly reminders: { percent: number; at: string }[] }

/** When a unit that was sent a referral now (UTC ms) acknowledges and answers, and when it is reminded: in office hours, but where life is in danger nothing is held back. */
export function clocksOf(urgency: ReferralUrgency, term: ReplyTerm, sent: number, calendar: Calendar): Clocks {
  const from = shanghaiDay(sent);
  const counted = deadline({ rule: asTerm(term.days, term.unit), from, calendar });
  return { from, ackBy: ackBy(urgency, sent, calendar), replyBy: counted.dueLegal, calendar: calendar.version, provisional: counted.provisional, reminders: remindersOf(urgency, term.days, term.unit, from, calendar) };
}
const remindersOf = (urgency: ReferralUrgency, days: number, unit: ReplyTerm['unit'], from: string, calendar: Calendar) =>
  percentOfTerm(deadline({ rule: asTerm(days, unit), from, calendar }), calendar, urgency === 'EMERGENCY' ? { hours: false } : {}).map(({ percent, at }) => ({ percent, at: utc(at) }));

/** The same clocks after days that did not count. */
export function clocksAfter(old: Clocks, held: Held, urgency: ReferralUrgency, unit: ReplyTerm['unit'], calendar: Calendar): Clocks {
  const replyBy = movedBy(old.replyBy, held, unit, calendar);
  return {
    from: old.from, ackBy: old.ackBy, replyBy, calendar: calendar.version, provisional: !isCovered(calendar, replyBy),
    reminders: remindersOf(urgency, Math.max(1, daysBetween(old.from, replyBy)), 'CALENDAR', old.from, calendar),
  };
}
