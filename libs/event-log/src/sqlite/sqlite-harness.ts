import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MakeHarness } from '../conformance/harness.js';
import type { EventLog } from '../port.js';
import { openSqliteEventLog } from './sqlite-event-log.js';

/** A fresh store in a folder of its own, for the conformance suite. */
export const sqliteHarness = (inThread: boolean): MakeHarness => async ({ clock }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lianxin-log-'));
  const path = join(folder, 'log.db');
  const opened: EventLog[] = [];
  const open = async (): Promise<EventLog> => {
    const log = await openSqliteEventLog({ path, clock, inThread });
    opened.push(log);
    return log;
  };
  const closeAll = async (): Promise<void> => { await Promise.all(opened.splice(0).map((l) => l.close())); };
  return {
    log: await open(),
    other: open,
    reopen: async () => { await closeAll(); return open(); },
    close: async () => { await closeAll(); rmSync(folder, { recursive: true, force: true }); },
  };
};
