import { decider, happened, refuse, shanghaiDay, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, satisfactionAsked, satisfactionCollected, satisfactionDeclined } from '@lianxin/contracts';

/** One rating (满意度评价) that the petitioner is asked for. Given or not, it is kept as it is. */
export type SatisfactionEvent = EventOf<typeof satisfactionAsked> | EventOf<typeof satisfactionCollected> | EventOf<typeof satisfactionDeclined>;
export type SatisfactionCommand =
  | Command<'AskSatisfaction', { readonly asked: DataOf<typeof satisfactionAsked>; readonly answer?: DataOf<typeof satisfactionCollected> | undefined }>
  | Command<'RecordSatisfaction', DataOf<typeof satisfactionCollected>>
  | Command<'DeclineSatisfaction', Readonly<Record<string, never>>>;
export type Satisfaction = { readonly phase: 'none' | 'awaited' | 'ended' };

export const satisfaction = decider<SatisfactionCommand, SatisfactionEvent, Satisfaction>({
  name: 'satisfaction',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    AskSatisfaction: ({ asked, answer }, s, { now }) => {
      if (s.phase !== 'none') return refuse('satisfaction/already-asked');
      if (asked.due < shanghaiDay(now)) return refuse('satisfaction/due-past', { path: '/due' });
      return [happened('SatisfactionAsked', asked), ...(answer ? [happened('SatisfactionCollected', answer)] : [])];
    },
    // A late rating counts too: the day only says from when it is overdue.
    RecordSatisfaction: (c, s) => (s.phase === 'awaited' ? [happened('SatisfactionCollected', c)] : refuse(s.phase === 'none' ? 'satisfaction/not-asked' : 'satisfaction/ended')),
    DeclineSatisfaction: (_, s) => (s.phase === 'awaited' ? [happened('SatisfactionDeclined', {})] : refuse(s.phase === 'none' ? 'satisfaction/not-asked' : 'satisfaction/ended')),
  },

  evolve: {
    SatisfactionAsked: () => ({ phase: 'awaited' }),
    SatisfactionCollected: () => ({ phase: 'ended' }),
    SatisfactionDeclined: () => ({ phase: 'ended' }),
  },
});
