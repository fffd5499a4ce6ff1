import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, PresentPerson, dangerSeen, deliveryVoided, serviceDelivered } from '@lianxin/contracts';
import { AHEAD_MS } from '../case/terms.js';

/**
 * A service delivery (服务记录): one contact in one case, with content, method, minutes and people, from which hours and
 * mix are reported. It is written once; a wrong one is voided and written anew.
 */
export type DeliveryEvent = EventOf<typeof serviceDelivered> | EventOf<typeof deliveryVoided> | EventOf<typeof dangerSeen>;

export type DeliveryCommand =
  /** `stream` is the delivery's own name. */
  | Command<'RecordDelivery', { readonly stream: string; readonly delivered: DataOf<typeof serviceDelivered> }>
  | Command<'VoidDelivery', DataOf<typeof deliveryVoided>>;

/** What the rules must know: when it began (UTC ms, if not now), and whether its words diagnose. */
export interface DeliveryFacts { readonly begunAt?: number; readonly diagnosis?: boolean }

export type Delivery = { readonly phase: 'none' } | { readonly phase: 'recorded' | 'voided'; readonly caseid: string | undefined; readonly workers: readonly string[] };

const COMPANY: readonly PresentPerson[] = ['COLLEAGUE', 'COMMUNITY', 'DEPARTMENT', 'VOLUNTEER'];
const MINUTE_MS = 60_000;

export const delivery = decider<DeliveryCommand, DeliveryEvent, Delivery, DeliveryFacts>({
  name: 'delivery',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RecordDelivery: ({ stream, delivered: d }, s, { now, facts }) => {
      if (s.phase !== 'none') return refuse('delivery/already-recorded');
      if (facts.diagnosis === true) return refuse('counselling/diagnosis', { path: '/facts' });
      if (d.method === 'GROUP' || d.method === 'COMMUNITY') return refuse('delivery/group-own-form', { path: '/method' });
      if (d.form === 'HOME' && d.workers.length < 2 && !d.present.some((p) => COMPANY.includes(p))) return refuse('delivery/two-for-visits', { path: '/workers' });
      if ((facts.begunAt ?? now - d.minutes * MINUTE_MS) + d.minutes * MINUTE_MS > now + AHEAD_MS) return refuse('delivery/ends-ahead', { path: '/minutes' });
      return [happened('ServiceDelivered', d), ...(d.risk === 'RAISED' ? [happened('DangerSeen', { delivery: stream })] : [])];
    },

    VoidDelivery: (c, s, { actor }) => {
      if (s.phase === 'none') return refuse('delivery/not-recorded');
      if (s.phase === 'voided') return refuse('delivery/already-voided');
      return s.workers.includes(actor.id) || actor.role === 'supervisor' ? [happened('DeliveryVoided', c)] : refuse('delivery/not-yours');
    },
  },

  evolve: {
    ServiceDelivered: (_, e, { caseid }) => ({ phase: 'recorded', caseid, workers: e.workers }),
    DeliveryVoided: (s) => (s.phase === 'recorded' ? { ...s, phase: 'voided' } : s),
    DangerSeen: (s) => s,
  },
});
