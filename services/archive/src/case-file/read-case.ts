import { parseStream, streamName } from '@lianxin/kernel';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import type { ViewReader } from '@lianxin/runtime';
import type { CaseStream } from '../views/case-streams.view.js';

const PAGE = 1_000;

/** The stream of a case's file; it carries the id of the case. */
export const caseFileStream = (district: string, caseid: string): string => streamName('casefile', district, caseid);
export const isCaseFileStream = (stream: string): boolean => parseStream(stream)?.aggregate === 'casefile';

/** Order of a case (formats §3): by `recordedat`, then log, then position; the same after every rebuild. */
export const inOrder = (a: StoredEvent, b: StoredEvent): number =>
  a.recordedat - b.recordedat || (a.log < b.log ? -1 : a.log > b.log ? 1 : 0) || a.position - b.position;

export interface CaseReading {
  /** Streams of the case, as far as the view knows them. */
  readonly streams: ViewReader<CaseStream>;
  /** The archive's copy of all logs. */
  readonly copy: EventLog;
}

/** All events of a case in their order, as far as `upTo` reaches in each log (without it: all that are here). */
export async function readCase({ streams, copy }: CaseReading, caseid: string, upTo?: ReadonlyMap<string, number>): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  let after: string | undefined;
  do {
    const found = await streams.find({ where: { caseid }, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { doc } of found.items) events.push(...await readStream(copy, doc, upTo?.get(doc.log)));
    after = found.next;
  } while (after !== undefined);
  return events.sort(inOrder);
}

async function readStream(copy: EventLog, { log, stream }: CaseStream, upTo = Number.MAX_SAFE_INTEGER): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let version = 0; ;) {
    const page = await copy.readStream(log, stream, { after: version, limit: PAGE });
    events.push(...page.filter((e) => e.position <= upTo));
    if (page.length < PAGE) return events;
    version = page[page.length - 1]!.version;
  }
}
