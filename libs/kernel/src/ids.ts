import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(4096);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

const DIGITS = Uint8Array.from('0123456789abcdef', (c) => c.charCodeAt(0));
/** The text being made, dashes in place. Read out at once, so that the id is one flat string and not a chain of its parts. */
const text = Buffer.from('00000000-0000-0000-0000-000000000000', 'latin1');

function put(at: number, byte: number): void {
  text[at] = DIGITS[byte >>> 4]!;
  text[at + 1] = DIGITS[byte & 0xf]!;
}

/**
 * A UUID version 7 (RFC 9562): sortable by creation time. Within one process it is strictly increasing, also within a
 * millisecond and when the clock steps back (method 1 of section 6.2: rand_a counts).
 */
export function uuidv7(now: number = Date.now()): string {
  if (now > lastMs) { lastMs = now; sequence = 0; } else if (++sequence > 0xfff) { lastMs += 1; sequence = 0; }
  if (used + 8 > pool.length) { randomFillSync(pool); used = 0; }
  const hi = Math.floor(lastMs / 0x1_0000_0000);
  const lo = lastMs >>> 0;
  put(0, (hi >>> 8) & 0xff); put(2, hi & 0xff); put(4, lo >>> 24); put(6, (lo >>> 16) & 0xff);
  put(9, (lo >>> 8) & 0xff); put(11, lo & 0xff);
  put(14, 0x70 | (sequence >>> 8)); put(16, sequence & 0xff);
  put(19, 0x80 | (pool[used]! & 0x3f)); put(21, pool[used + 1]!);
  for (let i = 2; i < 8; i += 1) put(20 + i * 2, pool[used + i]!);
  used += 8;
  return text.toString('latin1');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => UUID.test(text);

/** The name of a stream: `<aggregate>-<district>-<uuidv7>`; the district is a six-digit GB/T 2260 code. */
export const streamName = (aggregate: string, district: string, id: string): string => `${aggregate}-${district}-${id}`;

const STREAM = /^([a-z][a-z0-9]*)-(\d{6})-(.+)$/;
/** Takes a stream name apart; undefined when it is none. */
export function parseStream(name: string): { aggregate: string; district: string; id: string } | undefined {
  const m = STREAM.exec(name);
  return m ? { aggregate: m[1]!, district: m[2]!, id: m[3]! } : undefined;
}
