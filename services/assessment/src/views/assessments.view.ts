import { parseStream, projection, shanghaiDay, utc, type Docs, type Event, type EventMeta } from '@lianxin/kernel';
import {
  assessmentEvents, dangerLevels, nothingAssessed, seeInAssessment,
  type AssessmentSeen, type DangerLevel, type DataOf, type assessmentHandedOn, type assessmentOpened, type caseAccepted,
} from '@lianxin/contracts';

/** One case as lists of assessments and plans show it: codes, ids and days. What is said of a person stays sealed in the log. */
export type AssessmentDoc = {
  readonly district: string;
  /** Who holds the case as far as assessment was told; '' while it waits in the queue. */
  readonly worker: string;
  readonly phase: AssessmentSeen['phase'];
  readonly route: string;
  /** Days on which something is due, '' when nothing is: assessment, plan, review, the earliest open task. */
  readonly assessmentDue: string;
  readonly planDue: string;
  readonly reviewDue: string;
  readonly taskDue: string;
  /** State of the plan; '' while there is none. */
  readonly plan: string;
  readonly planAuthor: string;
  /** The highest danger that a screening shows, voided ones left out. */
  readonly danger: DangerLevel;
  readonly seen: AssessmentSeen;
  /** When the case was accepted for service (UTC), by when it was to be planned and when it first was (legal days); '' while not. */
  readonly acceptedAt: string;
  readonly planTerm: string;
  readonly plannedOn: string;
  readonly lastAt: string;
};

const empty = (district: string): AssessmentDoc => ({
  district, worker: '', phase: 'none', route: '', assessmentDue: '', planDue: '', reviewDue: '', taskDue: '', plan: '', planAuthor: '', danger: 'NONE', seen: nothingAssessed, acceptedAt: '', planTerm: '', plannedOn: '', lastAt: '',
});

const highest = ({ screenings }: AssessmentSeen): DangerLevel => {
  const levels = screenings.filter((s) => !s.voided).map((s) => dangerLevels.codes.indexOf(s.confirmed ?? s.level));
  return dangerLevels.codes[Math.max(0, ...levels)]!;
};

/** What follows from what is seen. */
function derived(seen: AssessmentSeen, doc: AssessmentDoc): Partial<AssessmentDoc> {
  const { phase, route = '', plan } = seen;
  const [first = ''] = (plan?.phase === 'approved' ? plan.tasks : []).map((t) => t.due).sort();
  return {
    seen, phase, route, danger: highest(seen), plan: plan?.phase ?? '', planAuthor: plan?.author ?? '', taskDue: first, reviewDue: plan?.phase === 'approved' ? plan.review : '',
    assessmentDue: phase === 'none' ? doc.assessmentDue : '', planDue: phase === 'accepted' && !plan ? doc.planDue : '',
  };
}

/** What the events say beyond what readers see: the holder and the terms. */
function told(name: string, data: unknown, { recordedat }: EventMeta, before: AssessmentDoc): Partial<AssessmentDoc> {
  switch (name) {
    case 'AssessmentOpened': { const { worker, due } = data as DataOf<typeof assessmentOpened>; return { worker, assessmentDue: due }; }
    case 'AssessmentHandedOn': return { worker: (data as DataOf<typeof assessmentHandedOn>).worker ?? '' };
    case 'CaseAccepted': {
      const { planDue } = data as DataOf<typeof caseAccepted>;
      return { planDue, planTerm: planDue, acceptedAt: utc(recordedat) };
    }
    case 'PlanDrafted': return before.plannedOn === '' ? { plannedOn: shanghaiDay(recordedat) } : {};
    default: return {};
  }
}

/** A case that moves to another district begins there anew: one document for each district that has carried it. */
export const assessmentDocId = (district: string, caseid: string): string => `${caseid}@${district}`;
export const caseOfDoc = (id: string): string => id.slice(0, id.indexOf('@'));

const handler = (name: string) => (docs: Docs<AssessmentDoc>, data: unknown, meta: EventMeta): void => {
  if (meta.caseid === undefined || !parseStream(meta.stream)) return;
  const id = assessmentDocId(meta.district, meta.caseid);
  const known = docs.get(id) ?? empty(meta.district);
  const before = { ...known, ...told(name, data, meta, known) };
  const seen = seeInAssessment(before.seen, { type: name, data, stream: meta.stream, actorid: meta.actorid });
  docs.put(id, { ...before, ...derived(seen, before), lastAt: utc(meta.recordedat) });
};

/** The cases of a district as assessment and planning see them. */
export const assessments = projection<Event, AssessmentDoc>({
  name: 'assessments',
  version: 2,
  indexes: ['district', 'acceptedAt', 'worker', 'phase', 'route', 'assessmentDue', 'planDue', 'reviewDue', 'taskDue', 'plan', 'planAuthor', 'danger', 'lastAt'],
  handlers: Object.fromEntries(assessmentEvents.map(({ name }) => [name, handler(name)])),
});
