import { leafHash, parseEnvelope, type Envelope, type Hash } from '@lianxin/kernel';

/** A row of table `event` with every stored column, as it lies in the file. */
export interface StoredRow {
  readonly log: string;
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly caseid: string | null;
  readonly commandid: string | null;
  /** 0, 1, … within the events of one command; null without commandid. */
  readonly n: number | null;
  /** UTC milliseconds. */
  readonly recordedat: number;
  readonly body: string;
  readonly leaf: Hash;
}

/** A column whose stored value is not what the row's body (or, for `leaf` and `n`, the bytes and the row before) calls for. */
export interface ColumnFault { readonly column: keyof StoredRow; readonly stored: string; readonly calledFor: string }

const hex = (bytes: Hash | null): string => (bytes === null ? 'nothing' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex'));
const isSame = (a: Hash | null, b: Buffer): boolean => a !== null && a.length === b.length && b.compare(a) === 0;

function objectIn(text: string): Envelope | undefined {
  try {
    const value: unknown = parseEnvelope(text);
    return value !== null && typeof value === 'object' ? value as Envelope : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Compares every column of a row with its body. Pure. `before` is the row one position earlier in the same log: it
 * tells which `n` is called for, as the events of one command lie next to each other.
 */
export function columnFaults(row: StoredRow, before?: StoredRow): readonly ColumnFault[] {
  let faults: ColumnFault[] | undefined;
  const compare = (column: keyof StoredRow, stored: string | number | null, calledFor: string | number | null | undefined): void => {
    if (stored === (calledFor ?? null)) return;
    (faults ??= []).push({ column, stored: String(stored ?? 'nothing'), calledFor: String(calledFor ?? 'nothing') });
  };
  const leaf = leafHash(row.body);
  if (!isSame(row.leaf, leaf)) (faults ??= []).push({ column: 'leaf', stored: hex(row.leaf), calledFor: hex(leaf) });
  const body = objectIn(row.body);
  if (!body) return [...(faults ?? []), { column: 'body', stored: 'no JSON object', calledFor: 'a JSON object' }];
  compare('log', row.log, body.log);
  compare('stream', row.stream, body.stream);
  compare('id', row.id, body.id);
  compare('type', row.type, body.type);
  compare('caseid', row.caseid, body.caseid);
  compare('commandid', row.commandid, body.commandid);
  compare('position', String(row.position), body.position);
  compare('version', String(row.version), body.version);
  compare('recordedat', row.recordedat, Date.parse(body.recordedat));
  const follows = before !== undefined && before.commandid !== null && before.commandid === row.commandid;
  compare('n', row.n, row.commandid === null ? null : follows ? (before.n ?? 0) + 1 : 0);
  return faults ?? [];
}
