import { openSqliteEventLog } from '../../libs/event-log/dist/index.js';
import { stopwatch } from './measure.mjs';
import { makeEvent, walk } from './sample.mjs';

const WARM = 512;

/**
 * Closed-loop clients on the real event log: each makes an event, appends it, and waits for the answer. Everything a
 * caller does (id, envelope, JSON) is inside the clock. Every answer is checked, and at the end the size.
 */
export async function append(path, { count, clients, logOf, inThread = true, backgroundCheckpoints = !inThread, fingerprint = false }) {
  const log = await openSqliteEventLog({ path, inThread, backgroundCheckpoints });
  const walks = Array.from({ length: clients }, (_, c) => walk(logOf(c)));
  const print = Buffer.alloc(32, 7);
  const latencies = [];
  const client = async (next, n, keep) => {
    for (let i = 0; i < n; i += 1) {
      const since = performance.now();
      const { log: name, stream, caseid, expected, commandid } = next();
      const outcome = await log.append({
        log: name, actorid: 'staff-7f3a', commandid, ...(fingerprint ? { fingerprint: print } : {}),
        streams: [{ stream, expected, caseid, events: [makeEvent(name, stream, caseid, commandid, Date.now())] }],
      });
      if (outcome.kind !== 'appended') throw new Error(`the bench's append was ${outcome.kind}`);
      if (keep) latencies.push(performance.now() - since);
    }
  };
  await Promise.all(walks.map((next) => client(next, Math.ceil(WARM / clients), false)));
  const each = Math.ceil(count / clients);
  const stop = stopwatch();
  await Promise.all(walks.map((next) => client(next, each, true)));
  const measured = stop(each * clients);
  let size = 0;
  for (const name of await log.logs()) size += (await log.head(name)).size;
  if (size !== (each + Math.ceil(WARM / clients)) * clients) throw new Error(`the log has ${size} events, not what was appended`);
  await log.close();
  return { ...measured, latencies };
}
