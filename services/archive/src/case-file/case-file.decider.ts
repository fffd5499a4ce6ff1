import { decider, happened, refuse, type Actor, type Command } from '@lianxin/kernel';
import type { caseClosed, caseReopened, caseResealed, CaseSeal, caseSealed, closingBarred, DataOf, EventOf, holdLifted, holdPlaced, retentionAssigned, RetentionClass } from '@lianxin/contracts';
import { closingRefusal, type ClosingFacts } from '../closing/closing-checks.js';
import { atLeast, longer } from './retention.js';

/**
 * The file (案卷) of one case: closed by a person, then sealed over all streams of the case in all services. Whatever is
 * recorded of the case later is sealed anew; the newest seal rules and never covers less than the one before. It closes
 * only on a clearance of the crisis service that no danger came after; a danger after closing opens it again. Before,
 * the outcome is evaluated and signed off and no referral is open, unless no case service was given.
 */
export type CaseFileEvent = EventOf<typeof caseClosed> | EventOf<typeof caseReopened> | EventOf<typeof closingBarred> | EventOf<typeof retentionAssigned> | EventOf<typeof caseSealed> | EventOf<typeof caseResealed>
  | EventOf<typeof holdPlaced> | EventOf<typeof holdLifted>;

type Closing = DataOf<typeof caseClosed> & { readonly retention?: RetentionClass };
export type CaseFileCommand =
  | Command<'CloseCase', Closing>
  | Command<'ReopenCase', Pick<DataOf<typeof caseReopened>, 'reason'>>
  /** A danger stands at `by`. `revokes`: a clearance was given before it. */
  | Command<'HeedDanger', DataOf<typeof closingBarred> & { readonly revokes: boolean }>
  | Command<'SealCase', { readonly seal: CaseSeal }>
  | Command<'AssignRetention', DataOf<typeof retentionAssigned>>
  | Command<'PlaceHold', DataOf<typeof holdPlaced>>
  | Command<'LiftHold', DataOf<typeof holdLifted>>;

/** What the rules must know from the other streams of the case. */
export interface CaseFileFacts {
  /** Has the archive seen this case at all? */
  readonly known?: boolean;
  /** Shortest class the case may have. */
  readonly floor?: RetentionClass;
  /** What other services say to closing; gathered only for it. */
  readonly closing?: ClosingFacts;
}

export interface CaseFile {
  readonly phase: 'open' | 'closed' | 'sealed';
  readonly held: boolean;
  readonly retention?: RetentionClass;
  /** The clearance on which it was closed last. */
  readonly clearance?: DataOf<typeof caseClosed>['clearance'];
  /** By log: clearances up to this position are void. */
  readonly barred: Readonly<Record<string, number>>;
  /** The newest seal. */
  readonly seal?: { readonly events: number; readonly sizes: Readonly<Record<string, number>> };
}

const sizesOf = (seal: CaseSeal): Record<string, number> => Object.fromEntries(seal.asOf.map((at) => [at.log, at.size]));

/** Does a seal reach at least as far as these logs did? */
const covers = (seal: CaseSeal, sizes: Readonly<Record<string, number>>): boolean => {
  const now = new Map(seal.asOf.map((at) => [at.log, at.size]));
  return Object.entries(sizes).every(([log, size]) => (now.get(log) ?? 0) >= size);
};

const sealed = (s: CaseFile, seal: CaseSeal): CaseFile => ({ ...s, phase: 'sealed', seal: { events: seal.eventCount, sizes: sizesOf(seal) } });

const barredUpTo = (s: CaseFile, log: string): number => s.barred[log] ?? 0;
/** A danger heard of late, that was there when the case was cleared and closed: crisis knew of it. */
const knownWhenClosed = (s: CaseFile, { by }: DataOf<typeof closingBarred>): boolean => typeof s.clearance === 'object' && s.clearance.log === by.log && s.clearance.position > by.position;
const withBar = (s: CaseFile, by: DataOf<typeof closingBarred>['by'] | undefined): CaseFile => (by ? { ...s, barred: { ...s.barred, [by.log]: Math.max(by.position, barredUpTo(s, by.log)) } } : s);

/** What closing needs besides a clearance, which is asked for only when nothing else stands in the way: the class to keep the file, or why not. */
export function closable(s: CaseFile, facts: CaseFileFacts, { retention, without }: Pick<Closing, 'retention' | 'without'>, actor: Actor): RetentionClass | ReturnType<typeof refuse> {
  if (!facts.known) return refuse('archive/no-such-case');
  if (s.phase !== 'open') return refuse('archive/already-closed');
  const refusal = closingRefusal(facts.closing, without, actor);
  if (refusal) return { refusal };
  const floor = longer(facts.floor ?? 'Y10', s.retention ?? 'Y3');
  const chosen = retention ?? floor;
  return atLeast(chosen, floor) ? chosen : refuse('archive/retention-too-short', { path: '/retention', with: { least: floor } });
}

export const caseFile = decider<CaseFileCommand, CaseFileEvent, CaseFile, CaseFileFacts>({
  name: 'case-file',
  stateVersion: 2,
  initial: { phase: 'open', held: false, barred: {} },

  decide: {
    CloseCase: ({ retention, ...closing }, s, { facts, actor }) => {
      const chosen = closable(s, facts, { ...closing, ...(retention === undefined ? {} : { retention }) }, actor);
      if (typeof chosen === 'object') return chosen;
      const { clearance } = closing;
      if (clearance === 'none') return refuse('archive/no-clearance');
      if (clearance.position <= barredUpTo(s, clearance.log)) return refuse('archive/clearance-revoked');
      return [happened('CaseClosed', closing), ...(chosen === s.retention ? [] : [happened('RetentionAssigned', { class: chosen })])];
    },

    ReopenCase: (c, s) => (s.phase === 'open' ? refuse('archive/not-closed') : [happened('CaseReopened', c)]),

    HeedDanger: ({ by, revokes }, s) => {
      if (s.phase === 'open') return revokes && by.position > barredUpTo(s, by.log) ? [happened('ClosingBarred', { by })] : [];
      return knownWhenClosed(s, { by }) ? [] : [happened('CaseReopened', { reason: 'NEW_RISK', by })];
    },

    SealCase: ({ seal }, s) => {
      if (s.phase === 'open') return refuse('archive/not-closed');
      if (!s.seal) return [happened('CaseSealed', seal)];
      if (s.phase === 'sealed' && seal.eventCount === s.seal.events) return []; // nothing of the case happened since
      if (seal.eventCount < s.seal.events || !covers(seal, s.seal.sizes)) return refuse('archive/seal-goes-back');
      return [happened('CaseResealed', seal)];
    },

    AssignRetention: (c, s, { facts }) => {
      if (!facts.known) return refuse('archive/no-such-case');
      if (s.retention === c.class) return [];
      const floor = facts.floor ?? 'Y10';
      return atLeast(c.class, floor) ? [happened('RetentionAssigned', c)] : refuse('archive/retention-too-short', { path: '/class', with: { least: floor } });
    },

    PlaceHold: (c, s, { facts }) => {
      if (!facts.known) return refuse('archive/no-such-case');
      return s.held ? refuse('archive/already-held') : [happened('HoldPlaced', c)];
    },

    LiftHold: (c, s) => (s.held ? [happened('HoldLifted', c)] : refuse('archive/not-held')),
  },

  evolve: {
    CaseClosed: (s, e) => ({ ...s, phase: 'closed', clearance: e.clearance }),
    CaseReopened: (s, e) => withBar({ ...s, phase: 'open' }, e.by),
    ClosingBarred: (s, e) => withBar(s, e.by),
    RetentionAssigned: (s, e) => ({ ...s, retention: e.class }),
    CaseSealed: (s, e) => sealed(s, e),
    CaseResealed: (s, e) => sealed(s, e),
    HoldPlaced: (s) => ({ ...s, held: true }),
    HoldLifted: (s) => ({ ...s, held: false }),
  },
});
