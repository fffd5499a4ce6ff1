import { CITY, mayDo, mayOpen, nextOnMeeting, type JointMeetingKind, type NextAction } from '@lianxin/contracts';
import { ok, refused, shanghaiDay, type Actor, type Result } from '@lianxin/kernel';
import { onCase, readOpened, type ReadEvent, type ViewReader } from '@lianxin/runtime';
import type { OpenPolicy } from '@lianxin/trust';
import { meetingFileStream, meetingStream } from '../joint-meeting/joint-meeting.commands.js';
import type { JointMeetingDoc } from '../views/joint-meetings.view.js';
import type { ListPage, Paging } from './find-in-lists.query.js';
import { streamOf, type ReadParts } from './read-parts.js';

/** What reading joint meetings needs. */
export interface MeetingReading extends Pick<ReadParts, 'engine' | 'cases'> { readonly jointMeetings: ViewReader<JointMeetingDoc> }

export interface FindMeetings extends Paging { readonly kind?: JointMeetingKind | undefined; readonly phase?: JointMeetingDoc['phase'] | undefined; /** With decisions due before today. */ readonly overdue?: boolean | undefined }
type MeetingRow = Omit<JointMeetingDoc, 'items'> & { readonly id: string; readonly cases: number; readonly overdue: boolean };

/** Meetings, those whose decisions are due first first. No case is shown. */
export async function findMeetings({ engine, jointMeetings }: MeetingReading, { district, kind, phase, overdue, limit, after }: FindMeetings, actor: Actor): Promise<ListPage<MeetingRow>> {
  const at = district ?? (actor.district === CITY ? undefined : actor.district);
  const today = shanghaiDay(engine.parts.clock.now());
  const { items, next } = await jointMeetings.find({
    where: { ...(at === undefined ? {} : { district: at }), ...(kind === undefined ? {} : { kind }), ...(phase === undefined ? {} : { phase }), ...(overdue === true ? { nextDue: { below: today } } : {}) }, orderBy: 'nextDue',
    ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }),
  });
  return { items: items.map(({ id, doc: { items: cases, ...row } }) => ({ ...row, id, cases: cases.length, overdue: row.nextDue < today })), ...(next === undefined ? {} : { next }) };
}

export interface MeetingPage {
  readonly id: string;
  readonly summary: JointMeetingDoc;
  /** Its cases; one that the reader may not know of shows its id in the meeting alone. */
  readonly cases: readonly { readonly item: string; readonly dossier?: string; readonly caseNumber?: string; readonly entries: readonly ReadEvent[] }[];
  readonly entries: readonly ReadEvent[];
  readonly next: readonly NextAction[];
}

/** A meeting with its agenda and minutes; what was decided on a case is read from that case's file, by who may know of the case. */
export async function readMeeting({ engine, cases, jointMeetings }: MeetingReading, id: string, actor: Actor): Promise<Result<MeetingPage>> {
  const doc = await jointMeetings.get(id);
  if (!doc || !mayDo('coordination.meeting.read', actor, { district: doc.district }).ok) return refused('joint-meeting/none');
  const { district, phase, at, units, signed } = doc;
  const files = await Promise.all(doc.items.map(async (item) => {
    const stored = await streamOf(engine, district, meetingFileStream(district, item));
    const found = stored[0]?.caseid === undefined ? undefined : await onCase(cases, stored[0].caseid, actor);
    return found?.ok ? { item, dossier: found.value.caseid, caseNumber: found.value.number, entries: await readOpened(engine.opening, stored, actor, 'coordination.meeting.read') } : { item, entries: [] };
  }));
  const ofDistrict: OpenPolicy = ({ context, compartment, caseid }) => {
    const may = caseid === undefined ? mayOpen(compartment, context.actor, { district }) : refused('access/compartment');
    return may.ok ? undefined : may.refusal;
  };
  const entries = await readOpened(engine.openingUnder(ofDistrict), await streamOf(engine, district, meetingStream(district, id)), actor, 'coordination.meeting.read');
  const seen = { id, phase, at, units, signed, open: doc.decisions.filter((d) => d.result === '').map((d) => d.n) };
  return ok({ id, summary: doc, cases: files, entries, next: nextOnMeeting(seen, actor, district, engine.parts.clock.now()) });
}
