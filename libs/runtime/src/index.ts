export * from './commands/handler.js';
export * from './commands/event-types.js';
export * from './commands/snapshots.js';
export * from './commands/pipeline.js';
