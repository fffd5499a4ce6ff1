import {
  cancelGroup, enrolMember, evaluateGroup, fileGroupEvent, holdGroupSession, planGroupBody, removeMember,
  type CancelGroup, type EnrolMember, type EvaluateGroup, type FileGroupEvent, type HoldGroupSession, type PlanGroup, type RemoveMember,
} from '@lianxin/contracts';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import { parseEnvelope } from '@lianxin/kernel';
import { commandHandler, step, type Cases, type Happened, type PrepareContext } from '@lianxin/runtime';
import { answerStream, atHand, own, type MaybePrepared } from '../case/at-hand.js';
import { givenWhen, lateOf, sourceOf, type Timed } from '../case/given-when.js';
import { memberReference, type Secrets } from '../case/references.js';
import { said, sealStaffNote } from '../sealing/seal-values.js';
import { groupFileStream, groupStream } from '../streams.js';
import { filingsOf, isFiled, refOf, type Filing } from './filing.js';
import { group, type Group, type GroupCommand } from './group.decider.js';
import { groupFile, type GroupFile } from './group-file.decider.js';

export interface GroupParts extends Secrets { readonly cases: Cases; readonly log: EventLog }
type Planned = Exclude<Group, { phase: 'none' }>;

const answer = answerStream('group');
const answerMember = (events: readonly Happened[]) => {
  const enrolled = events.find((e) => e.type === 'GroupMemberEnrolled');
  return { ...answer(events), ...(enrolled ? { member: (enrolled.data as { readonly member: string }).member } : {}) };
};
const notPlanned = { refusal: { code: 'group/not-planned' } };

export function groupCommands(parts: () => GroupParts) {
  async function planned(context: PrepareContext, id: string): Promise<Planned | undefined> {
    const { state } = await context.stateOf<Group>(group as never, groupStream(context.district, id));
    return state.phase === 'none' ? undefined : state;
  }
  async function on(context: PrepareContext, id: string, command: () => Promise<GroupCommand>, timed: Timed = {}): Promise<MaybePrepared> {
    if (!await planned(context, id)) return notPlanned;
    return { steps: [step(group, groupStream(context.district, id), await command())], processingbasis: 'consent', ...givenWhen(timed) };
  }
  /** The newest stored event of a group: what a case's file can refer to in the same append. */
  const newest = async (context: PrepareContext, stream: string): Promise<StoredEvent | undefined> => (await parts().log.readStream(context.log, stream)).at(-1);
  const file = (context: PrepareContext, { member, ...filing }: Filing, caseid?: string) =>
    step(groupFile, groupFileStream(context.district, member), { type: 'FileInCase', data: { ...filing, member } }, caseid === undefined ? {} : { caseid });

  return {
    planGroup: commandHandler<PlanGroup>({
      name: 'PlanGroup', action: 'coordination.group.plan', body: planGroupBody, district: own, answer,
      async prepare({ title, need, theory, aims, members, budget, risk, publicity, ...codes }, context) {
        const plan = await sealStaffNote(context, 'GroupPlanned', '/plan', said({ title, need, theory, aims, members, budget, risk }));
        return { steps: [step(group, groupStream(context.district, context.newId()), { type: 'PlanGroup', data: { ...codes, publicity: [...publicity], plan } })] };
      },
    }),

    /** The roster and the case's own file in one append. The file refers to the group as it stands. */
    enrolMember: commandHandler<EnrolMember>({
      name: 'EnrolMember', action: 'coordination.group.run', body: enrolMember, district: own, answer: answerMember,
      async prepare({ group: id, dossier, consent }, context) {
        const of = await planned(context, id);
        if (!of) return notPlanned;
        const found = await atHand(parts().cases, context, dossier);
        if (!found.ok) return found;
        if (found.value.facts.accusation) return { refusal: { code: 'group/not-for-accusations', path: '/dossier' } };
        const stream = groupStream(context.district, id);
        const last = await newest(context, stream);
        if (!last) return notPlanned;
        const member = await memberReference(parts(), dossier, stream);
        return {
          steps: [
            step(group, stream, { type: 'EnrolMember', data: { member, consent } }),
            file(context, { what: 'ENROLLED', kind: of.kind, content: of.content, group: stream, member, ref: refOf(last) }, dossier),
          ],
          processingbasis: 'consent',
        };
      },
    }),

    removeMember: commandHandler<RemoveMember>({
      name: 'RemoveMember', action: 'coordination.group.run', body: removeMember, district: own, answer,
      async prepare({ group: id, member, reason }, context) {
        const of = await planned(context, id);
        if (!of) return notPlanned;
        if (!of.members.includes(member)) return { refusal: { code: 'group/not-member', path: '/member' } };
        const { state } = await context.stateOf<GroupFile>(groupFile as never, groupFileStream(context.district, member));
        const found = state.phase === 'open' && state.caseid !== undefined ? await atHand(parts().cases, context, state.caseid) : undefined;
        // Also whoever's case is closed by now leaves; the file of a closed case is not written.
        if (found && !found.ok && found.refusal.code !== 'case/closed') return found;
        const stream = groupStream(context.district, id);
        const last = await newest(context, stream);
        return {
          steps: [
            step(group, stream, { type: 'RemoveMember', data: { member, reason } }),
            ...(found?.ok && last ? [file(context, { what: 'LEFT', kind: of.kind, content: of.content, group: stream, member, ref: refOf(last) })] : []),
          ],
          processingbasis: 'consent',
        };
      },
    }),

    holdGroupSession: commandHandler<HoldGroupSession>({
      name: 'HoldGroupSession', action: 'coordination.group.run', body: holdGroupSession, district: own, answer,
      prepare: (body, context) => on(context, body.group, async () => {
        const note = said({ notes: body.notes, ...sourceOf(body) });
        return {
          type: 'HoldGroupSession',
          data: {
            session: body.session, phase: body.phase, minutes: body.minutes, place: body.place, workers: [...(body.workers ?? [context.actor.id])], attendance: [...body.attendance], guests: body.guests, ...lateOf(body),
            ...(Object.keys(note).length === 0 ? {} : { notes: await sealStaffNote(context, 'GroupSessionHeld', '/notes', note) }),
          },
        };
      }, body),
    }),

    evaluateGroup: commandHandler<EvaluateGroup>({
      name: 'EvaluateGroup', action: 'coordination.group.run', body: evaluateGroup, district: own, answer,
      prepare: ({ group: id, outcome, asked, satisfied, cost, words }, context) => on(context, id, async () => (
        { type: 'EvaluateGroup', data: { outcome, asked, satisfied, ...(cost === undefined ? {} : { cost }), words: await sealStaffNote(context, 'GroupEvaluated', '/words', { text: words }) } })),
    }),

    cancelGroup: commandHandler<CancelGroup>({
      name: 'CancelGroup', action: 'coordination.group.run', body: cancelGroup, district: own, answer,
      prepare: ({ group: id, reason }, context) => on(context, id, () => Promise.resolve({ type: 'CancelGroup', data: { reason } })),
    }),

    /** By the system, after the group's event is in the log: then its position and leaf are known. */
    fileGroupEvent: commandHandler<FileGroupEvent>({
      name: 'FileGroupEvent', action: 'coordination.group.file', body: fileGroupEvent, district: own, answer,
      async prepare({ group: id, position }, context) {
        const stream = groupStream(context.district, id);
        const of = await planned(context, id);
        const [row] = await parts().log.read(context.log, { after: position - 1, limit: 1 });
        if (!of || row?.stream !== stream || !isFiled(row)) return { refusal: { code: 'group/nothing-to-file' } };
        const filings = filingsOf(row, parseEnvelope(row.body), of);
        const steps = await Promise.all(filings.map(async (filing) => {
          const { state } = await context.stateOf<GroupFile>(groupFile as never, groupFileStream(context.district, filing.member));
          const facts = state.phase === 'open' && state.caseid !== undefined ? await parts().cases.facts(state.caseid) : undefined;
          return facts && !facts.closed ? [file(context, filing)] : []; // a closed case takes no entries
        }));
        return { steps: steps.flat(), processingbasis: 'consent' };
      },
    }),
  };
}
