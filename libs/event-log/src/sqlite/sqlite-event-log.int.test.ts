import { eventLogConformance } from '../conformance/event-log-conformance.js';
import { sqliteHarness } from './sqlite-harness.js';

eventLogConformance('SQLite in this thread', sqliteHarness(true));
