import {
  nextInArchive, nextInAssessment, nextInCoordination, nextInCrisis, nextInIntake, nextInSupervision, nothingAssessed, nothingCoordinated, nothingFeared, nothingRegistered, nothingSupervised, isOpenReferral,
  seeInAssessment, seeInCoordination, seeInCrisis, seeInIntake, seeInSupervision, type NextAction,
} from '@lianxin/contracts';
import { districtOfStream, type Actor } from '@lianxin/kernel';
import { codesIn, evaluationIsOlder, serviceWasGiven } from '../case-file/coded.js';
import type { FiledEvent } from '../completeness/completeness.js';
import type { Case } from '../views/cases.view.js';

/** What the reader may do next, and which service takes it. */
export interface NextStep extends NextAction { readonly service: string }

export interface NextFrom {
  /** Services that run here: what others would take is not listed. */
  readonly services: readonly string[];
  readonly restricted: boolean;
}

/** Loans that are out. */
export function loansOut(events: readonly FiledEvent[]): readonly string[] {
  const of = (type: string): readonly string[] => events.filter((e) => e.type === type).flatMap((e) => codesIn(e.data, 'loan'));
  const back = of('FileReturned');
  return of('FileLent').filter((loan) => !back.includes(loan));
}

/**
 * The next legal actions of one reader in all services, from the events of the case as the archive holds them: each
 * service's own rules, the same functions that it lists and tests by. After a move only what was recorded where the case
 * is now counts; the file itself stays where it was opened.
 */
export function nextSteps(events: readonly FiledEvent[], doc: Case, actor: Actor, { services, restricted }: NextFrom): readonly NextStep[] {
  const here = events.filter((e) => districtOfStream(e.stream) === doc.district);
  const { district, recused: conflicted } = doc;
  const closed = doc.state !== 'open';
  const intake = here.reduce(seeInIntake, nothingRegistered);
  const coordination = here.reduce(seeInCoordination, nothingCoordinated);
  const supervision = here.reduce(seeInSupervision, nothingSupervised);
  const at = { district, closed, conflicted, ...(intake.holder === undefined ? {} : { owner: intake.holder }) };
  const lists: Readonly<Record<string, () => readonly NextAction[]>> = {
    intake: () => nextInIntake(intake, actor, { district, closed }),
    assessment: () => nextInAssessment(here.reduce(seeInAssessment, nothingAssessed), actor, at),
    coordination: () => nextInCoordination(coordination, actor, at),
    crisis: () => nextInCrisis(here.reduce(seeInCrisis, nothingFeared), actor, at),
    supervision: () => nextInSupervision(supervision, actor, at),
    archive: () => nextInArchive({
      open: !closed, held: doc.held, accusation: doc.kind === 'accusation', restricted, serviceGiven: serviceWasGiven(events), evaluated: supervision.outcome.phase === 'signed-off' && !evaluationIsOlder(events),
      openReferrals: coordination.referrals.filter((r) => isOpenReferral(r.state)).length, followUp: doc.followUp, out: loansOut(events),
    }, actor, { district, conflicted }),
  };
  return Object.entries(lists).flatMap(([service, list]) => (services.includes(service) ? list().map((a) => ({ service, ...a })) : []));
}
