import { shanghaiDay } from '@lianxin/kernel';
import type { CheckResult, FileCheckItem, PetitionStatus, SatisfactionState, SatisfactionTarget, SatisfactionValue, ScaleChange, SupervisionTrigger } from '@lianxin/contracts';
import type { CaseListed, DeliveryListed, EpisodeListed, MatterListed, PlanListed, ReferralListed } from '../ports.js';
import type { OutcomeDoc, SatisfactionDoc } from '../views/outcomes.view.js';
import type { CheckDoc, FeedbackDoc } from '../views/quality.view.js';
import type { RequiredDoc, SessionDoc } from '../views/sessions.view.js';
import type { StaffDoc } from '../views/staff.view.js';
import { addMonths, daysBetween, startOfMonth } from './days.js';
import { monthOf, type AsOf, type Row } from './measures.js';

/** Pure: what is known, as rows that indicators count. */

export type WithId<D> = D & { readonly id: string };

export interface MatterRow extends Row {
  readonly receivedAt: string;
  /** UTC; absent while unanswered. */
  readonly firstAnswerAt?: string;
  /** Calendar days to the first answer; absent while there is none. */
  readonly days?: number;
  readonly isRepeat: boolean;
  /** When the same matter was first raised again, if it was (UTC). */
  readonly repeatedAt?: string;
  readonly backlog: boolean;
  /** How the petition stands by the signed-off evaluation of its case. */
  readonly petition?: PetitionStatus;
}

const earliest = (times: readonly string[]): string | undefined => times.toSorted()[0];
const firstAnswer = (m: MatterListed) => m.answers.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];

/** When each matter was raised again, by the links of later ones. */
function repeatedAt(all: readonly MatterListed[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const later of all) {
    for (const { matter } of later.repeats) {
      const known = found.get(matter);
      if (known === undefined || later.receivedAt < known) found.set(matter, later.receivedAt);
    }
  }
  return found;
}

/** `later`: all matters from the range on, so that what was raised again afterwards is known. A matter's unit is the kind of body that answered first. */
export function matterRows(inRange: readonly MatterListed[], later: readonly MatterListed[], petitions: ReadonlyMap<string, PetitionStatus>): readonly MatterRow[] {
  const again = repeatedAt(later);
  return inRange.map((m): MatterRow => {
    const answer = firstAnswer(m);
    const repeated = again.get(m.id);
    const petition = petitions.get(m.caseid);
    return {
      kind: 'matter', id: m.id, caseid: m.caseid, district: m.district, at: m.receivedAt, unit: answer?.unit ?? '', receivedAt: m.receivedAt, isRepeat: m.isRepeat, backlog: m.flags.includes('BACKLOG'),
      ...(answer ? { firstAnswerAt: answer.at, days: daysBetween(m.receivedAt, answer.at) } : {}), ...(repeated === undefined ? {} : { repeatedAt: repeated }), ...(petition === undefined ? {} : { petition }),
    };
  });
}

export interface ClosureRow extends Row { readonly closedAt: string; /** When a matter of this case was raised again after its closing (UTC). */ readonly repeatedAt?: string }
export function closureRows(closed: readonly CaseListed[], later: readonly MatterListed[]): readonly ClosureRow[] {
  const repeats = new Map<string, string[]>();
  for (const m of later) for (const { case: of } of m.repeats) repeats.set(of, [...repeats.get(of) ?? [], m.receivedAt]);
  return closed.flatMap((c): ClosureRow[] => {
    if (c.closedAt === undefined) return [];
    const { closedAt } = c;
    const again = earliest((repeats.get(c.caseid) ?? []).filter((at) => at > closedAt));
    return [{ kind: 'case', id: c.caseid, caseid: c.caseid, district: c.district, at: closedAt, unit: '', closedAt, ...(again === undefined ? {} : { repeatedAt: again }) }];
  });
}

export interface RatingRow extends Row { readonly target: SatisfactionTarget; readonly state: SatisfactionState; readonly value?: SatisfactionValue }
/** State 3 is 0 after its day. */
export const ratingState = ({ state, due }: Pick<SatisfactionDoc, 'state' | 'due'>, day: string): SatisfactionState => (state === 'given' ? '2' : state === 'declined' ? '1' : due < day ? '3' : '0');
export const ratingRows = (docs: readonly WithId<SatisfactionDoc>[], { day }: AsOf): readonly RatingRow[] => docs.map((d) => ({
  kind: 'rating', id: d.id, caseid: d.caseid, district: d.district, at: d.askedAt, unit: d.org, target: d.target, state: ratingState(d, day), ...(d.value === '' ? {} : { value: d.value }),
}));

export interface OutcomeRow extends Row { /** -1 without goals. */ readonly attained: number; readonly phq9?: ScaleChange }
/** Signed-off evaluations only, in the month of signing off. */
export const outcomeRows = (docs: readonly WithId<OutcomeDoc>[]): readonly OutcomeRow[] => docs.filter((d) => d.phase === 'signed-off').map((d): OutcomeRow => {
  const phq9 = d.scales.find((s) => s.scale === 'PHQ9')?.change;
  return { kind: 'outcome', id: d.id, caseid: d.id, district: d.district, at: d.signedOffAt, unit: d.org, attained: d.attained, ...(phq9 === undefined ? {} : { phq9 }) };
});

export interface StaffMonthRow extends Row { readonly minutes: number; /** In the first year in post. */ readonly isNew: boolean }
/** One row per worker in post and month that has begun, with the minutes of supervision received in it. */
export function staffMonthRows(staff: readonly StaffDoc[], sessions: readonly SessionDoc[], months: readonly string[], { day }: AsOf): readonly StaffMonthRow[] {
  const minutes = new Map<string, number>();
  for (const s of sessions) {
    for (const worker of s.workers) {
      const key = `${s.district}/${worker}/${monthOf(s.heldAt)}`;
      minutes.set(key, (minutes.get(key) ?? 0) + s.minutes);
    }
  }
  return staff.filter((s) => s.role === 'worker').flatMap((s) => months
    .filter((month) => month <= day.slice(0, 7) && s.since.slice(0, 7) <= month && (s.leftAt === '' || s.leftAt.slice(0, 7) >= month))
    .map((month): StaffMonthRow => ({
      kind: 'staff', id: `${s.staff}/${month}`, district: s.district, at: startOfMonth(month), unit: s.org, minutes: minutes.get(`${s.district}/${s.staff}/${month}`) ?? 0,
      isNew: `${month}-01` < addMonths(s.since, 12),
    })));
}

export interface RequiredRow extends Row { readonly trigger: SupervisionTrigger; readonly due: string; readonly takenUpAt?: string }
/** What moved to another district with its case counts there. */
export const requiredRows = (docs: readonly WithId<RequiredDoc>[]): readonly RequiredRow[] => docs.filter((d) => d.movedTo === '').map((d) => ({
  kind: 'required', id: d.id, caseid: d.caseid, district: d.district, at: d.requiredAt, unit: '', trigger: d.trigger, due: d.due, ...(d.takenUpAt === '' ? {} : { takenUpAt: d.takenUpAt }),
}));

export interface CheckRow extends Row {
  readonly nonConformities: number;
  /** Of a file with non-conformities: until when it was to be mended, and when that was verified. */
  readonly due?: string;
  readonly verifiedOn?: string;
}
export const checkRows = (docs: readonly WithId<CheckDoc>[]): readonly CheckRow[] => docs.filter((d) => d.checkedAt !== '').map((d) => ({
  kind: 'check', id: d.id, caseid: d.caseid, district: d.district, at: d.checkedAt, unit: '', nonConformities: d.nonConformities,
  ...(d.owner === '' ? {} : { due: d.due }), ...(d.verifiedAt === '' ? {} : { verifiedOn: shanghaiDay(Date.parse(d.verifiedAt)) }),
}));
export interface CheckItemRow extends Row { readonly item: FileCheckItem; readonly result: CheckResult }
export const checkItemRows = (docs: readonly WithId<CheckDoc>[]): readonly CheckItemRow[] => docs.filter((d) => d.checkedAt !== '').flatMap((d) => d.results.map((r): CheckItemRow => ({
  kind: 'check', id: `${d.id}/${r.item}`, caseid: d.caseid, district: d.district, at: d.checkedAt, unit: '', item: r.item, result: r.result,
})));

export interface FeedbackRow extends Row { readonly due: string; readonly answeredOn?: string }
export const feedbackRows = (docs: readonly WithId<FeedbackDoc>[]): readonly FeedbackRow[] => docs.map((d) => ({
  kind: 'feedback', id: d.id, ...(d.caseid === '' ? {} : { caseid: d.caseid }), district: d.district, at: d.receivedAt, unit: '', due: d.due, ...(d.answeredAt === '' ? {} : { answeredOn: shanghaiDay(Date.parse(d.answeredAt)) }),
}));

export interface EpisodeRow extends Row { readonly level: string; /** Minutes to the first response; absent while there is none. */ readonly minutes?: number; readonly openedAt: string }
export const episodeRows = (listed: readonly EpisodeListed[]): readonly EpisodeRow[] => listed.map((e) => ({
  kind: 'episode', id: e.id, caseid: e.caseid, district: e.district, at: e.openedAt, unit: '', level: e.level, openedAt: e.openedAt,
  ...(e.respondedAt === undefined ? {} : { minutes: (Date.parse(e.respondedAt) - Date.parse(e.openedAt)) / 60_000 }),
}));

export interface DeliveryRow extends Row { readonly writtenInTime: boolean }
export const deliveryRows = (listed: readonly DeliveryListed[]): readonly DeliveryRow[] =>
  listed.map(({ id, caseid, district, at, writtenInTime }) => ({ kind: 'delivery', id, caseid, district, at, unit: '', writtenInTime }));

export interface ReferralRow extends Row { readonly replyBy: string; /** Legal day of the report. */ readonly reportedOn?: string }
/** Those that were withdrawn are nobody's to answer. */
export const referralRows = (listed: readonly ReferralListed[]): readonly ReferralRow[] => listed.filter((r) => !r.withdrawn).map((r) => ({
  kind: 'referral', id: r.id, caseid: r.caseid, district: r.district, at: r.sentAt, unit: r.unit, replyBy: r.replyBy, ...(r.reportedAt === undefined ? {} : { reportedOn: shanghaiDay(Date.parse(r.reportedAt)) }),
}));

export interface PlanRow extends Row { readonly due: string; /** Legal day of the first draft. */ readonly plannedOn?: string }
export const planRows = (listed: readonly PlanListed[]): readonly PlanRow[] => listed.map(({ caseid, district, acceptedAt, due, plannedOn }) => ({
  kind: 'case', id: caseid, caseid, district, at: acceptedAt, unit: '', due, ...(plannedOn === undefined ? {} : { plannedOn }),
}));
