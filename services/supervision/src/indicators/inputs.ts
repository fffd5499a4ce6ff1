import type { PetitionStatus } from '@lianxin/contracts';
import type { Find, ViewReader, Where } from '@lianxin/runtime';
import type { InRange, SupervisionPorts } from '../ports.js';
import type { OutcomeDoc, SatisfactionDoc } from '../views/outcomes.view.js';
import type { CheckDoc, FeedbackDoc } from '../views/quality.view.js';
import type { RequiredDoc, SessionDoc } from '../views/sessions.view.js';
import type { StaffDoc } from '../views/staff.view.js';
import { nextMonth, startOfMonth } from './days.js';
import type { AsOf, Row } from './measures.js';
import { checkItemRows, checkRows, closureRows, deliveryRows, episodeRows, feedbackRows, matterRows, outcomeRows, planRows, ratingRows, referralRows, requiredRows, staffMonthRows, type WithId } from './rows.js';

export interface IndicatorParts {
  readonly ports: Pick<SupervisionPorts, 'mattersReceived' | 'casesClosed' | 'episodesOpened' | 'servicesDelivered' | 'referralsSent' | 'casesToPlan'>;
  readonly outcomes: ViewReader<OutcomeDoc>;
  readonly satisfactions: ViewReader<SatisfactionDoc>;
  readonly staffList: ViewReader<StaffDoc>;
  readonly sessions: ViewReader<SessionDoc>;
  readonly required: ViewReader<RequiredDoc>;
  readonly checks: ViewReader<CheckDoc>;
  readonly feedbacks: ViewReader<FeedbackDoc>;
}

/** Whole months, both ends included, in one district or in all. */
export interface Scope { readonly district?: string | undefined; readonly months: readonly string[] }

/** What may be counted, by name. */
export type InputName = 'matters' | 'closures' | 'ratings' | 'outcomes' | 'staffMonths' | 'required' | 'checks' | 'checkItems' | 'feedback' | 'episodes' | 'deliveries' | 'referrals' | 'plans';

const PAGE = 500;
/** All documents of a query. Between pages others get their turn: a year of a city is many pages. */
export async function all<D extends Record<string, unknown>>(view: ViewReader<D>, find: Find): Promise<readonly WithId<D>[]> {
  const found: WithId<D>[] = [];
  for (let after: string | undefined; ;) {
    const page = await view.find({ ...find, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { id, doc } of page.items) found.push({ ...doc, id });
    if (page.next === undefined) return found;
    after = page.next;
    await new Promise((resolve) => { setImmediate(resolve); });
  }
}

const rangeOf = ({ district, months }: Scope): InRange => ({ district, from: startOfMonth(months[0]!), below: startOfMonth(nextMonth(months.at(-1)!)) });
const END_OF_TIME = '9999-12-31T00:00:00.000Z';

/** The rows of one input in the scope; undefined when nobody in this installation keeps it. */
export async function rowsOf(parts: IndicatorParts, input: InputName, scope: Scope, at: AsOf): Promise<readonly Row[] | undefined> {
  const range = rangeOf(scope);
  const where = (index: string): Where => ({ ...(scope.district === undefined ? {} : { district: scope.district }), [index]: { from: range.from, below: range.below } });
  const ofDistrict: Where = scope.district === undefined ? {} : { district: scope.district };
  const { ports } = parts;
  switch (input) {
    case 'matters': {
      if (!ports.mattersReceived) return undefined;
      // Also those after the range: they tell what was raised again.
      const later = await ports.mattersReceived({ ...range, below: END_OF_TIME });
      const petitions = new Map<string, PetitionStatus>((await all(parts.outcomes, { where: { ...ofDistrict, phase: 'signed-off' } })).map((o) => [o.id, o.petition]));
      return matterRows(later.filter((m) => m.receivedAt < range.below), later, petitions);
    }
    case 'closures': {
      if (!ports.casesClosed || !ports.mattersReceived) return undefined;
      return closureRows(await ports.casesClosed(range), await ports.mattersReceived({ ...range, below: END_OF_TIME }));
    }
    case 'episodes': return ports.episodesOpened && episodeRows(await ports.episodesOpened(range));
    case 'deliveries': return ports.servicesDelivered && deliveryRows(await ports.servicesDelivered(range));
    case 'referrals': return ports.referralsSent && referralRows(await ports.referralsSent(range));
    case 'plans': return ports.casesToPlan && planRows(await ports.casesToPlan(range));
    case 'ratings': return ratingRows(await all(parts.satisfactions, { where: where('askedAt') }), at);
    case 'outcomes': return outcomeRows(await all(parts.outcomes, { where: where('signedOffAt') }));
    case 'staffMonths': return staffMonthRows(await all(parts.staffList, { where: ofDistrict }), await all(parts.sessions, { where: where('heldAt') }), scope.months, at);
    case 'required': return requiredRows(await all(parts.required, { where: where('requiredAt') }));
    case 'checks': return checkRows(await all(parts.checks, { where: where('checkedAt') }));
    case 'checkItems': return checkItemRows(await all(parts.checks, { where: where('checkedAt') }));
    case 'feedback': return feedbackRows(await all(parts.feedbacks, { where: where('receivedAt') }));
  }
}
