import assert from 'node:assert/strict';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Doc, Docs } from '@lianxin/kernel';
import { DocsBuffer } from './docs-buffer.js';
import { memoryViewStore } from './memory-view-store.js';
import type { ViewStore } from './view-store.js';

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const colours = fc.constantFrom('red', 'green', 'blue');
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), id: ids, colour: colours }),
  fc.record({ do: fc.constant('remove' as const), id: ids }),
  fc.record({ do: fc.constant('look' as const), id: ids, colour: colours }),
);
const event = fc.record({ steps: fc.array(step, { maxLength: 5 }), fails: fc.boolean(), thenCommit: fc.boolean() });

/** The same store, answering later. */
const slow = (store: ViewStore): ViewStore => ({ ...store, load: async (b, id) => store.load(b, id), idsWhere: async (b, i, v) => store.idsWhere(b, i, v) });

describe.each([['at once', (s: ViewStore) => s], ['later', slow]] as const)('a buffer over a store that answers %s', (_, as) => {
  it('shows what a plain map would show, takes back what a failed event did, and stores the rest', () =>
    fc.assert(fc.asyncProperty(fc.array(event, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (events, capacity) => {
      const store = memoryViewStore();
      const build = await store.create('things', 1, ['colour']);
      const buffer = new DocsBuffer(as(store), build.id, build.indexes, capacity);
      let model = new Map<string, Doc>();
      let position = 0;
      for (const { steps, fails, thenCommit } of events) {
        const before = new Map(model);
        const work = (docs: Docs<Doc>): void => {
          model = new Map(before); // an event may be handled again
          for (const s of steps) {
            if (s.do === 'put') { docs.put(s.id, { colour: s.colour }); model.set(s.id, { colour: s.colour }); }
            if (s.do === 'remove') { docs.remove(s.id); model.delete(s.id); }
            if (s.do === 'look') {
              assert.deepEqual(docs.get(s.id), model.get(s.id));
              assert.deepEqual(new Set(docs.idsWhere('colour', s.colour)), new Set([...model].filter(([, d]) => d['colour'] === s.colour).map(([id]) => id)));
            }
          }
          if (fails) throw new RangeError('on purpose');
        };
        const handled = buffer.handle(work);
        if (fails) { await assert.rejects(handled, RangeError); model = before; } else await handled;
        if (thenCommit) {
          await store.commit({ build: build.id, log: 'test.440106', from: position, to: position + 1, ...buffer.changes(), park: [], unpark: [] });
          position += 1;
          buffer.committed();
        }
      }
      await store.commit({ build: build.id, log: 'test.440106', from: position, to: position + 1, ...buffer.changes(), park: [], unpark: [] });
      expect(new Map((await store.scan(build.id, '', 10)).map((r) => [r.id, JSON.parse(r.text) as Doc]))).toEqual(model);
    }), { numRuns: 200 }));

  it('refuses a document whose indexed field cannot be ordered, and an index nobody declared', async () => {
    const store = memoryViewStore();
    const build = await store.create('things', 1, ['colour']);
    const buffer = new DocsBuffer(as(store), build.id, build.indexes, 10);
    await expect(buffer.handle((docs) => docs.put('a', { colour: ['red'] }))).rejects.toThrow(/colour/);
    await expect(buffer.handle((docs) => docs.put('a', { colour: Number.NaN }))).rejects.toThrow(/colour/);
    await expect(buffer.handle((docs) => { docs.idsWhere('size', 1); })).rejects.toThrow(/size/);
    expect(buffer.changes().puts.size).toBe(0);
  });
});
