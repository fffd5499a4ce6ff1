import { decider, type Command, type Decider } from '@lianxin/kernel';
import type {
  AnswerSource, Channel, DeliveryMethod, DeliverySignature, EventOf, ExecutionState, ExtensionReason, JurisdictionWay, matterHandlingEvents, MatterDeclineReason, MatterDocumentKind, MatterRoute, NoticeWay, OpinionOutcome, OpinionPart,
  OversightDismissal, OversightTrigger, PetitionerView, Purpose, RecusalReason, ReviewDeclineReason, MatterReviewOutcome, Sealed, SeparationWay, UndeliverableReason, UnitKind,
} from '@lianxin/contracts';
import type { Calendar } from '@lianxin/statute';
import { decideDispatch } from './decide-dispatch.js';
import { decideHandling } from './decide-handling.js';
import { decideOversight } from './decide-oversight.js';
import { decideReview } from './decide-review.js';
import { evolveMatter } from './evolve.js';
import type { Matter } from './state.js';
import type { OwnStep, Step } from './steps.js';

/**
 * A matter on the statutory track (信访事项办理): what authorities decided about it, recorded with who decided and by which
 * document; its clocks counted, its oversight proposed. Nothing is decided here. Route first (art. 31), clock second: the
 * 60 days are those of art. 31(6) alone. One stream per matter.
 */
export type MatterEvent = EventOf<(typeof matterHandlingEvents)[number]>;

export type SealedBlobData = Extract<MatterEvent, { type: 'MatterDocumentFiled' }>['data']['file'];
type Nothing = Readonly<Record<string, never>>;

export type MatterCommand =
  | Command<'OpenHandling', { readonly number: string; readonly purpose: Purpose; readonly channel: Channel; readonly received: string; readonly unit: string; readonly imported: boolean }>
  | Command<'ReclassifyHandling', { readonly purpose: Purpose }>
  | Command<'TakeOverAnswer', { readonly unit: UnitKind; readonly on: string; readonly source: AnswerSource }>
  | Command<'FileMatterDocument', { readonly kind: MatterDocumentKind; readonly title?: Sealed; readonly file: SealedBlobData }>
  | Command<'NameAccusedUnits', { readonly units: Sealed }>
  // The way to the unit.
  | Command<'RouteMatter', Step & { readonly route: MatterRoute; readonly eventDay?: string | undefined }>
  | Command<'TransferMatter', Step & { readonly to: readonly string[]; readonly level: 'SAME' | 'LOWER' }>
  | Command<'AssignMatter', Step & { readonly to: string; readonly level: 'SAME' | 'LOWER'; readonly reportBy: string }>
  | Command<'GuideElsewhere', Step & { readonly to: string }>
  | Command<'ReportUp', Step & { readonly to: string }>
  | Command<'ReceiveAtUnit', Step>
  | Command<'GiveNotice', Step & { readonly way: NoticeWay; readonly reason?: UndeliverableReason | undefined }>
  | Command<'RaiseObjection', Step & { readonly rightUnit?: string | undefined; readonly reasons: Sealed }>
  | Command<'DecideObjection', Step & { readonly agreed: boolean }>
  | Command<'DisputeJurisdiction', Step>
  | Command<'SettleJurisdiction', Step & { readonly way: JurisdictionWay; readonly unit: string }>
  | Command<'SeparateLitigation', Step & { readonly way: SeparationWay; readonly to: string; readonly whole: boolean }>
  | Command<'RecuseOfficer', Step & { readonly person: string; readonly reason: RecusalReason }>
  // Handling.
  | Command<'AcceptMatter', Step>
  | Command<'DeclineMatter', Step & { readonly reason: MatterDeclineReason }>
  | Command<'LeaveToProcedure', Step>
  | Command<'ExtendHandling', Step & { readonly days: number; readonly reason: ExtensionReason; readonly told?: { readonly on: string; readonly way: NoticeWay } | undefined }>
  | Command<'OpenHearing', Step>
  | Command<'CloseHearing', Step>
  | Command<'IssueOpinion', Step & { readonly outcome: OpinionOutcome; readonly parts: readonly OpinionPart[]; readonly sameFacts?: boolean | undefined; readonly text: Sealed }>
  | Command<'DeliverOpinion', Step & { readonly method: DeliveryMethod; readonly signature: DeliverySignature; readonly view: PetitionerView }>
  | Command<'ReportResult', Step>
  | Command<'RecordSettlement', Step & { readonly whole: boolean }>
  | Command<'RecordExecution', Step & { readonly state: ExecutionState }>
  // Review, and what the petitioner does.
  | Command<'RequestReview', OwnStep & { readonly to: string; readonly posted?: string | undefined }>
  | Command<'RefuseReview', Step & { readonly reason: ReviewDeclineReason }>
  | Command<'IssueReviewOpinion', Step & { readonly outcome: MatterReviewOutcome; readonly text: Sealed }>
  | Command<'EndMatter', OwnStep & { readonly because: 'WITHDRAWN' | 'NO_SUCCESSOR' }>
  | Command<'RecordDeath', OwnStep>
  | Command<'NameSuccessor', OwnStep>
  | Command<'RefuseResubmission', Step & { readonly sameFacts: boolean }>
  // Clocks and oversight.
  | Command<'RemindOfClock', { readonly clock: string; readonly percent: number }>
  | Command<'MarkOverdue', { readonly clock: string }>
  | Command<'LapseWindow', { readonly clock: string }>
  | Command<'RecalculateDeadlines', Nothing>
  | Command<'ProposeOversight', { readonly trigger: OversightTrigger; readonly unit?: string | undefined; readonly words?: Sealed | undefined }>
  | Command<'ConfirmOversight', Step & { readonly n: number }>
  | Command<'DismissOversight', { readonly n: number; readonly reason: OversightDismissal }>
  | Command<'NoteRepeat', { readonly on: string }>
  | Command<'MoveHandling', { readonly on: string }>;

/** Data that the rules need besides: the calendar in force, and of an accusation that none of the units named is the accused. */
export interface MatterFacts { readonly calendar: Calendar; readonly notAccused?: boolean }

type Decide = Decider<MatterCommand, MatterEvent, Matter, MatterFacts>['decide'];
/** A part of the rules. */
export type Part<K extends keyof Decide> = Pick<Decide, K>;

export const matterHandling = decider<MatterCommand, MatterEvent, Matter, MatterFacts>({
  name: 'matterhandling',
  stateVersion: 1,
  initial: { phase: 'none' },
  decide: { ...decideDispatch, ...decideHandling, ...decideReview, ...decideOversight },
  evolve: evolveMatter,
});
