import { events } from '@lianxin/contracts';
import type { SearchDefinition } from '@lianxin/runtime';
import { searchable } from './search/searchable.js';
import { dossiers } from './views/dossiers.view.js';
import { erasures } from './views/erasures.view.js';
import { matters } from './views/matters.view.js';
import { subjects } from './views/subjects.view.js';

/** What the thread of projections loads of this service: nothing else than these, their handlers and the contracts. */
export const types = events;
export const projections = [dossiers, matters, subjects, erasures] as const;
export const search: SearchDefinition = { name: 'search index', file: 'search.db', secret: 'search', searchable };
