import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, agencyContractRenewed, agencyRegistered } from '@lianxin/contracts';

/** An agency (信访社会工作服务机构) that serves under a contract of the government. Its name stands sealed. */
export type AgencyEvent = EventOf<typeof agencyRegistered> | EventOf<typeof agencyContractRenewed>;
export type AgencyCommand = Command<'RegisterAgency', DataOf<typeof agencyRegistered>> | Command<'RenewContract', DataOf<typeof agencyContractRenewed>>;
export type Agency = { readonly phase: 'none' } | { readonly phase: 'registered'; readonly until: string };

export const agency = decider<AgencyCommand, AgencyEvent, Agency>({
  name: 'agency',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RegisterAgency: (c, s) => (s.phase === 'none' ? [happened('AgencyRegistered', c)] : refuse('staff/already-registered')),
    RenewContract: (c, s) => {
      if (s.phase === 'none') return refuse('staff/not-registered');
      return c.from > c.until ? refuse('staff/dates', { path: '/until' }) : [happened('AgencyContractRenewed', c)];
    },
  },

  evolve: {
    AgencyRegistered: (_, e) => ({ phase: 'registered', until: e.contract.until }),
    AgencyContractRenewed: (s, e) => (s.phase === 'none' ? s : { ...s, until: e.until }),
  },
});
