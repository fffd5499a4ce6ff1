import { describe, expect, it } from '@jest/globals';
import { leafHash } from '@lianxin/kernel';
import { expectAppended, LOG, newStream, readAll, sampleAppend, stall, type MakeHarness } from './harness.js';
import { withLog } from './with-log.js';

const WRITERS = 8;
const APPENDS = 60;

export function keepsOrder(make: MakeHarness): void {
  describe('order', () => {
    it('is the same for every reader while 8 writers write and stall: dense, and nothing appears below what was read', withLog(make, async (log, clock, { other }) => {
      const instances = [log, other ? await other() : log];
      let writing = WRITERS;
      const read = async (i: number): Promise<readonly string[]> => {
        const seen: string[] = [];
        for (let last = false; ; await stall(1)) {
          // Looked at before the read: what was committed before the last writer ended is in it.
          last = writing === 0;
          const rows = await instances[i % 2]!.read(LOG, { after: seen.length, limit: 40 });
          rows.forEach((r, k) => expect(r.position).toBe(seen.length + k + 1));
          seen.push(...rows.map((r) => r.body));
          if (last && rows.length === 0) return seen;
        }
      };
      const write = async (i: number): Promise<readonly { stream: string; version: number; position: number }[]> => {
        const mine: { stream: string; version: number; position: number }[] = [];
        const streams = [newStream(), newStream()];
        const versions = [0, 0];
        for (let n = 0; n < APPENDS; n += 1) {
          await stall(Math.floor(Math.random() * 4));
          clock.advance(n % 3);
          const to = streams.map((stream, k) => ({ stream, expected: versions[k]!, events: 1 + ((n + k) % 3) })).slice(n % 2);
          const outcome = expectAppended(await instances[(i + n) % 2]!.append(sampleAppend(to)));
          for (const at of outcome.streams) versions[streams.indexOf(at.stream)] = at.version;
          mine.push(...outcome.streams);
          // Visible to everybody as soon as it is answered.
          expect((await instances[n % 2]!.read(LOG, { after: outcome.position - 1, limit: 1 })).map((r) => r.position)).toEqual([outcome.position]);
        }
        writing -= 1;
        return mine;
      };
      const readers = [0, 1, 2].map(read);
      const written = (await Promise.all(Array.from({ length: WRITERS }, (_, i) => write(i)))).flat();
      const seen = await Promise.all(readers);

      const rows = await readAll(log);
      for (const bodies of seen) expect(bodies).toEqual(rows.map((r) => r.body));
      for (const at of written) expect(rows[at.position - 1]).toMatchObject(at);
      rows.forEach((r, i) => {
        expect(r.leaf.length === 32 && Buffer.from(r.leaf).equals(leafHash(r.body))).toBe(true);
        expect(r.recordedat).toBeGreaterThanOrEqual(rows[i - 1]?.recordedat ?? 0);
      });
      for (const stream of new Set(rows.map((r) => r.stream))) {
        const versions = rows.filter((r) => r.stream === stream).map((r) => r.version);
        expect(versions).toEqual(versions.map((_, i) => i + 1));
      }
    }));

    it('tells listeners of each commit with the size reached', withLog(make, async (log) => {
      const told: [string, number][] = [];
      const stop = log.onAppended((name, size) => told.push([name, size]));
      await log.append(sampleAppend([{ stream: newStream(), expected: 0, events: 3 }]));
      await log.append(sampleAppend([{ stream: newStream(), expected: 5 }]));
      await log.append(sampleAppend([{ stream: newStream(), expected: 0 }], { log: 'intake.440103' }));
      stop();
      await log.append(sampleAppend([{ stream: newStream(), expected: 0 }]));
      expect(told).toEqual([[LOG, 3], ['intake.440103', 1]]);
    }));

    it('gives the streams of one aggregate, by stream and version, page by page', withLog(make, async (log) => {
      const rare = Array.from({ length: 4 }, () => newStream('erasure')).sort();
      for (const stream of [...rare, newStream('erasures'), newStream('erase'), newStream('matter')].reverse()) expectAppended(await log.append(sampleAppend([{ stream, expected: 0, events: 3 }])));
      const seen: string[] = [];
      for (let after: { stream: string; version: number } | undefined; ;) {
        const page = await log.readAggregate(LOG, 'erasure', { limit: 5, ...(after ? { after } : {}) });
        seen.push(...page.map((e) => `${e.stream}@${e.version}`));
        after = page.at(-1);
        if (!after) break;
      }
      expect(seen).toEqual(rare.flatMap((stream) => [1, 2, 3].map((version) => `${stream}@${version}`)));
      expect(await log.readAggregate('intake.440105', 'erasure')).toEqual([]);
    }));
  });
}
