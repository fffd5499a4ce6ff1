import { decider, happened, refuse, shanghaiYear, startOfShanghaiYear, type Command } from '@lianxin/kernel';
import type { EventOf, referralNumberDrawn } from '@lianxin/contracts';
import { step, type Happened, type PrepareContext, type Step } from '@lianxin/runtime';
import { referralRegisterStream } from '../streams.js';

/** Gives out the numbers of referrals of one district and legal year, in the same append as the referral. `ZJ` for 转介. */
export type RegisterEvent = EventOf<typeof referralNumberDrawn>;
export type RegisterCommand = Command<'DrawReferralNumber', { readonly district: string; readonly year: number }>;

const LAST = 999_999;

export const referralRegister = decider<RegisterCommand, RegisterEvent, { readonly last: number }>({
  name: 'referralregister',
  stateVersion: 1,
  initial: { last: 0 },
  decide: {
    DrawReferralNumber: ({ district, year }, { last }, { now }) => {
      if (shanghaiYear(now) !== year) return refuse('referral-register/other-year');
      if (last >= LAST) return refuse('referral-register/full');
      return [happened('ReferralNumberDrawn', { year, seq: last + 1, number: `ZJ${district}-${year}-${String(last + 1).padStart(6, '0')}` })];
    },
  },
  evolve: { ReferralNumberDrawn: (_, e) => ({ last: e.seq }) },
});

/** The step that draws a number, and until when it may be recorded: a number bears the year of its recording (formats §3). */
export function drawReferralNumber({ district, now }: PrepareContext): { readonly step: Step; readonly recordedBefore: number } {
  const year = shanghaiYear(now);
  return { step: step(referralRegister, referralRegisterStream(district, year), { type: 'DrawReferralNumber', data: { district, year } }), recordedBefore: startOfShanghaiYear(year + 1) };
}

/** The number that was drawn earlier in the same command. */
export function drawnReferralNumber(before: readonly Happened[]): string {
  const drawn = before.find((e) => e.type === 'ReferralNumberDrawn');
  if (!drawn) throw new Error('no referral number was drawn in this command');
  return (drawn.data as RegisterEvent['data']).number;
}
