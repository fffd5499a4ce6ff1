import { events } from '@lianxin/contracts';
import type { SearchDefinition } from '@lianxin/runtime';
import { searchablePlans } from './plan/searchable-plans.js';
import { assessments } from './views/assessments.view.js';
import { screenings } from './views/screenings.view.js';

/** What the thread of projections loads of this service: nothing else than these, their handlers and the contracts. */
export const types = events;
export const projections = [assessments, screenings] as const;
export const search: SearchDefinition = { name: 'plan index', file: 'search.db', secret: 'search-plans', searchable: searchablePlans };
