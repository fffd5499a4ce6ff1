import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, ErasureScope, EventOf, erasureDeclined, erasureRequested, restricted, subjectErased, textErased } from '@lianxin/contracts';

/**
 * One request to erase personal data: asked for by one person, approved by another (PIPL art. 47). The event comes first,
 * then keys are destroyed; on every start all such events are applied again. A duty to retain stops it: then processing
 * can only be restricted to storage.
 */
export type ErasureEvent =
  | EventOf<typeof erasureRequested> | EventOf<typeof erasureDeclined> | EventOf<typeof subjectErased> | EventOf<typeof textErased> | EventOf<typeof restricted>;

export type ErasureCommand =
  | Command<'RequestErasure', DataOf<typeof erasureRequested>>
  | Command<'ApproveErasure', { readonly orRestrict: boolean }>
  | Command<'DeclineErasure', DataOf<typeof erasureDeclined>>;

export interface ErasureFacts {
  /** Is any of the cases under a hold or within a statutory retention period? */
  readonly held?: boolean;
}

export type Erasure =
  | { readonly phase: 'none' }
  | { readonly phase: 'requested'; readonly scope: ErasureScope; readonly by: string }
  | { readonly phase: 'decided' };

export const erasure = decider<ErasureCommand, ErasureEvent, Erasure, ErasureFacts>({
  name: 'erasure',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RequestErasure: (c, s) => (s.phase === 'none' ? [happened('ErasureRequested', c)] : refuse('erasure/already-requested')),

    ApproveErasure: ({ orRestrict }, s, { actor, facts }) => {
      if (s.phase === 'none') return refuse('erasure/not-requested');
      if (s.phase === 'decided') return refuse('erasure/already-decided');
      if (s.by === actor.id) return refuse('erasure/same-person');
      if (facts.held === true) return orRestrict ? [happened('Restricted', { scope: s.scope, requestedBy: s.by })] : refuse('erasure/held');
      return [happenedFor(s.scope, s.by)];
    },

    DeclineErasure: (c, s, { actor }) => {
      if (s.phase === 'none') return refuse('erasure/not-requested');
      if (s.phase === 'decided') return refuse('erasure/already-decided');
      // Only whoever asked can take the request back; whether it is founded is for the other to say.
      if ((c.because === 'NOT_FOUNDED') === (s.by === actor.id)) return refuse('erasure/same-person');
      return [happened('ErasureDeclined', c)];
    },
  },

  evolve: {
    ErasureRequested: (_, e, meta) => ({ phase: 'requested', scope: e.scope, by: meta.actorid }),
    ErasureDeclined: () => ({ phase: 'decided' }),
    SubjectErased: () => ({ phase: 'decided' }),
    TextErased: () => ({ phase: 'decided' }),
    Restricted: () => ({ phase: 'decided' }),
  },
});

const happenedFor = (scope: ErasureScope, requestedBy: string): ErasureEvent =>
  ('kid' in scope ? happened('TextErased', { kid: scope.kid, requestedBy }) : happened('SubjectErased', { ...scope, requestedBy }));
