import { fileItems, type FileItemCode, type FollowUpMark } from '@lianxin/contracts';
import { codesIn, serviceWasGiven, type Coded } from '../case-file/coded.js';
import { followUpsDue } from '../follow-up/schedule.js';

/** An event of the case with what completeness needs of its envelope. */
export interface FiledEvent extends Coded { readonly stream: string; /** UTC ms. */ readonly recordedat: number; readonly actorid: string }

export interface FileItemState {
  readonly item: FileItemCode;
  readonly zh: string;
  readonly en: string;
  /** Form of the domain brief §4.2. */
  readonly form: string;
  readonly rule: string;
  readonly present: boolean;
  /** How many of them are missing, where there may be several. */
  readonly open?: number;
}

/** What a file should hold, and what of it is there. */
export interface Completeness {
  readonly complete: boolean;
  readonly items: readonly FileItemState[];
  readonly missing: readonly FileItemCode[];
}

/** Present, missing so many, or not asked of this case. */
type Found = { readonly present: boolean; readonly open?: number } | undefined;
const there = (present: boolean): Found => ({ present });
const allOf = (open: number): Found => ({ present: open === 0, ...(open > 0 ? { open } : {}) });

/** Streams whose last of the named events is not one of those that end it. */
function unended(events: readonly FiledEvent[], begins: string, ends: readonly string[], also: readonly string[] = []): number {
  const streams = new Set(events.filter((e) => e.type === begins).map((e) => e.stream));
  const has = (stream: string, types: readonly string[]): boolean => events.some((e) => e.stream === stream && types.includes(e.type));
  return [...streams].filter((s) => !has(s, ends) || (also.length > 0 && !has(s, also))).length;
}

/** Closed now: closed since it was reopened last. */
function closedAt(events: readonly FiledEvent[]): number | undefined {
  const last = events.findLast((e) => e.type === 'CaseClosed' || e.type === 'CaseReopened');
  return last?.type === 'CaseClosed' ? last.recordedat : undefined;
}

/**
 * Which forms a case's file lacks: a pure reading of its events, by names and closed codes. A case without a service is
 * not asked for a plan or an evaluation; an imported record not for what only a person who is there can give. `now`: UTC ms.
 */
export function completeness(events: readonly FiledEvent[], now: number): Completeness {
  const has = (...types: string[]): boolean => events.some((e) => types.includes(e.type));
  const data = (type: string): unknown => events.find((e) => e.type === type)?.data;
  const contact = data('ContactMade') as { readonly imported?: unknown; readonly anonymous?: boolean } | undefined;
  const imported = contact?.imported !== undefined;
  const served = serviceWasGiven(events);
  const minor = events.some((e) => e.type === 'NeedsRecorded' && codesIn(e.data, 'guardianship').some((c) => c !== 'NONE'));
  const taken = has('CaseTaken');
  const closed = closedAt(events);
  const askedSafety = events.some((e) => e.type === 'SafetyAsked' && !codesIn(e.data, 'answer').includes('NOT_ASKED'));
  const required = events.filter((e) => e.type === 'SupervisionRequired').map((e) => codesIn(e.data, 'item')[0]);
  const takenUp = new Set(events.filter((e) => e.type === 'SupervisionFiled').flatMap((e) => codesIn(e.data, 'items')));
  const recorded = events.filter((e) => e.type === 'FollowUpRecorded' && closed !== undefined && e.recordedat >= closed && !codesIn(e.data, 'outcome').includes('NOT_REACHED')).map((e) => codesIn(e.data, 'mark')[0] as FollowUpMark);

  const found: Readonly<Record<FileItemCode, Found>> = {
    INTAKE: there(has('ContactMade') && has('CaseRegistered')),
    RIGHTS: imported ? undefined : there(has('RightsNoticeAcknowledged')),
    CONSENT: imported ? undefined : there(has('ConsentGiven', 'ConsentRefused')),
    SAFETY: imported ? undefined : there(askedSafety),
    CONFLICT: imported && !taken ? undefined : there(has('ConflictDeclared')),
    NEEDS: served ? there(has('NeedsRecorded')) : undefined,
    GUARDIAN: minor ? there(has('GuardianConsentRecorded')) : undefined,
    ASSESSMENT: served ? there(has('AssessmentCompleted')) : undefined,
    DECISION: has('AssessmentCompleted') || served ? there(has('CaseAccepted', 'CaseDeclined')) : undefined,
    PLAN: served ? there(has('PlanApproved')) : undefined,
    PLAN_ANSWER: served ? there(has('PlanAgreed', 'PlanRefused')) : undefined,
    PROCESS: served ? there(has('ServiceDelivered', 'CounsellingHeld', 'GroupFiled', 'ContactNoted')) : undefined,
    REFERRALS: has('ReferralSent') ? allOf(unended(events, 'ReferralSent', ['ReferralReported', 'ReferralDeclined', 'ReferralWithdrawn', 'ReferralClosed'])) : undefined,
    CRISIS: has('EpisodeOpened') ? allOf(unended(events, 'EpisodeOpened', ['EpisodeClosed'], ['EpisodeDebriefed', 'EpisodeClosed'])) : undefined,
    SUPERVISION: required.length > 0 ? allOf(required.filter((item) => item !== undefined && !takenUp.has(item)).length) : undefined,
    OUTCOME: served ? there(has('OutcomeSignedOff')) : undefined,
    SUMMARY: closed === undefined || !served ? undefined : there((events.findLast((e) => e.type === 'CaseClosed')!.data as { summary?: unknown }).summary !== undefined),
    FOLLOW_UP: closed === undefined || !consentsToFollowUp(events) ? undefined : allOf(followUpsDue(closed, recorded, now).filter((d) => d.overdue).length),
  };
  const items = fileItems.entries.flatMap(({ code, zh, en, form, rule }): FileItemState[] => {
    const f = found[code];
    return f ? [{ item: code, zh, en, form, rule, ...f }] : [];
  });
  const missing = items.filter((i) => !i.present).map((i) => i.item);
  return { complete: missing.length === 0, items, missing };
}

/** The last word on being followed up after closing (PIPL art. 15: consent can be withdrawn). */
export function consentsToFollowUp(events: readonly Coded[]): boolean {
  const last = events.findLast((e) => ['ConsentGiven', 'ConsentRefused', 'ConsentWithdrawn'].includes(e.type) && codesIn(e.data, 'scopes').includes('FOLLOW_UP'));
  return last?.type === 'ConsentGiven';
}
