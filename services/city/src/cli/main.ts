#!/usr/bin/env node
import { run, type Verb } from './program.js';
import type { Terminal } from './terminal.js';
import { bundleVerb } from './verbs/bundle.js';
import { calendarVerb } from './verbs/calendar.js';
import { checkpointVerb } from './verbs/checkpoint.js';
import { deadlineVerb } from './verbs/deadline.js';
import { doctor } from './verbs/doctor.js';
import { eraseVerb } from './verbs/erase.js';
import { exportVerb } from './verbs/export.js';
import { importVerb } from './verbs/import.js';
import { keysVerb } from './verbs/keys.js';
import { logsVerb } from './verbs/logs.js';
import { parkedVerb } from './verbs/parked.js';
import { rebuildVerb } from './verbs/rebuild.js';
import { verifyVerb } from './verbs/verify.js';
import { verifyBundleVerb } from './verbs/verify-bundle.js';

const verbs: readonly Verb[] = [doctor, importVerb, verifyVerb, checkpointVerb, bundleVerb, verifyBundleVerb, exportVerb, eraseVerb, keysVerb, logsVerb, rebuildVerb, parkedVerb, deadlineVerb, calendarVerb];

const stop = new AbortController();
let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stop.abort();
    if (++asked > 1) process.exit(130); // a second Ctrl-C does not wait
  });
}

const terminal: Terminal = {
  env: process.env,
  // npm runs scripts in the package's folder; people name files from where they stand.
  cwd: process.env['npm_lifecycle_event'] === 'lianxin' ? process.env['INIT_CWD'] ?? process.cwd() : process.cwd(),
  out: (text) => { process.stdout.write(text); },
  err: (text) => { process.stderr.write(text); },
  ...(process.stderr.isTTY ? { columns: process.stderr.columns } : {}),
  interrupted: stop.signal,
};

process.exitCode = await run(process.argv.slice(2), verbs, terminal);
