import type { WithoutServiceReason } from '@lianxin/contracts';
import type { Actor, Refusal } from '@lianxin/kernel';
import { evaluationIsOlder, serviceWasGiven, type Coded } from '../case-file/coded.js';

/** How the evaluation of a case stands. */
export type OutcomePhase = 'none' | 'evaluated' | 'returned' | 'signed-off';

/**
 * What must be so before a case closes, asked of the services that know; a host implements it. `not-hosted`: nobody there
 * to ask, which is never taken for a yes. Danger is asked separately (`Clearance`), because its answer binds.
 */
export interface ClosingChecks {
  /** Of supervision. */
  outcome(caseid: string): Promise<OutcomePhase | 'not-hosted'>;
  /** Of coordination: referrals in which somebody still owes something. */
  openReferrals(caseid: string): Promise<number | 'not-hosted'>;
}

/** The answers, and what the archive sees itself. */
export interface ClosingFacts {
  readonly serviceGiven: boolean;
  readonly outcome: OutcomePhase | 'not-hosted';
  readonly openReferrals: number | 'not-hosted';
}

/** Asks the others; `events` are the case's, in its order. An evaluation from before a reopening counts no more. */
export async function askClosing(checks: ClosingChecks, caseid: string, events: readonly Coded[]): Promise<ClosingFacts> {
  const [outcome, openReferrals] = await Promise.all([checks.outcome(caseid), checks.openReferrals(caseid)]);
  return { serviceGiven: serviceWasGiven(events), outcome: outcome === 'signed-off' && evaluationIsOlder(events) ? 'none' : outcome, openReferrals };
}

export type ClosingCheck = 'outcome' | 'referrals';
export interface CheckState { readonly check: ClosingCheck; /** Who was asked. */ readonly service: string; readonly met: boolean; readonly refusal?: Refusal }

const nobody = (service: string): Refusal => ({ code: 'closing/nobody-to-ask', with: { service } });

function outcomeRefusal(phase: ClosingFacts['outcome']): Refusal | undefined {
  if (phase === 'not-hosted') return nobody('supervision');
  if (phase === 'signed-off') return undefined;
  return { code: phase === 'evaluated' ? 'closing/sign-off-missing' : 'closing/evaluation-missing' };
}

function referralRefusal(open: ClosingFacts['openReferrals']): Refusal | undefined {
  if (open === 'not-hosted') return nobody('coordination');
  return open === 0 ? undefined : { code: 'closing/referral-open', with: { count: open } };
}

/** How each check stands, in the order in which closing names them. */
export function checkStates(facts: ClosingFacts, without?: WithoutServiceReason): readonly CheckState[] {
  const state = (check: ClosingCheck, service: string, refusal: Refusal | undefined): CheckState => ({ check, service, met: refusal === undefined, ...(refusal ? { refusal } : {}) });
  return [
    ...(without === undefined ? [state('outcome', 'supervision', outcomeRefusal(facts.outcome))] : []),
    state('referrals', 'coordination', referralRefusal(facts.openReferrals)),
  ];
}

/** Who may say that a case closes without a service. */
const WITHOUT_SERVICE_ROLES: readonly string[] = ['archivist', 'supervisor'];

/** The first thing that keeps a case from closing, if any. Facts that nobody gathered keep it open. */
export function closingRefusal(facts: ClosingFacts | undefined, without: WithoutServiceReason | undefined, actor: Pick<Actor, 'role'>): Refusal | undefined {
  if (!facts) return nobody('supervision');
  if (without !== undefined && !WITHOUT_SERVICE_ROLES.includes(actor.role)) return { code: 'closing/without-service-role', path: '/withoutService' };
  if (without !== undefined && facts.serviceGiven) return { code: 'closing/service-was-given', path: '/withoutService' };
  return checkStates(facts, without).find((c) => !c.met)?.refusal;
}
