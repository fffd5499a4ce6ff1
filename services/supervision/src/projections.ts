import { events } from '@lianxin/contracts';
import { calendarsView } from './calendars/calendars.view.js';
import { escalations, ladders } from './views/escalations.view.js';
import { outcomes, satisfactions } from './views/outcomes.view.js';
import { samples, checks, feedbacks } from './views/quality.view.js';
import { sessions, required, discussed } from './views/sessions.view.js';
import { staffList, agencies } from './views/staff.view.js';

/** What the thread of projections loads of this service: nothing else than these, their handlers and the contracts. */
export const types = events;
export const projections = [staffList, agencies, sessions, required, discussed, outcomes, satisfactions, samples, checks, feedbacks, calendarsView, escalations, ladders] as const;
