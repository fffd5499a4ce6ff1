import { followUpMarks, type District, type EventOf, type FollowUpMark, type caseClosed, type caseReopened, type consentGiven, type consentRefused, type consentWithdrawn, type followUpRecorded } from '@lianxin/contracts';
import { cancelTimer, issue, replaceTimer, saga, sagaId, shanghaiDay, startOfShanghaiDay, type Command, type Effect, type SagaMeta } from '@lianxin/kernel';
import { monthsAfter } from '../follow-up/schedule.js';

type Input = EventOf<typeof caseClosed> | EventOf<typeof caseReopened> | EventOf<typeof followUpRecorded> | EventOf<typeof consentGiven> | EventOf<typeof consentRefused> | EventOf<typeof consentWithdrawn>;
type Does =
  | Command<'RaiseEscalation', { readonly process: 'FOLLOW_UP'; readonly reason: 'FOLLOW_UP_MISSED'; readonly cause: string; readonly dossier: string; readonly district: District }>
  | Command<'ResolveEscalation', { readonly escalation: string; readonly outcome: 'DONE' | 'NOT_NEEDED'; readonly district: District }>;
type Effects = readonly Effect<Does, 'due'>[];

interface Following {
  readonly caseid: string;
  readonly district: District;
  /** The last closing, UTC ms. */
  readonly closedAt: number;
  readonly closed: boolean;
  readonly consented: boolean;
  /** Marks that stand on the worker's list. */
  readonly listed: readonly FollowUpMark[];
}

const ofCase = (_: unknown, { caseid }: SagaMeta): string | undefined => caseid;
const marks = followUpMarks.entries.flatMap(({ code, months }) => (months === undefined ? [] : [{ mark: code, months }]));
const about = ({ scopes }: { readonly scopes: readonly string[] }): boolean => scopes.includes('FOLLOW_UP');
const causeOf = ({ caseid, closedAt }: Following, mark: FollowUpMark): string => sagaId('follow-up', `${caseid} ${closedAt} ${mark}`);
const resolve = (s: Following, mark: FollowUpMark, outcome: 'DONE' | 'NOT_NEEDED') =>
  issue('ResolveEscalation', { escalation: sagaId('escalation', `FOLLOW_UP_MISSED ${causeOf(s, mark)}`), outcome, district: s.district }, { to: 'supervision', key: mark });
const stop: Effects = marks.map(({ mark }) => cancelTimer('due', { key: mark }));
/** Nobody asks any more: the case is open again, or the petitioner does not want it. */
const end = (s: Following): Effects => [...stop, ...s.listed.map((mark) => resolve(s, mark, 'NOT_NEEDED'))];

/**
 * 1, 3 and 6 months after closing the follow-up comes on the worker's list, on its day, where the petitioner agreed to it;
 * not taken up, it climbs the district's ladder. Recorded, it leaves the list; a case opened again is followed up anew
 * after its next closing.
 */
export const whenCaseIsClosedThenFollowUp = saga<Input, Following, Does, 'due', 'following' | 'quiet'>({
  name: 'when-case-is-closed-then-follow-up',
  version: 1,
  steps: { following: { zh: '结案后跟踪', en: 'followed up after closing' }, quiet: { zh: '不跟踪', en: 'not followed up' } },
  step: ({ closed, consented }) => (closed && consented ? 'following' : 'quiet'),
  startsOn: ['ConsentGiven', 'CaseClosed'],
  correlate: { CaseClosed: ofCase, CaseReopened: ofCase, FollowUpRecorded: ofCase, ConsentGiven: ofCase, ConsentRefused: ofCase, ConsentWithdrawn: ofCase },
  initial: { caseid: '', district: '440100', closedAt: 0, closed: false, consented: false, listed: [] },
  evolve: {
    CaseClosed: (s, _, { caseid, district, time }) => ({ ...s, caseid: caseid ?? '', district: district as District, closedAt: time, closed: true, listed: [] }),
    CaseReopened: (s) => ({ ...s, closed: false }),
    FollowUpRecorded: (s) => s,
    ConsentGiven: (s, e) => ({ ...s, consented: s.consented || about(e) }),
    ConsentRefused: (s, e) => ({ ...s, consented: s.consented && !about(e) }),
    ConsentWithdrawn: (s, e) => ({ ...s, consented: s.consented && !about(e) }),
    timer: (s, { key }) => (s.consented ? { ...s, listed: [...s.listed, key as FollowUpMark] } : s),
  },
  react: {
    CaseClosed: (_, __, { time }) => marks.map(({ mark, months }) => {
      const legal = monthsAfter(shanghaiDay(time), months);
      return replaceTimer('due', { fireAt: startOfShanghaiDay(legal), rule: `FOLLOW_UP.${mark}`, strict: legal, explanation: `P${months}M` }, { key: mark });
    }),
    CaseReopened: end,
    FollowUpRecorded: (s, { mark, outcome }) => (mark === 'EXTRA' || outcome === 'NOT_REACHED' ? [] : [cancelTimer('due', { key: mark }), ...(s.listed.includes(mark) ? [resolve(s, mark, 'DONE')] : [])]),
    ConsentGiven: () => [],
    ConsentRefused: (s) => (s.consented ? [] : end(s)),
    ConsentWithdrawn: (s) => (s.consented ? [] : end(s)),
    timer: { due: (s, { key }) => (s.consented ? [issue('RaiseEscalation', { process: 'FOLLOW_UP', reason: 'FOLLOW_UP_MISSED', cause: causeOf(s, key as FollowUpMark), dossier: s.caseid, district: s.district }, { to: 'supervision', key: key! })] : []) },
    // The case is carried by another district now, or the item was resolved by a person.
    refused: { RaiseEscalation: () => [], ResolveEscalation: () => [] },
  },
});
