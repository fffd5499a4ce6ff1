export * from './commands/handler.js';
export * from './commands/event-types.js';
export * from './commands/snapshots.js';
export * from './commands/pipeline.js';
export * from './views/view-store.js';
export { BadCursor } from './views/index-key.js';
export * from './views/memory-view-store.js';
