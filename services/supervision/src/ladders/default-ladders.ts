import type { LadderProcess, LadderRung } from '@lianxin/contracts';

/**
 * The platform's own ladders, for districts that laid none down. House rules, not the law's: two working days are what
 * acknowledging a referral has (domain brief); a crisis knows no office hours.
 */
const inWorkingDays: readonly LadderRung[] = [
  { level: 'WORKER', within: { workingDays: 1 } }, { level: 'DESK', within: { workingDays: 1 } }, { level: 'SUPERVISOR', within: { workingDays: 1 } }, { level: 'DISTRICT', within: { workingDays: 2 } }, { level: 'CITY', within: { workingDays: 2 } },
];
const atOnce: readonly LadderRung[] = [
  { level: 'WORKER', within: { duration: 'PT5M' } }, { level: 'DESK', within: { duration: 'PT5M' } }, { level: 'SUPERVISOR', within: { duration: 'PT15M' } }, { level: 'DISTRICT', within: { duration: 'PT30M' } }, { level: 'CITY', within: { duration: 'PT1H' } },
];
export const defaultLadders: Readonly<Record<LadderProcess, readonly LadderRung[]>> = { REFERRAL: inWorkingDays, MATTER_CLOCK: inWorkingDays, FOLLOW_UP: inWorkingDays, GENERAL: inWorkingDays, CRISIS: atOnce };
