import type { Event } from './event.js';
import type { AcceptedAnswer, SagaMeta } from './saga.js';
import type { Refusal } from './result.js';

/** An event as a saga's stream records it: what it was, whence, and its data without sealed values. */
export interface SagaInput extends Omit<SagaMeta, 'now'> {
  readonly event: string;
  readonly data: unknown;
}

/** As stored: the moment in words that sort, the rest as `Due`. */
export interface StoredDue { readonly fireAt: string; readonly rule?: string; readonly calendar?: string; readonly strict?: string; readonly legal?: string; readonly explanation?: string }

interface Ref { readonly timer: string; readonly key?: string }
/** `held`: recorded, but not yet taken: the instance is in quarantine, or has not started. */
interface Held { readonly held?: true }

/** What stands in the stream of a saga's instance. */
export type SagaEvent =
  | Event<'SagaStarted', { readonly saga: string; readonly definition: number; readonly correlation: string; readonly waits?: true }>
  | Event<'SagaInputTaken', { readonly input: SagaInput } & Held>
  | Event<'SagaCommandIssued', {
    readonly commandid: string; readonly command: string; readonly data: unknown; readonly key?: string; readonly to?: string; readonly district?: string; readonly undoes?: string;
  }>
  | Event<'SagaCommandAnswered', { readonly commandid: string; readonly accepted?: AcceptedAnswer; readonly refused?: Refusal } & Held>
  | Event<'SagaTimerSet', Ref & { readonly how: 'started' | 'replaced' | 'extended' | 'resumed'; readonly due: StoredDue }>
  | Event<'SagaTimerPaused', Ref>
  | Event<'SagaTimerCancelled', Ref>
  /** `set`: the version at which it was last set. */
  | Event<'SagaTimerFired', Ref & { readonly set: number; readonly due: StoredDue; readonly overdueSince?: string } & Held>
  /** A legal last day passed: `since` is the first day it was overdue; when that was recorded says the envelope. */
  | Event<'SagaOverdue', Ref & { readonly rule?: string; readonly strict?: string; readonly legal: string; readonly since: string }>
  /** What was held since version `of` is taken now. */
  | Event<'SagaHeldTaken', { readonly of: number }>
  | Event<'SagaStepped', { readonly step: string; readonly definition: number }>
  | Event<'SagaCompensating', { readonly because: string }>
  | Event<'SagaFinished', { readonly outcome: string }>
  | Event<'SagaQuarantined', { readonly why: string; readonly definition: number }>
  | Event<'SagaReleased', { readonly definition: number }>;

export type SagaEventName = SagaEvent['type'];
export const sagaEventNames: readonly SagaEventName[] = [
  'SagaStarted', 'SagaInputTaken', 'SagaCommandIssued', 'SagaCommandAnswered', 'SagaTimerSet', 'SagaTimerPaused', 'SagaTimerCancelled', 'SagaTimerFired', 'SagaOverdue',
  'SagaHeldTaken', 'SagaStepped', 'SagaCompensating', 'SagaFinished', 'SagaQuarantined', 'SagaReleased',
];
