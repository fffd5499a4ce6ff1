#!/usr/bin/env node
import { prepareWriters } from '@lianxin/event-log';

// One log for each of the six services and one for the archive's copy. Their threads start while the rest is still loaded.
prepareWriters(7);
await import('./serve.js');
