import { eventLogConformance } from '../conformance/event-log-conformance.js';
import { sqliteHarness } from './sqlite-harness.js';

eventLogConformance('SQLite behind a worker', sqliteHarness(false), { quick: true });
