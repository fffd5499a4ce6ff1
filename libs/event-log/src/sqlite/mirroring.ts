import { MAX_EVENT_BYTES } from '@lianxin/kernel';
import { storedBody } from '../stored-body.js';
import { isUnique, type Connection } from './connection.js';
import type { LogState } from './log-states.js';
import type { RowWriter } from './row-writer.js';

/** Why bytes from elsewhere do not continue a log, and at which position. */
export class MirrorFault extends Error {
  constructor(message: string, readonly position: number) { super(message); }
}

/** Adds stored texts to a log as they are; inside a transaction. Texts for positions that are filled must be equal to what is there. Throws `MirrorFault`. */
export function takeOver(db: Connection, rows: RowWriter, s: LogState, after: number, bodies: readonly string[]): void {
  const size = s.frontier.size;
  if (after > size) throw new MirrorFault(`${s.log} has ${size} events here; those up to ${after} are missing`, size + 1);
  const stored = db.prepare('SELECT body FROM event WHERE log = ? AND position = ?');
  bodies.slice(0, size - after).forEach((body, i) => {
    const position = after + i + 1;
    if (stored.get([s.log, position])?.[0] !== body) throw new MirrorFault(`${s.log} already has another event at position ${position}`, position);
  });
  let last: Last | undefined;
  const row = db.prepare('SELECT commandid, n, recordedat FROM event WHERE log = ? AND position = ?').get([s.log, size]);
  if (row) last = { commandid: row[0] as string | null, n: row[1] as number | null, recordedat: row[2] as number };
  for (const body of bodies.slice(size - after)) last = takeOne(rows, s, body, last);
}

interface Last { readonly commandid: string | null; readonly n: number | null; readonly recordedat: number }

function takeOne(rows: RowWriter, s: LogState, body: string, last: Last | undefined): Last {
  const position = s.frontier.size + 1;
  const fault = (why: string) => new MirrorFault(`${s.log} position ${position}: ${why}`, position);
  const taken = storedBody(body);
  if (typeof taken === 'string') throw fault(taken);
  const { envelope: e, version, recordedat } = taken;
  if (e.log !== s.log) throw fault(`the event belongs to log ${e.log}`);
  if (taken.position !== position) throw fault(`the event says it is at position ${taken.position}`);
  if (Buffer.byteLength(body) > MAX_EVENT_BYTES) throw fault(`the event has more than ${MAX_EVENT_BYTES} bytes`);
  if (last && recordedat < last.recordedat) throw fault('it was recorded before the event that precedes it');
  const head = s.streams.get(e.stream) ?? rows.headOf(s.log, e.stream);
  const caseid = e.caseid ?? null;
  if (version !== head.version + 1) throw fault(`version ${version} of ${e.stream} does not follow version ${head.version}`);
  if (version > 1 && caseid !== head.caseid) throw fault(`${e.stream} changes its case`);
  const commandid = e.commandid ?? null;
  const n = commandid === null ? null : last?.commandid === commandid ? (last.n ?? 0) + 1 : 0;
  try {
    rows.write(s, body, '', { position, stream: e.stream, version, id: e.id, type: e.type, caseid, commandid, n, recordedat });
  } catch (error) {
    if (isUnique(error)) throw fault(`command ${commandid ?? ''} or the position is there already`);
    throw error;
  }
  s.setStream(e.stream, { version, caseid });
  s.clock = Math.max(s.clock, recordedat);
  return { commandid, n, recordedat };
}
