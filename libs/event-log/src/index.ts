export * from './port.js';
export * from './errors.js';
export { newEvent } from './new-event.js';
export * from './column-faults.js';
export { storedBody } from './stored-body.js';
export { openSqliteEventLog, type SqliteEventLogOptions } from './sqlite/sqlite-event-log.js';
export { openStoreScan, scanRows, type StoredHead, type StoreScan } from './sqlite/scan.js';
export { TABLES, SCHEMA, SCHEMA_VERSION } from './sqlite/schema.js';
export { memoryEventLog } from './memory/memory-event-log.js';
