import { decider, happened, refuse, shanghaiDay, type Command } from '@lianxin/kernel';
import { endsAction, type DataOf, type EventOf, type sessionActionChecked, type sessionHeld } from '@lianxin/contracts';

/** A supervision session (督导, M3): held by a supervisor with others; what was agreed to be done is checked by somebody else than who does it. */
export type SessionEvent = EventOf<typeof sessionHeld> | EventOf<typeof sessionActionChecked>;
export type SessionCommand =
  | Command<'HoldSession', Omit<DataOf<typeof sessionHeld>, 'supervisor'>>
  | Command<'CheckSessionAction', DataOf<typeof sessionActionChecked>>;

export interface OpenAction { readonly id: string; readonly worker: string; readonly due: string }
export type Session = { readonly phase: 'none' } | { readonly phase: 'held'; readonly supervisor: string; readonly workers: readonly string[]; readonly actions: readonly OpenAction[] };

export const session = decider<SessionCommand, SessionEvent, Session>({
  name: 'session',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    HoldSession: (c, s, { actor, now }) => {
      if (s.phase === 'held') return refuse('session/already-held');
      if (c.workers.includes(actor.id)) return refuse('session/own-supervisor', { path: '/workers' });
      if ((c.kind === 'INDIVIDUAL' && c.workers.length !== 1) || (c.kind === 'GROUP' && c.workers.length < 2)) return refuse('session/individual', { path: '/workers' });
      for (const [i, action] of c.actions.entries()) {
        if (!c.workers.includes(action.worker)) return refuse('session/action-worker', { path: `/actions/${i}/worker` });
        if (action.due < shanghaiDay(now)) return refuse('session/action-due', { path: `/actions/${i}/due` });
      }
      return [happened('SessionHeld', { ...c, supervisor: actor.id })];
    },

    CheckSessionAction: (c, s, { actor, now }) => {
      if (s.phase === 'none') return refuse('session/not-held');
      const action = s.actions.find((a) => a.id === c.action);
      if (!action) return refuse('session/no-such-action', { path: '/action' });
      if (action.worker === actor.id) return refuse('session/own-action');
      if (endsAction(c.outcome) !== (c.due === undefined)) return refuse('supervision/new-date', { path: '/due' });
      if (c.due !== undefined && c.due < shanghaiDay(now)) return refuse('session/action-due', { path: '/due' });
      return [happened('SessionActionChecked', c)];
    },
  },

  evolve: {
    SessionHeld: (_, e) => ({ phase: 'held', supervisor: e.supervisor, workers: e.workers, actions: e.actions }),
    SessionActionChecked: (s, e) => (s.phase === 'none' ? s : {
      ...s, actions: s.actions.flatMap((a) => (a.id !== e.action ? [a] : endsAction(e.outcome) ? [] : [{ ...a, due: e.due ?? a.due }])),
    }),
  },
});
