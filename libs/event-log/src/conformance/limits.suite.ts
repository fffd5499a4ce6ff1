import { describe, expect, it } from '@jest/globals';
import { Frontier, MAX_EVENT_BYTES, parseEnvelope, uuidv7 } from '@lianxin/kernel';
import type { Append } from '../port.js';
import { expectAppended, LOG, newStream, sampleAppend, sampleEvent, type MakeHarness } from './harness.js';
import { withLog } from './with-log.js';

const LONG = 200_000;
const CHUNK = 2_000;

/** An append whose single stored body has exactly so many bytes when it becomes position 1, version 1 of its log. */
function ofBytes(bytes: number): Append {
  const stream = newStream();
  const tail = ',"version":"1","position":"1","recordedat":"2026-11-24T04:00:00.000Z"}'.length;
  const empty = Buffer.byteLength(sampleEvent(LOG, stream, { data: { text: '' } }).head);
  const left = bytes - tail - empty;
  // Three-byte letters first, so that counting UTF-16 units instead of bytes would be noticed.
  const text = '连'.repeat(Math.floor(left / 3)) + 'x'.repeat(left % 3);
  return sampleAppend([{ stream, expected: 0, events: [{ data: { text } }] }]);
}

/** Appends that would store a row whose columns contradict its body, or that cannot be stored. */
function wrongly(good: Append): readonly Append[] {
  const one = good.streams[0]!;
  const event = one.events[0]!;
  return [
    { ...good, streams: [] }, { ...good, streams: [{ ...one, events: [] }] }, { ...good, streams: [one, one] }, { ...good, log: '' },
    { ...good, log: 'intake.440103' }, { ...good, commandid: 'command-2' }, { ...good, actorid: 'staff-2' },
    { ...good, streams: [{ ...one, stream: newStream() }] }, { ...good, streams: [{ ...one, caseid: 'case-2' }] },
    { ...good, streams: [{ ...one, expected: Number.NaN }] }, { ...good, streams: [{ ...one, expected: true as unknown as number }] },
    { ...good, streams: [{ ...one, events: [{ ...event, id: 'another' }] }] }, { ...good, streams: [{ ...one, events: [{ ...event, type: 'another.v1' }] }] },
    { ...good, streams: [{ ...one, events: [{ ...event, time: Number.NaN }] }] }, { ...good, fingerprint: true as unknown as Uint8Array },
  ];
}

export function keepsLimits(make: MakeHarness): void {
  describe('its limits', () => {
    it('an event of exactly 256 KB is stored as it is, one byte more is refused', withLog(make, async (log) => {
      expect(await log.append(ofBytes(MAX_EVENT_BYTES + 1))).toMatchObject({ kind: 'refused', code: 'event-log/too-large' });
      expectAppended(await log.append(ofBytes(MAX_EVENT_BYTES)));
      const [row] = await log.read(LOG);
      expect(Buffer.byteLength(row!.body)).toBe(MAX_EVENT_BYTES);
    }));

    it('an event that is too large fails alone, not its neighbours', withLog(make, async (log) => {
      const outcomes = await Promise.all([sampleAppend([{ stream: newStream(), expected: 0 }]), ofBytes(MAX_EVENT_BYTES + 100), sampleAppend([{ stream: newStream(), expected: 0 }])].map((a) => log.append(a)));
      expect(outcomes.map((o) => o.kind)).toEqual(['appended', 'refused', 'appended']);
      expect((await log.head(LOG)).size).toBe(2);
    }));

    it('a second case on a stream is refused, and so is leaving the case out', withLog(make, async (log, _clock, { reopen }) => {
      const [bound, free] = [newStream(), newStream()];
      expectAppended(await log.append(sampleAppend([{ stream: bound, expected: 0, caseid: 'case-1' }, { stream: free, expected: 0 }])));
      for (const open of [async () => log, reopen ?? (async () => log)]) {
        const l = await open();
        for (const [stream, caseid] of [[bound, 'case-2'], [bound, undefined], [free, 'case-1']] as const) {
          const outcome = await l.append(sampleAppend([{ stream, expected: 1, ...(caseid === undefined ? {} : { caseid }) }]));
          expect(outcome).toMatchObject({ kind: 'refused', code: 'event-log/other-case' });
        }
      }
    }));

    it('what cannot be stored as it says is refused before it reaches the store', withLog(make, async (log) => {
      const stream = newStream();
      const made = sampleAppend([{ stream, expected: 0, caseid: 'case-1' }], { commandid: 'command-1' });
      // The same event with its head written by hand must be looked at just as closely.
      const { id, type, time, head } = made.streams[0]!.events[0]!;
      const byHand = { ...made, streams: [{ ...made.streams[0]!, events: [{ id, type, time, head }] }] };
      for (const good of [made, byHand]) {
        for (const append of wrongly(good)) expect(await log.append(append)).toMatchObject({ kind: 'refused', code: 'event-log/malformed' });
      }
      for (const bad of [{ id: undefined as unknown as string }, { head: `${head.slice(0, -1)}\ud800"` }, { head: head.slice(1) }, { head: head.replace('"caseid":"case-1",', '') }]) {
        expect(await log.append({ ...made, streams: [{ ...made.streams[0]!, events: [{ id, type, time, head, ...bad }] }] })).toMatchObject({ kind: 'refused', code: 'event-log/malformed' });
      }
      expectAppended(await log.append(byHand));
      expect(parseEnvelope((await log.read(LOG))[0]!.body)).toMatchObject({ position: '1', version: '1', stream });
    }));
  });
}

export function keepsLongStreams(make: MakeHarness): void {
  describe('a long stream', () => {
    it('of 200,000 events is stored, read by pages and goes on', withLog(make, async (log) => {
      const stream = newStream();
      const sample = sampleEvent(LOG, stream);
      for (let at = 0; at < LONG; at += CHUNK) {
        const events = Array.from({ length: CHUNK }, () => { const id = uuidv7(); return { id, type: sample.type, time: sample.time, head: sample.head.replace(sample.id, id) }; });
        expectAppended(await log.append({ log: LOG, actorid: 'staff-1', streams: [{ stream, expected: at, events }] }));
      }
      const tree = Frontier.empty();
      for (let at = 0; at < LONG; at += 20_000) {
        const rows = await log.readStream(LOG, stream, { after: at, limit: 20_000 });
        if (rows.length !== 20_000 || rows.some((r, i) => r.version !== at + i + 1 || r.position !== r.version)) throw new Error(`versions after ${at} are not dense`);
        for (const r of rows) tree.push(r.leaf);
      }
      expect(await log.readStream(LOG, stream, { after: LONG })).toEqual([]);
      expect(await log.append(sampleAppend([{ stream, expected: LONG - 1 }]))).toEqual({ kind: 'conflict', stream, expected: LONG - 1, actual: LONG });
      const head = await log.head(LOG);
      expect({ size: head.size, root: Buffer.from(head.root).toString('hex') }).toEqual({ size: LONG, root: tree.root().toString('hex') });
    }));
  });
}
