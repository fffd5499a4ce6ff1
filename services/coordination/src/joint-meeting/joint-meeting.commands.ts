import {
  callJointMeetingBody, cancelJointMeeting, holdJointMeeting, postponeMeetingDecision, settleMeetingDecision, signJointMeeting,
  type CallJointMeeting, type CancelJointMeeting, type DataOf, type HoldJointMeeting, type jointMeetingFiled, type PostponeMeetingDecision, type SettleMeetingDecision, type SignJointMeeting,
} from '@lianxin/contracts';
import { streamName, utc } from '@lianxin/kernel';
import { commandHandler, step, type PrepareContext, type Step } from '@lianxin/runtime';
import { answerStream, atHand, own, type MaybePrepared } from '../case/at-hand.js';
import { memberReference } from '../case/references.js';
import type { ReferralParts } from '../referral/referral.commands.js';
import { sealStaffNote, sealText } from '../sealing/seal-values.js';
import { jointMeeting, type CalledMeeting, type Meeting, type MeetingCommand } from './joint-meeting.decider.js';
import { meetingFile, type MeetingFile } from './joint-meeting-file.decider.js';

export const meetingStream = (district: string, id: string): string => streamName('jointmeeting', district, id);
export const meetingFileStream = (district: string, item: string): string => streamName('jointmeetingfile', district, item);
const answer = answerStream('jointmeeting');
const noMeeting = { refusal: { code: 'joint-meeting/none' } };
type Filing = DataOf<typeof jointMeetingFiled>;

/** Commands on joint meetings. What concerns a case is filed there in the same append. */
export function jointMeetingCommandsOn(parts: () => ReferralParts) {
  async function called(context: PrepareContext, id: string): Promise<CalledMeeting | undefined> {
    const { state } = await context.stateOf<Meeting>(jointMeeting as never, meetingStream(context.district, id));
    return state.phase === 'none' ? undefined : state;
  }
  const file = (context: PrepareContext, item: string, data: Filing, caseid?: string): Step =>
    step(meetingFile, meetingFileStream(context.district, item), { type: 'FileMeeting', data }, caseid === undefined ? {} : { caseid });
  const caseOf = async (context: PrepareContext, item: string): Promise<string | undefined> => {
    const { state } = await context.stateOf<MeetingFile>(meetingFile as never, meetingFileStream(context.district, item));
    return state.phase === 'open' ? state.caseid : undefined;
  };
  async function on(context: PrepareContext, id: string, then: (s: CalledMeeting) => Promise<{ command: MeetingCommand; files?: readonly Step[] } | { refusal: { code: string; path?: string } }>): Promise<MaybePrepared> {
    const s = await called(context, id);
    if (!s) return noMeeting;
    const made = await then(s);
    if ('refusal' in made) return made;
    return { steps: [step(jointMeeting, meetingStream(context.district, id), made.command), ...made.files ?? []], processingbasis: 'consent' };
  }
  const told = (context: PrepareContext, id: string, { kind, at, units }: Pick<CalledMeeting, 'kind' | 'at' | 'units'>) => ({ meeting: meetingStream(context.district, id), kind, at, units: [...units] });

  return {
    callJointMeeting: commandHandler<CallJointMeeting>({
      name: 'CallJointMeeting', action: 'coordination.meeting.call', body: callJointMeetingBody, district: own, answer,
      async prepare({ kind, at, title, place, agenda, chair, units, cases }, context) {
        const id = context.newId();
        const about = { kind, at: utc(Date.parse(at)), units };
        const items: string[] = [];
        const files: Step[] = [];
        for (const { dossier, consent } of cases) {
          const found = await atHand(parts().cases, context, dossier);
          if (!found.ok) return found;
          if (found.value.facts.accusation) return { refusal: { code: 'joint-meeting/not-for-accusations', path: '/cases' } };
          const item = await memberReference(parts(), dossier, id);
          items.push(item);
          files.push(file(context, item, { what: 'CALLED', ...told(context, id, about), consent }, dossier));
        }
        const listed: string[] = [];
        for (const unit of units) if (await parts().entry(unit)) listed.push(unit);
        const plan = await sealStaffNote(context, 'JointMeetingCalled', '/plan', { title, place, agenda });
        return { steps: [step(jointMeeting, meetingStream(context.district, id), { type: 'CallMeeting', data: { ...about, chair, items, plan } }, { facts: { listed } }), ...files], processingbasis: 'consent' };
      },
    }),

    holdJointMeeting: commandHandler<HoldJointMeeting>({
      name: 'HoldJointMeeting', action: 'coordination.meeting.run', body: holdJointMeeting, district: own, answer,
      prepare: ({ meeting, attendance, minutes, decisions }, context) => on(context, meeting, async (s) => {
        const numbered = await Promise.all(decisions.map(async ({ dossier, ...d }, i) => ({ ...d, n: i + 1, ...(dossier === undefined ? {} : { item: await memberReference(parts(), dossier, meeting) }) })));
        const files: Step[] = [];
        for (const item of s.items) {
          const caseid = await caseOf(context, item);
          const found = caseid === undefined ? undefined : await atHand(parts().cases, context, caseid);
          // A case that was closed or went elsewhere meanwhile is told nothing more.
          if (!found?.ok) { if (found && numbered.some((d) => d.item === item)) return found; continue; }
          const its = numbered.filter((d) => d.item === item);
          files.push(file(context, item, {
            what: 'HELD', ...told(context, meeting, s),
            decisions: await Promise.all(its.map(async ({ n, owner, due, words }, i) => ({ n, owner, due, words: await sealText(context, found.value.belongs, 'narrative', 'JointMeetingFiled', `/decisions/${i}/words`, words) }))),
          }));
        }
        const general = numbered.filter((d) => d.item === undefined).map(({ n, words }) => ({ n, words }));
        const data = {
          attendance, decisions: numbered.map(({ n, owner, due, item }) => ({ n, owner, due, ...(item === undefined ? {} : { item }) })), minutes: await sealStaffNote(context, 'JointMeetingHeld', '/minutes', { minutes, decisions: general }),
        };
        return { command: { type: 'HoldMeeting', data }, files };
      }),
    }),

    signJointMeeting: commandHandler<SignJointMeeting>({
      name: 'SignJointMeeting', action: 'coordination.meeting.run', body: signJointMeeting, district: own, answer,
      prepare: ({ meeting, unit, evidence }, context) => on(context, meeting, () => Promise.resolve({ command: { type: 'SignMeeting', data: { unit, evidence } } })),
    }),

    settleMeetingDecision: commandHandler<SettleMeetingDecision>({
      name: 'SettleMeetingDecision', action: 'coordination.meeting.run', body: settleMeetingDecision, district: own, answer,
      prepare: ({ meeting, n, result }, context) => on(context, meeting, async (s) => {
        const item = s.decisions.find((d) => d.n === n)?.item;
        const caseid = item === undefined ? undefined : await caseOf(context, item);
        return { command: { type: 'SettleDecision', data: { n, result } }, files: item === undefined || caseid === undefined ? [] : [file(context, item, { what: 'SETTLED', ...told(context, meeting, s), n, result })] };
      }),
    }),

    postponeMeetingDecision: commandHandler<PostponeMeetingDecision>({
      name: 'PostponeMeetingDecision', action: 'coordination.meeting.run', body: postponeMeetingDecision, district: own, answer,
      prepare: ({ meeting, n, due }, context) => on(context, meeting, () => Promise.resolve({ command: { type: 'PostponeDecision', data: { n, due } } })),
    }),

    cancelJointMeeting: commandHandler<CancelJointMeeting>({
      name: 'CancelJointMeeting', action: 'coordination.meeting.call', body: cancelJointMeeting, district: own, answer,
      prepare: ({ meeting, because }, context) => on(context, meeting, (s) => Promise.resolve({ command: { type: 'CancelMeeting', data: { because } }, files: s.items.map((item) => file(context, item, { what: 'CANCELLED', ...told(context, meeting, s) })) })),
    }),
  };
}
