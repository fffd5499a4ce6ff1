import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(4096);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/**
 * A UUID version 7 (RFC 9562): sortable by creation time. Within one process it is strictly increasing, also within a
 * millisecond and when the clock steps back (method 1 of section 6.2: rand_a counts).
 */
export function uuidv7(now: number = Date.now()): string {
  if (now > lastMs) { lastMs = now; sequence = 0; } else if (++sequence > 0xfff) { lastMs += 1; sequence = 0; }
  if (used + 8 > pool.length) { randomFillSync(pool); used = 0; }
  const t = lastMs;
  const h = (i: number) => HEX[i & 0xff]!;
  const r = (i: number) => pool[used + i]!;
  const hi = Math.floor(t / 0x1_0000_0000);
  const lo = t >>> 0;
  const id = `${h(hi >>> 8)}${h(hi)}${h(lo >>> 24)}${h(lo >>> 16)}-${h(lo >>> 8)}${h(lo)}-${h(0x70 | (sequence >>> 8))}${h(sequence)}-`
    + `${h(0x80 | (r(0) & 0x3f))}${h(r(1))}-${h(r(2))}${h(r(3))}${h(r(4))}${h(r(5))}${h(r(6))}${h(r(7))}`;
  used += 8;
  return id;
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
