import type { StoredEvent } from '../port.js';
import type { StoredRow } from '../column-faults.js';

/** A row in the order of `EVENT_COLUMNS`. */
export function rowOf(r: readonly unknown[]): StoredRow {
  return {
    log: r[0] as string, position: r[1] as number, stream: r[2] as string, version: r[3] as number, id: r[4] as string, type: r[5] as string,
    caseid: r[6] as string | null, commandid: r[7] as string | null, n: r[8] as number | null, recordedat: r[9] as number, body: r[10] as string,
    leaf: r[11] as Buffer,
  };
}

export function eventOf(r: readonly unknown[]): StoredEvent {
  return {
    log: r[0] as string, position: r[1] as number, stream: r[2] as string, version: r[3] as number, id: r[4] as string, type: r[5] as string,
    ...(r[6] === null ? {} : { caseid: r[6] as string }), ...(r[7] === null ? {} : { commandid: r[7] as string }),
    recordedat: r[9] as number, body: r[10] as string, leaf: r[11] as Buffer,
  };
}
