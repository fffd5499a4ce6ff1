import { events as contracts, type RetentionClass } from '@lianxin/contracts';
import { parseEnvelope } from '@lianxin/kernel';
import type { ViewReader } from '@lianxin/runtime';
import type { FiledEvent } from '../completeness/completeness.js';
import type { Mirror } from '../mirror/mirror.js';
import type { Case } from '../views/cases.view.js';
import { readCase, type CaseReading } from './read-case.js';

export interface FileReadingParts extends CaseReading {
  readonly mirror: Pick<Mirror, 'catchUp'>;
  readonly viewsCaughtUp: () => Promise<void>;
  readonly cases: ViewReader<Case>;
  /** What of the case's data may only be stored now: compartments, `all`, or nothing (PIPL art. 47). */
  readonly restricted: (of: { readonly subject?: string | undefined; readonly caseid: string }) => readonly string[];
}

/** A case's file as rules need it, read from the mirror, which is brought up to date first. */
export interface ReadFile {
  /** The archive knows the case, and its file lies in this district. */
  readonly known: boolean;
  /** District that has the case now. */
  readonly now: string;
  /** UTC ms; absent while it is open. */
  readonly closedAt?: number;
  readonly accusation: boolean;
  readonly subject?: string;
  readonly retention?: RetentionClass;
  readonly restricted: boolean;
  /** All events of types that this release knows, in the order of the case. */
  readonly events: readonly FiledEvent[];
}
export type FileReading = (caseid: string, home: string) => Promise<ReadFile>;

/** The events of a case that this release knows, by their names in code. */
export async function filedEvents(reading: CaseReading, caseid: string): Promise<readonly FiledEvent[]> {
  return (await readCase(reading, caseid)).flatMap((stored) => {
    const envelope = parseEnvelope(stored.body);
    const event = contracts.read(envelope.type, envelope.data);
    return event ? [{ ...event, stream: stored.stream, recordedat: stored.recordedat, actorid: envelope.actorid }] : [];
  });
}

export const fileReading = (parts: FileReadingParts): FileReading => async (caseid, home) => {
  await parts.mirror.catchUp();
  await parts.viewsCaughtUp();
  const doc = await parts.cases.get(caseid);
  if (doc?.home !== home) return { known: false, now: home, accusation: false, restricted: false, events: [] };
  return {
    known: true, now: doc.district, ...(doc.closedAt === undefined ? {} : { closedAt: Date.parse(doc.closedAt) }), accusation: doc.kind === 'accusation', ...(doc.subject === undefined ? {} : { subject: doc.subject }),
    ...(doc.retention === undefined ? {} : { retention: doc.retention }), restricted: parts.restricted({ subject: doc.subject, caseid }).length > 0, events: await filedEvents(parts, caseid),
  };
};
