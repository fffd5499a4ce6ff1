import { decider, happened, utc, type Command } from '@lianxin/kernel';
import { supervisionTriggers, type DataOf, type EventOf, type SupervisionTrigger, type supervisionFiled, type supervisionRequired } from '@lianxin/contracts';

/**
 * A case as supervision sees it: what it must take up (RED or ORANGE, a minor, declined, complaint, closure), and which
 * session did. One per case.
 */
export type SupervisedCaseEvent = EventOf<typeof supervisionRequired> | EventOf<typeof supervisionFiled>;
export type SupervisedCaseCommand =
  /** `item` is a fresh id; `at` (UTC ms) when the cause was recorded: the term runs from there. */
  | Command<'RequireSupervision', { readonly item: string; readonly trigger: SupervisionTrigger; readonly cause: string; readonly at: number }>
  | Command<'FileSupervision', Omit<DataOf<typeof supervisionFiled>, 'items'>>;

export interface RequiredItem { readonly item: string; readonly trigger: SupervisionTrigger }
export interface SupervisedCase {
  readonly open: readonly RequiredItem[];
  /** `<trigger> <cause>` of all that was ever required. */
  readonly causes: readonly string[];
  /** A minor is concerned: texts of the case are sealed as such from then on. */
  readonly minor: boolean;
}

const HOUR = 3_600_000;
/** How long (ms) supervision has to take up what was required. */
export const termOf = (trigger: SupervisionTrigger): number => supervisionTriggers.find(trigger)!.hours * HOUR;
const asked = (trigger: SupervisionTrigger, cause: string): string => `${trigger} ${cause}`;

export const supervisedCase = decider<SupervisedCaseCommand, SupervisedCaseEvent, SupervisedCase>({
  name: 'supervised-case',
  stateVersion: 1,
  initial: { open: [], causes: [], minor: false },

  decide: {
    RequireSupervision: ({ item, trigger, cause, at }, s) => {
      // The same thing again while it waits adds nothing; that a minor is concerned is said once.
      if (s.causes.includes(asked(trigger, cause)) || s.open.some((o) => o.trigger === trigger) || (trigger === 'MINOR' && s.minor)) return [];
      return [happened('SupervisionRequired', { item, trigger, cause, due: utc(at + termOf(trigger)) })];
    },
    FileSupervision: (c, s) => [happened('SupervisionFiled', { ...c, items: s.open.map((o) => o.item) })],
  },

  evolve: {
    SupervisionRequired: (s, e) => ({ open: [...s.open, { item: e.item, trigger: e.trigger }], causes: [...s.causes, asked(e.trigger, e.cause)], minor: s.minor || e.trigger === 'MINOR' }),
    SupervisionFiled: (s, e) => ({ ...s, open: s.open.filter((o) => !e.items.includes(o.item)) }),
  },
});
