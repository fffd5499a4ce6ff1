import {
  rankOf, termsOf, type District, type EventOf, type ResponseStep, type RiskLevel, type SafetyLevel,
  type crisisActionTaken, type episodeDebriefed, type episodeOpened, type episodeResponded, type partyNotified, type safetyCleared, type safetyDowngraded, type safetyLeft, type safetyPlanMade, type safetyRaised, type safetyReassessed, type safetyUpgraded,
} from '@lianxin/contracts';
import { cancelTimer, issue, parseStream, replaceTimer, saga, sagaId, type Command, type Effect, type SagaMeta } from '@lianxin/kernel';
import { dueAt } from '../safety/response-times.js';

type Input =
  | EventOf<typeof safetyRaised> | EventOf<typeof safetyUpgraded> | EventOf<typeof safetyDowngraded> | EventOf<typeof safetyCleared> | EventOf<typeof safetyReassessed> | EventOf<typeof safetyPlanMade> | EventOf<typeof safetyLeft>
  | EventOf<typeof episodeOpened> | EventOf<typeof episodeResponded> | EventOf<typeof partyNotified> | EventOf<typeof crisisActionTaken> | EventOf<typeof episodeDebriefed>;
type Reason = 'CRISIS_UNANSWERED' | 'RESPONSE_MISSED' | 'SAFETY_PLAN_EXPIRED';
type Does =
  | Command<'RaiseEscalation', { readonly process: 'CRISIS'; readonly reason: Reason; readonly cause: string; readonly dossier: string; readonly district: District }>
  | Command<'ResolveEscalation', { readonly escalation: string; readonly outcome: 'DONE'; readonly district: District }>;
type Timer = 'respond' | 'plan';
type Effects = readonly Effect<Does, Timer>[];

interface Watched {
  readonly caseid: string;
  readonly district: District;
  readonly level: SafetyLevel;
  /** The level stands since then, UTC ms. */
  readonly since: number;
  /** The level rose with the last input: its times begin anew. */
  readonly rose: boolean;
  /** The call for somebody who answers, while nobody has. */
  readonly calling?: string;
}

const ofCase = (_: unknown, { caseid, district }: SagaMeta): string | undefined => (caseid === undefined ? undefined : `${district} ${caseid}`);
const at = (s: Watched, level: SafetyLevel, { caseid, district, time }: SagaMeta): Watched => ({ ...s, caseid: caseid ?? s.caseid, district: district as District, level, since: time, rose: true });
const still = (s: Watched): Watched => ({ ...s, rose: false });

const STEPS: readonly ResponseStep[] = ['CALL', 'CONTACT', 'SUPERVISOR', 'REPORT', 'PLAN', 'REASSESS', 'DEBRIEF'];
/** Times run day and night; only the low levels' working days follow the calendar. */
const times = (s: Watched): Effects => [
  ...STEPS.map((key) => cancelTimer('respond', { key })),
  ...termsOf(s.level).map(({ step, within }) => replaceTimer('respond', { fireAt: dueAt(s.since, within) }, { key: step })),
];
const done = (...steps: readonly ResponseStep[]): Effects => steps.map((key) => cancelTimer('respond', { key }));
const again = (s: Watched, now: number): Effects => {
  const term = termsOf(s.level).find((t) => t.step === 'REASSESS');
  return term ? [replaceTimer('respond', { fireAt: dueAt(now, term.within) }, { key: 'REASSESS' })] : [];
};
const raise = ({ caseid, district }: Watched, reason: Reason, cause: string, key: string) => issue('RaiseEscalation', { process: 'CRISIS', reason, cause, dossier: caseid, district }, { to: 'supervision', key });
/** Nothing runs, until a danger is raised again. */
const quiet = (s: Watched): Effects => [...times(s), cancelTimer('plan')];

/**
 * The response times of a level run from when it was raised, without office hours: a step that was not taken in time
 * climbs the district's crisis ladder. A crisis calls for somebody who answers at once, and stops calling when somebody
 * responds. A level is looked at again in its rhythm until it is cleared; a safety plan that expires is said.
 */
export const whenDangerIsRaisedThenTimeTheResponse = saga<Input, Watched, Does, Timer, 'watching' | 'calling' | 'quiet'>({
  name: 'when-danger-is-raised-then-time-the-response',
  version: 1,
  steps: { watching: { zh: '按等级计时', en: 'response times run' }, calling: { zh: '等待有人响应', en: 'waiting for somebody to respond' }, quiet: { zh: '没有风险', en: 'nothing is feared' } },
  step: ({ calling, level }) => (calling !== undefined ? 'calling' : level === 'NONE' ? 'quiet' : 'watching'),
  startsOn: 'SafetyRaised',
  early: 'keep',
  correlate: {
    SafetyRaised: ofCase, SafetyUpgraded: ofCase, SafetyDowngraded: ofCase, SafetyCleared: ofCase, SafetyReassessed: ofCase, SafetyPlanMade: ofCase, SafetyLeft: ofCase,
    EpisodeOpened: ofCase, EpisodeResponded: ofCase, PartyNotified: ofCase, CrisisActionTaken: ofCase, EpisodeDebriefed: ofCase,
  },
  initial: { caseid: '', district: '440100', level: 'NONE', since: 0, rose: false },
  evolve: {
    SafetyRaised: (s, { level }, meta) => (rankOf(level) > rankOf(s.level) ? at(s, level, meta) : still(s)),
    SafetyUpgraded: (s, { to }, meta) => at(s, to, meta),
    SafetyDowngraded: (s, { to }, meta) => at(s, to, meta),
    SafetyCleared: (s, _, meta) => at(s, 'NONE', meta),
    SafetyLeft: (s, _, meta) => at(s, 'NONE', meta),
    SafetyReassessed: still, SafetyPlanMade: still, PartyNotified: still, CrisisActionTaken: still, EpisodeDebriefed: still,
    EpisodeOpened: (s, _, { stream }) => ({ ...still(s), calling: parseStream(stream)!.id }),
    EpisodeResponded: (s) => { const { calling: _, ...answered } = still(s); return answered; },
  },
  react: {
    SafetyRaised: (s) => (s.rose ? times(s) : []),
    SafetyUpgraded: times,
    SafetyDowngraded: times,
    SafetyCleared: quiet,
    SafetyLeft: quiet,
    SafetyReassessed: (s, _, { time }) => again(s, time),
    SafetyPlanMade: (_, { validUntil }) => [...done('PLAN'), replaceTimer('plan', { fireAt: Date.parse(validUntil) })],
    EpisodeOpened: (s, _, { stream }) => { const { id } = parseStream(stream)!; return [raise(s, 'CRISIS_UNANSWERED', id, id)]; },
    EpisodeResponded: (s, _, { stream }) => [
      ...done('CONTACT'), issue('ResolveEscalation', { escalation: sagaId('escalation', `CRISIS_UNANSWERED ${parseStream(stream)!.id}`), outcome: 'DONE', district: s.district }, { to: 'supervision', key: parseStream(stream)!.id }),
    ],
    PartyNotified: (_, { whom }) => (whom === 'SUPERVISOR' ? done('SUPERVISOR') : whom === 'POLICE_110' || whom === 'AMBULANCE_120' ? done('CALL') : []),
    CrisisActionTaken: (_, { kind }) => (kind === 'WRITTEN_REPORT' ? done('REPORT') : []),
    EpisodeDebriefed: () => done('DEBRIEF'),
    timer: {
      respond: (s, { key }, { now }) => [
        raise(s, 'RESPONSE_MISSED', sagaId('crisis-response', `${s.caseid} ${s.level as RiskLevel} ${s.since} ${key!} ${key === 'REASSESS' ? now : ''}`), `${key!}`),
        ...(key === 'REASSESS' ? again(s, now) : []),
      ],
      plan: (s, _, { now }) => [raise(s, 'SAFETY_PLAN_EXPIRED', sagaId('safety-plan', `${s.caseid} ${now}`), 'plan')],
    },
    // The case went to another district a moment before, or somebody resolved it already.
    refused: { RaiseEscalation: () => [], ResolveEscalation: () => [] },
  },
});
