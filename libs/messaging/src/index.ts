export * from './bus.js';
export * from './feed.js';
export * from './lease.js';
export * from './in-process-bus.js';
