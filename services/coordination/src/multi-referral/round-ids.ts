import { createHash } from 'node:crypto';
import { referralOfRound } from '@lianxin/contracts';
import { streamName } from '@lianxin/kernel';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Six digits for a unit, the same in every round; never those of the round itself. */
export const slotOfUnit = (unit: string): string => { const slot = hash(`unit\n${unit}`).slice(0, 6); return slot === '000000' ? '000001' : slot; };

/** The n-th round of a need of a case: the same however often and from wherever it is started. A UUID (version 8) whose last six digits are left to its units. */
export function roundIdOf(caseid: string, need: string, nth: number): string {
  const h = hash(`referral-round\n${caseid}\n${need}\n${nth}`);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 26)}000000`;
}
/** The one referral of a unit in a round. */
export const referralOfUnit = (round: string, unit: string): string => referralOfRound(round, slotOfUnit(unit));
export const roundStream = (district: string, round: string): string => streamName('referralround', district, round);
