import type { EventLog } from '@lianxin/event-log';
import type { Calendars } from '@lianxin/statute';
import type { ReferralParts } from '../referral/referral.commands.js';

/** What commands on rounds have behind them. */
export interface RoundParts extends ReferralParts {
  readonly log: EventLog;
  readonly calendars: Calendars;
}
