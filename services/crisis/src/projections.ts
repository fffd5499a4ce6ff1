import { events } from '@lianxin/contracts';
import { episodes } from './views/episodes.view.js';
import { reports } from './views/reports.view.js';
import { safeties } from './views/safeties.view.js';

/** What the thread of projections loads of this service: nothing else than these, their handlers and the contracts. */
export const types = events;
export const projections = [safeties, episodes, reports] as const;
