import type { QualificationGap } from '@lianxin/contracts';
import { evolve, metaOf, parseEnvelope, shanghaiDay, type Clock } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { EventTypes } from '@lianxin/runtime';
import { staffStream } from '../streams.js';
import { staff, type Staff, type StaffCommand, type StaffEvent } from './staff.decider.js';

export interface Qualification { readonly qualified: boolean; readonly gaps: readonly QualificationGap[] }

/**
 * May this person hold cases on that day (Asia/Shanghai)? In post, with a certificate that is registered on the day, and
 * the petition-law course taken (domain brief M5: unqualified cannot own a case).
 */
export function qualificationOf(s: Staff, day: string): Qualification {
  const gaps = gapsOf(s, day);
  return { qualified: gaps.length === 0, gaps };
}

function gapsOf(s: Staff, day: string): readonly QualificationGap[] {
  if (s.phase === 'none') return ['NOT_REGISTERED'];
  const standing = s.certificates.filter((c) => !c.voided);
  const valid = standing.some((c) => c.issued <= day && day <= c.expires);
  return [
    ...(s.phase === 'left' ? ['LEFT' as const] : []),
    ...(valid ? [] : [standing.length === 0 ? 'NO_CERTIFICATE' as const : 'CERTIFICATE_EXPIRED' as const]),
    ...(s.petitionLaw === undefined || s.petitionLaw > day ? ['NO_PETITION_LAW' as const] : []),
  ];
}

/** What intake asks before somebody gets a case: read from the log itself, so that a record counts from the moment it is answered. */
export const qualifications = ({ log, types, clock }: { readonly log: EventLog; readonly types: EventTypes; readonly clock: Clock }) => async (actor: string, district: string): Promise<Qualification> => {
  const stored = await log.readStream(`supervision.${district}`, staffStream(district, actor));
  const state = stored.reduce<Staff>((s, row) => {
    const envelope = parseEnvelope(row.body);
    const event = types.read(envelope.type, envelope.data);
    return event ? evolve<StaffCommand, StaffEvent, Staff, unknown>(staff, s, event, metaOf(envelope)) : s;
  }, staff.initial);
  return qualificationOf(state, shanghaiDay(clock.now()));
};
