import { createHash } from 'node:crypto';
import { startOfShanghaiYear, streamName } from '@lianxin/kernel';

export const deliveryStream = (district: string, id: string): string => streamName('delivery', district, id);
export const sessionStream = (district: string, id: string): string => streamName('session', district, id);
export const behaviourPlanStream = (district: string, id: string): string => streamName('behaviourplan', district, id);
export const commitmentStream = (district: string, id: string): string => streamName('commitment', district, id);
/** Belongs to no case. */
export const groupStream = (district: string, id: string): string => streamName('group', district, id);
/** What a case is told of a group: one stream per member, whose id is the member's. */
export const groupFileStream = (district: string, member: string): string => streamName('groupfile', district, member);
export const referralStream = (district: string, id: string): string => streamName('referral', district, id);

/** One stream per department: its id follows from the unit, so that no unit is listed twice. */
export function departmentStream(district: string, unit: string): string {
  const h = createHash('sha256').update(`department\n${unit}`).digest('hex');
  return streamName('department', district, `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`);
}

/** The one register of referral numbers of a district and year: its id is the UUIDv7 of the year's first millisecond, without chance. */
export function referralRegisterStream(district: string, year: number): string {
  const ms = startOfShanghaiYear(year).toString(16).padStart(12, '0');
  return streamName('referralregister', district, `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`);
}

/** The statutory track of a matter: its id is the matter's. */
export const matterHandlingStream = (district: string, matter: string): string => streamName('matterhandling', district, matter);
