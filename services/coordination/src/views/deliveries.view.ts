import { parseStream, projection, utc, type EventMeta } from '@lianxin/kernel';
import type { Attendance, ContactForm, DeliveryOutcome, DeliveryPlace, RiskSeen, ServiceContent, ServiceMethod } from '@lianxin/contracts';
import type { DeliveryEvent } from '../delivery/delivery.decider.js';
import type { GroupFileEvent } from '../group/group-file.decider.js';
import { WRITE_UP_MS } from '../case/terms.js';

/** One service to one case: what hours and mix are counted from. Sessions of groups stand here too, once for each member's case. */
export type DeliveryDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly content: ServiceContent;
  readonly method: ServiceMethod;
  readonly form: ContactForm;
  readonly minutes: number;
  /** The first worker named, and all. */
  readonly worker: string;
  readonly workers: readonly string[];
  readonly place: DeliveryPlace;
  readonly outcome: DeliveryOutcome;
  readonly risk: RiskSeen;
  /** The counselling session's stream, or the group's; '' when it is neither. */
  readonly of: string;
  readonly attendance: Attendance | '';
  /** UTC: begin. */
  readonly at: string;
  readonly recordedAt: string;
  /** IN_TIME: written up within 24 hours of its end. `writeUpMinutes` from the end to the recording. */
  readonly writeUp: 'IN_TIME' | 'LATE';
  readonly writeUpMinutes: number;
  /** 1 and 0. */
  readonly voided: 0 | 1;
};

const METHODS = { GROUP: 'GROUP', COMMUNITY: 'COMMUNITY' } as const;
const CAME: Readonly<Record<Attendance, DeliveryOutcome>> = { PRESENT: 'DONE', PART: 'PARTLY', EXCUSED: 'POSTPONED', ABSENT: 'NOT_MET' };
const timesOf = (begun: number, minutes: number, { recordedat }: EventMeta): Pick<DeliveryDoc, 'at' | 'recordedAt' | 'writeUp' | 'writeUpMinutes'> => {
  const since = recordedat - (begun + minutes * 60_000);
  return { at: utc(begun), recordedAt: utc(recordedat), writeUp: since <= WRITE_UP_MS ? 'IN_TIME' : 'LATE', writeUpMinutes: Math.max(0, Math.floor(since / 60_000)) };
};

/** The id is the delivery; for a session of a group `<member>/<session>`. */
export const deliveries = projection<DeliveryEvent | GroupFileEvent, DeliveryDoc>({
  name: 'deliveries',
  version: 1,
  indexes: ['district', 'caseid', 'content', 'method', 'worker', 'writeUp', 'voided', 'at'],
  handlers: {
    ServiceDelivered(docs, e, meta) {
      docs.put(parseStream(meta.stream)!.id, {
        district: meta.district, caseid: meta.caseid ?? '', content: e.content, method: e.method, form: e.form, minutes: e.minutes, worker: e.workers[0]!, workers: e.workers, place: e.place, outcome: e.outcome,
        risk: e.risk, of: e.session ?? '', attendance: '', ...timesOf(meta.time, e.minutes, meta), voided: 0,
      });
    },
    DeliveryVoided(docs, _, { stream }) {
      const id = parseStream(stream)!.id;
      const doc = docs.get(id);
      if (doc) docs.put(id, { ...doc, voided: 1 });
    },
    GroupFiled(docs, e, meta) {
      if (e.what !== 'SESSION' || e.session === undefined || e.minutes === undefined || e.attendance === undefined) return;
      const came = e.attendance === 'PRESENT' || e.attendance === 'PART';
      docs.put(`${e.member}/${e.session}`, {
        district: meta.district, caseid: meta.caseid ?? '', content: e.content, method: METHODS[e.kind], form: 'F2F', minutes: came ? e.minutes : 0, worker: e.workers?.[0] ?? '', workers: e.workers ?? [], place: e.place ?? 'OTHER',
        outcome: CAME[e.attendance], risk: 'NOT_SEEN', of: e.group, attendance: e.attendance, ...timesOf(e.at === undefined ? meta.time : Date.parse(e.at), e.minutes, meta), voided: 0,
      });
    },
  },
});
