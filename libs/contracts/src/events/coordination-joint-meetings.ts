import { z } from 'zod';
import { consentForms, sourceDocuments } from '../code-lists/contact.js';
import { jointMeetingKinds, meetingAttendances, meetingCancels, meetingDecisionResults, meetingFilings } from '../code-lists/coordination-joint-meetings.js';
import { storedTime, streamOf, uuid } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { unitCode } from './coordination-referral.js';
import { defineEvent } from './define.js';

const about = (zh: string, en: string) => ({ service: 'coordination', version: 1, zh, en }) as const;
const day = z.iso.date();
/** A case within one meeting: an id that has meaning there alone, and is the id of that case's own file of the meeting. */
const item = uuid;
const n = z.int().min(1).max(50);
/** Whose it is and until when. What is to be done is said, sealed, in the minutes; of a case, in that case's file. */
const decision = { n, owner: unitCode, due: day } as const;

/** The meeting belongs to no case and names none (design §3); `plan` seals title, place and agenda. */
export const jointMeetingCalled = defineEvent('JointMeetingCalled', {
  ...about('召集会议', 'Joint meeting called'),
  data: z.strictObject({ kind: jointMeetingKinds.schema, at: storedTime, chair: unitCode, units: z.array(unitCode).min(2).max(20), items: z.array(item).max(20), plan: sealedIn('staffnote') }),
});
/** `minutes` seals what was said in general and what is to be done where no case is concerned. */
export const jointMeetingHeld = defineEvent('JointMeetingHeld', {
  ...about('召开会议', 'Joint meeting held'),
  data: z.strictObject({ attendance: z.array(z.strictObject({ unit: unitCode, code: meetingAttendances.schema })).min(2).max(20), decisions: z.array(z.strictObject({ ...decision, item: item.optional() })).max(50), minutes: sealedIn('staffnote') }),
});
/** A unit signed the minutes; `evidence` shows it. */
export const jointMeetingSigned = defineEvent('JointMeetingSigned', { ...about('签认纪要', 'Minutes signed'), data: z.strictObject({ unit: unitCode, evidence: sourceDocuments.schema }) });
export const jointMeetingDecisionPostponed = defineEvent('JointMeetingDecisionPostponed', { ...about('议定事项延期', 'Decision postponed'), data: z.strictObject({ n, due: day }) });
export const jointMeetingDecisionSettled = defineEvent('JointMeetingDecisionSettled', { ...about('议定事项落实', 'Decision settled'), data: z.strictObject({ n, result: meetingDecisionResults.schema }) });
export const jointMeetingCancelled = defineEvent('JointMeetingCancelled', { ...about('取消会议', 'Joint meeting cancelled'), data: z.strictObject({ because: meetingCancels.schema }) });

/** What one case is told of the meeting, in a stream of the case. `consent`: how the petitioner agreed that these units talk about it. */
export const jointMeetingFiled = defineEvent('JointMeetingFiled', {
  ...about('会议入卷', 'Joint meeting filed'),
  data: z.strictObject({
    what: meetingFilings.schema, meeting: streamOf('jointmeeting'), kind: jointMeetingKinds.schema, at: storedTime, units: z.array(unitCode).max(20), consent: consentForms.schema.optional(),
    decisions: z.array(z.strictObject({ ...decision, words: sealedIn('narrative', 'minor') })).max(50).optional(), n: n.optional(), result: meetingDecisionResults.schema.optional(),
  }),
});

export const jointMeetingEvents = [jointMeetingCalled, jointMeetingHeld, jointMeetingSigned, jointMeetingDecisionPostponed, jointMeetingDecisionSettled, jointMeetingCancelled, jointMeetingFiled] as const;
