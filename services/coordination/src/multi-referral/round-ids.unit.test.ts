import { describe, expect, it } from '@jest/globals';
import { districts, roundOfReferral, unitKinds } from '@lianxin/contracts';
import { isUuid, uuidv7 } from '@lianxin/kernel';
import { testId } from '../testing/sealed.js';
import { referralOfUnit, roundIdOf, slotOfUnit } from './round-ids.js';

describe('ids of a round', () => {
  it('differ for every unit there is, and lead back to the round', () => {
    const units = unitKinds.codes.flatMap((kind) => districts.codes.map((at) => `${kind}-${at}`));
    expect(new Set([...units.map(slotOfUnit), '000000']).size).toBe(units.length + 1);
    const round = roundIdOf(testId(1), 'LIVELIHOOD', 1);
    for (const unit of units) expect([isUuid(referralOfUnit(round, unit)), roundOfReferral(referralOfUnit(round, unit))]).toEqual([true, round]);
  });

  it('are the same for the same need, others for the next round, and none for a referral by itself', () => {
    expect(roundIdOf(testId(1), 'LEGAL', 1)).toBe(roundIdOf(testId(1), 'LEGAL', 1));
    expect(new Set([roundIdOf(testId(1), 'LEGAL', 1), roundIdOf(testId(1), 'LEGAL', 2), roundIdOf(testId(2), 'LEGAL', 1), roundIdOf(testId(1), 'HOUSING', 1)]).size).toBe(4);
    expect(roundOfReferral(uuidv7())).toBeUndefined();
  });
});
