import type {
  Channel, MatterClock, MatterDocumentKind, MatterEnd, MatterPhase, MatterRoute, OpinionOutcome, OversightTrigger, PetitionerView, Purpose, MatterReviewOutcome,
} from '@lianxin/contracts';

/** A clock that runs, or stands still while a hearing is on. */
export interface OpenClock extends MatterClock { readonly paused?: true; readonly reminded?: readonly number[]; readonly overran?: true }

export interface Oversight { readonly n: number; readonly trigger: OversightTrigger; readonly unit: string; readonly by: string; readonly state: 'proposed' | 'confirmed' | 'dismissed' }

/** A matter on the statutory track. Codes and days only. */
export interface OpenMatter {
  readonly phase: MatterPhase;
  readonly caseid: string | undefined;
  readonly number: string;
  readonly purpose: Purpose;
  readonly channel: Channel;
  /** The unit it was registered with. */
  readonly desk: string;
  /** Exactly one unit answers for it, at every moment. */
  readonly responsible: string;
  /** Who sent it to the present holder; decides on objections. */
  readonly sender?: string | undefined;
  readonly sentTo: readonly string[];
  /** Units that have it; more than one only until jurisdiction is settled. */
  readonly receivers: readonly string[];
  readonly objecting?: string | undefined;
  readonly objected: readonly string[];
  readonly returned: number;
  readonly route?: MatterRoute;
  /** Kinds of the filed documents, by hash. */
  readonly documents: Readonly<Record<string, MatterDocumentKind>>;
  /** Legal day of the step that led here: nothing later lies before it. */
  readonly since: string;
  readonly clocks: readonly OpenClock[];
  /** First day of the hearing that is on. */
  readonly hearing?: string | undefined;
  /** Once for each 60 days. */
  readonly extended: boolean;
  readonly outcome?: OpinionOutcome;
  /** The outcome that was sent back: not given again on the same facts. */
  readonly notAgain?: OpinionOutcome;
  readonly review?: MatterReviewOutcome;
  readonly reviewer?: string;
  readonly finalReviewer?: string;
  /** The window that was open last, for what was posted in time. */
  readonly window?: MatterClock;
  readonly delivered?: { readonly on: string; readonly view: PetitionerView };
  readonly ended?: MatterEnd;
  readonly died?: true;
  readonly successor?: true;
  readonly mediated?: true;
  readonly separated?: true;
  /** An answer known from elsewhere. */
  readonly answered?: true;
  readonly accusedNamed?: true;
  readonly recused: readonly string[];
  readonly oversight: readonly Oversight[];
}

export type Matter = { readonly phase: 'none' } | OpenMatter;

export const clockOf = (s: OpenMatter, id: string): OpenClock | undefined => s.clocks.find((c) => c.id === id);
/** The phases in which nothing of the way is left. */
export const OVER: readonly MatterPhase[] = ['GUIDED_ELSEWHERE', 'DECLINED', 'OTHER_PROCEDURE', 'FINAL', 'CONCLUDED'];
