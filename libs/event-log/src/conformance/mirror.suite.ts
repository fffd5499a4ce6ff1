import { describe, expect, it } from '@jest/globals';
import type { EventLog } from '../port.js';
import { expectAppended, LOG, newStream, NOON, readAll, sampleAppend, type MakeHarness } from './harness.js';
import { withLog } from './with-log.js';

/** Some history of several streams, cases and commands, and its bodies. */
async function history(log: EventLog): Promise<readonly string[]> {
  const [a, b] = [newStream(), newStream()];
  expectAppended(await log.append(sampleAppend([{ stream: a, expected: 0, caseid: 'case-1', events: 2 }, { stream: b, expected: 0 }], { commandid: 'command-1' })));
  for (let i = 0; i < 300; i += 1) expectAppended(await log.append(sampleAppend([{ stream: a, expected: 2 + i, caseid: 'case-1' }], i % 3 === 0 ? { commandid: `more-${i}` } : {})));
  return (await readAll(log)).map((r) => r.body);
}

export function mirrors(make: MakeHarness): void {
  describe('a mirror', () => {
    it('takes the owner’s bytes in any portions, again too, and ends equal in every row, root and answer', withLog(make, async (owner) => {
      const bodies = await history(owner);
      await withLog(make, async (copy, _clock, { reopen }) => {
        expect(await copy.mirror(LOG, 0, bodies.slice(0, 2))).toEqual({ ok: true, size: 2 });
        expect(await copy.mirror(LOG, 0, bodies.slice(0, 2))).toEqual({ ok: true, size: 2 });
        expect(await copy.mirror(LOG, 1, bodies.slice(1, 100))).toEqual({ ok: true, size: 100 });
        const again = reopen ? await reopen() : copy;
        expect(await again.mirror(LOG, 100, bodies.slice(100))).toEqual({ ok: true, size: 303 });
        expect(await readAll(again)).toEqual(await readAll(owner));
        expect((await again.head(LOG)).root).toEqual((await owner.head(LOG)).root);
        expect((await again.findCommand(LOG, 'command-1'))?.events.map((e) => e.position)).toEqual([1, 2, 3]);
        expect(await again.tree(LOG).nodes(8, 0, 1)).toEqual(await owner.tree(LOG).nodes(8, 0, 1));
        // Refilled, it goes on as if nothing had happened.
        const stream = (await owner.read(LOG, { limit: 1 }))[0]!.stream;
        expect(expectAppended(await again.append(sampleAppend([{ stream, expected: 302, caseid: 'case-1' }]))).position).toBe(304);
      })();
    }));

    it('fills a log that is read-only', withLog(make, async (owner) => {
      const bodies = await history(owner);
      await withLog(make, async (copy) => {
        await copy.mirror(LOG, 0, bodies.slice(0, 10));
        await copy.setReadOnly(LOG, 'shorter than its checkpoint');
        expect(await copy.mirror(LOG, 10, bodies.slice(10))).toEqual({ ok: true, size: 303 });
        expect((await copy.head(LOG)).readOnly).toBe('shorter than its checkpoint');
      })();
    }));

    it('refuses, and keeps nothing of, what does not continue its log', withLog(make, async (owner) => {
      const bodies = await history(owner);
      const at = (i: number, change: (body: string) => string) => bodies.slice(10, 20).map((b, k) => (k === i ? change(b) : b));
      const wrong: readonly [name: string, after: number, bodies: readonly string[], position: number][] = [
        ['a gap', 11, bodies.slice(11, 20), 11],
        ['a missing event', 10, [...bodies.slice(10, 12), ...bodies.slice(13, 20)], 13],
        ['two swapped', 10, [bodies[11]!, bodies[10]!], 11],
        ['another log', 10, at(3, (b) => b.replace('"log":"intake.440106"', '"log":"intake.440103"')), 14],
        ['a version skipped', 10, at(3, (b) => b.replace(/"version":"(\d+)"/, '"version":"99"')), 14],
        ['a time that falls', 10, at(3, (b) => b.replace(/"recordedat":"2026/, '"recordedat":"2025')), 14],
        ['another case', 10, at(3, (b) => b.replace('"caseid":"case-1"', '"caseid":"case-2"')), 14],
        ['a known command', 10, at(3, (b) => b.replace(/"commandid":"[^"]*",|"data"/, (m) => `"commandid":"command-1",${m === '"data"' ? m : ''}`)), 14],
        ['no JSON', 10, at(3, (b) => b.slice(1)), 14],
        ['a tail that is not last', 10, at(3, (b) => `${b.slice(0, -1)},"note":"x"}`), 14],
        ['an attribute twice', 10, at(3, (b) => b.replace(/^\{/, '{"position":"14",').replace(/"position":"14","recordedat"/, '"position":"15","recordedat"')), 14],
        ['another event where one is', 5, [bodies[5]!, bodies[6]!.replace('visit', 'letter'), bodies[7]!], 7],
      ];
      await withLog(make, async (copy) => {
        expect(await copy.mirror(LOG, 0, bodies.slice(0, 10))).toEqual({ ok: true, size: 10 });
        const before = await copy.head(LOG);
        for (const [name, after, changed, position] of wrong) {
          const outcome = await copy.mirror(LOG, after, changed);
          expect([name, outcome]).toEqual([name, { ok: false, position, why: expect.any(String) }]);
          expect(await copy.head(LOG)).toEqual(before);
        }
        expect(await copy.mirror(LOG, 10, bodies.slice(10))).toEqual({ ok: true, size: 303 });
        expect((await copy.head(LOG)).clock).toBe(NOON);
      })();
    }));
  });
}
