import { openSqliteEventLog } from '../sqlite/sqlite-event-log.js';
import { LOG, newStream, sampleAppend } from './harness.js';

/**
 * A process that writes to a store until it has written enough or is killed, and says so line by line:
 * `<commandid> <position>` after each answer. Usage: `<path> <prefix> <appends> <clients> [worker]`.
 */
const [path = '', prefix = '', appends = '0', clients = '1', how = ''] = process.argv.slice(2);
const log = await openSqliteEventLog({ path, inThread: how !== 'worker' });
const lines: string[] = [];
const flush = (): void => { process.stdout.write(lines.splice(0).map((l) => `${l}\n`).join('')); };

let next = 0;
async function client(): Promise<void> {
  while (next < Number(appends)) {
    next += 1;
    const commandid = `${prefix}-${next}`;
    const outcome = await log.append(sampleAppend([{ stream: newStream(), expected: 0, events: 2 }, { stream: newStream(), expected: 0 }], { log: LOG, commandid }));
    if (outcome.kind !== 'appended') throw new Error(`${commandid}: ${outcome.kind}`);
    if (lines.push(`${commandid} ${outcome.position}`) === 1) queueMicrotask(flush);
  }
}
await Promise.all(Array.from({ length: Number(clients) }, client));
await log.close();
