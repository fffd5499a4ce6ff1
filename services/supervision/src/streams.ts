import { createHash } from 'node:crypto';
import { CITY } from '@lianxin/contracts';
import { streamName } from '@lianxin/kernel';

/** An id that follows from a name that is opaque itself (UUID version 8, RFC 9562): one stream per member of the staff, one per agency. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const staffSubject = (actor: string): string => idOf(`staff:${actor}`);
export const agencySubject = (org: string): string => idOf(`agency:${org}`);
export const staffStream = (district: string, actor: string): string => streamName('staff', district, staffSubject(actor));
export const agencyStream = (district: string, org: string): string => streamName('agency', district, agencySubject(org));
export const sessionStream = (district: string, id: string): string => streamName('session', district, id);
/** One per case: its id is the case's. */
export const supervisedCaseStream = (district: string, caseid: string): string => streamName('supervisedcase', district, caseid);
/** One per case: its id is the case's. */
export const evaluationStream = (district: string, caseid: string): string => streamName('evaluation', district, caseid);
export const satisfactionStream = (district: string, id: string): string => streamName('satisfaction', district, id);
export const sampleStream = (district: string, id: string): string => streamName('sample', district, id);
export const fileCheckStream = (district: string, id: string): string => streamName('filecheck', district, id);
export const feedbackStream = (district: string, id: string): string => streamName('feedback', district, id);
/** The one calendar of the city. */
export const calendarStream = (): string => streamName('calendar', CITY, idOf('calendar'));
/** One per district and process. */
export const ladderStream = (district: string, process: string): string => streamName('ladder', district, idOf(`ladder:${process}`));
export const escalationStream = (district: string, id: string): string => streamName('escalation', district, id);
