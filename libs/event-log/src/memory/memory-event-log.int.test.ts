import { eventLogConformance } from '../conformance/event-log-conformance.js';
import { memoryEventLog } from './memory-event-log.js';

eventLogConformance('memory', async ({ clock }) => {
  const log = memoryEventLog({ clock });
  return { log, close: () => log.close() };
});
