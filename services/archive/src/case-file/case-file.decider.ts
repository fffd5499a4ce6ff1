import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { caseClosed, caseResealed, CaseSeal, caseSealed, DataOf, EventOf, holdLifted, holdPlaced, retentionAssigned, RetentionClass } from '@lianxin/contracts';
import { atLeast, longer } from './retention.js';

/**
 * The file (案卷) of one case: closed by a person, then sealed over all streams of the case in all services. Whatever is
 * recorded of the case later is sealed anew; the newest seal rules and never covers less than the one before.
 */
export type CaseFileEvent = EventOf<typeof caseClosed> | EventOf<typeof retentionAssigned> | EventOf<typeof caseSealed> | EventOf<typeof caseResealed>
  | EventOf<typeof holdPlaced> | EventOf<typeof holdLifted>;

export type CaseFileCommand =
  | Command<'CloseCase', DataOf<typeof caseClosed> & { readonly retention?: RetentionClass }>
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
}

export type CaseFile = { readonly held: boolean; readonly retention?: RetentionClass } & (
  | { readonly phase: 'open' }
  | { readonly phase: 'closed' }
  | { readonly phase: 'sealed'; readonly events: number; readonly sizes: Readonly<Record<string, number>> });

const sizesOf = (seal: CaseSeal): Record<string, number> => Object.fromEntries(seal.asOf.map((at) => [at.log, at.size]));

/** Does a seal reach at least as far as these logs did? */
const covers = (seal: CaseSeal, sizes: Readonly<Record<string, number>>): boolean => {
  const now = new Map(seal.asOf.map((at) => [at.log, at.size]));
  return Object.entries(sizes).every(([log, size]) => (now.get(log) ?? 0) >= size);
};

const sealed = (s: CaseFile, seal: CaseSeal): CaseFile => ({ held: s.held, ...(s.retention ? { retention: s.retention } : {}), phase: 'sealed', events: seal.eventCount, sizes: sizesOf(seal) });

export const caseFile = decider<CaseFileCommand, CaseFileEvent, CaseFile, CaseFileFacts>({
  name: 'case-file',
  stateVersion: 1,
  initial: { phase: 'open', held: false },

  decide: {
    CloseCase: ({ retention, ...closing }, s, { facts }) => {
      if (!facts.known) return refuse('archive/no-such-case');
      if (s.phase !== 'open') return refuse('archive/already-closed');
      const floor = longer(facts.floor ?? 'Y10', s.retention ?? 'Y3');
      const chosen = retention ?? floor;
      if (!atLeast(chosen, floor)) return refuse('archive/retention-too-short', { path: '/retention', with: { least: floor } });
      return [happened('CaseClosed', closing), ...(chosen === s.retention ? [] : [happened('RetentionAssigned', { class: chosen })])];
    },

    SealCase: ({ seal }, s) => {
      if (s.phase === 'open') return refuse('archive/not-closed');
      if (s.phase === 'closed') return [happened('CaseSealed', seal)];
      if (seal.eventCount === s.events) return []; // nothing of the case happened since
      if (seal.eventCount < s.events || !covers(seal, s.sizes)) return refuse('archive/seal-goes-back');
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
    CaseClosed: (s) => ({ ...s, phase: 'closed' }),
    RetentionAssigned: (s, e) => ({ ...s, retention: e.class }),
    CaseSealed: (s, e) => sealed(s, e),
    CaseResealed: (s, e) => sealed(s, e),
    HoldPlaced: (s) => ({ ...s, held: true }),
    HoldLifted: (s) => ({ ...s, held: false }),
  },
});
