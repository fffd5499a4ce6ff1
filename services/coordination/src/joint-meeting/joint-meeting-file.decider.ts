import { decider, happened, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, jointMeetingFiled } from '@lianxin/contracts';

/** What one case is told of one joint meeting: its stream is the case's, its id the case's within the meeting. */
export type MeetingFileEvent = EventOf<typeof jointMeetingFiled>;
export type MeetingFileCommand = Command<'FileMeeting', DataOf<typeof jointMeetingFiled>>;
export type MeetingFile = { readonly phase: 'none' } | { readonly phase: 'open'; readonly caseid: string | undefined };

/** Filed in the same append as the meeting's own event, whose rules were asked there. */
export const meetingFile = decider<MeetingFileCommand, MeetingFileEvent, MeetingFile>({
  name: 'jointmeetingfile',
  stateVersion: 1,
  initial: { phase: 'none' },
  decide: { FileMeeting: (c) => [happened('JointMeetingFiled', c)] },
  evolve: { JointMeetingFiled: (_, __, { caseid }) => ({ phase: 'open', caseid }) },
});
