import { events } from '../../libs/contracts/dist/index.js';
import { projection } from '../../libs/kernel/dist/index.js';

/** For B5, loaded by the thread of projections: a handler for each event, which does nothing. */
export const types = events;
export const projections = [projection({ name: 'nothing', version: 1, indexes: [], handlers: Object.fromEntries(events.definitions.map((d) => [d.name, () => undefined])) })];
