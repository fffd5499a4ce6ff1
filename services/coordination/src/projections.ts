import { events } from '@lianxin/contracts';
import { behaviourPlans } from './views/behaviour-plans.view.js';
import { casework } from './views/casework.view.js';
import { commitments } from './views/commitments.view.js';
import { deliveries } from './views/deliveries.view.js';
import { departments } from './views/departments.view.js';
import { groups } from './views/groups.view.js';
import { inbox } from './views/inbox.view.js';
import { jointMeetings } from './views/joint-meetings.view.js';
import { matterHandlings } from './views/matter-handlings.view.js';
import { referralRounds } from './views/referral-rounds.view.js';
import { referrals } from './views/referrals.view.js';

/** What the thread of projections loads of this service: nothing else than these, their handlers and the contracts. */
export const types = events;
export const projections = [casework, deliveries, commitments, behaviourPlans, groups, departments, referrals, inbox, matterHandlings, referralRounds, jointMeetings] as const;
