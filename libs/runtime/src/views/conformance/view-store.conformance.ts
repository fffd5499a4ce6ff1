import assert from 'node:assert/strict';
import type { Doc } from '@lianxin/kernel';
import { BadCursor } from '../index-key.js';
import type { ParkedEvent, ViewBuild, ViewCommit, ViewStore } from '../view-store.js';

/** One rule that every view store keeps. `run` gets an empty store and leaves closing to its caller. */
export interface ViewStoreRule { readonly name: string; readonly run: (store: ViewStore) => Promise<void> }

const LOG = 'test.440106';

const change = (build: ViewBuild, from: number, to: number, puts: Record<string, Doc> = {}, more: Partial<ViewCommit> = {}): ViewCommit =>
  ({ build: build.id, log: LOG, from, to, puts: new Map(Object.entries(puts)), removes: [], park: [], unpark: [], ...more });

const letter = (position: number, sequence: number, attempts = 1): ParkedEvent => ({
  id: `cases/${LOG}/${position}`, view: 'cases', log: LOG, stream: 'case-440106-1', position, version: position, type: 'lianxin.test.opened.v1', sequence, error: 'no', attempts, parkedat: 1,
});

const seven: Record<string, Doc> = {
  a: { status: 'open', due: 30, urgent: true }, b: { status: 'open', due: 10, urgent: false }, c: { status: 'closed', due: 20 },
  d: { status: 'open' }, e: { status: '张', due: 10 }, f: { status: '𠀀', due: 'later' }, g: { status: '\uf900', due: 2.5 },
};

async function filled(store: ViewStore): Promise<ViewBuild> {
  const build = await store.create('cases', 1, ['status', 'due', 'urgent']);
  assert.equal(await store.commit(change(build, 0, 7, seven)), true);
  return build;
}

export const viewStoreRules: readonly ViewStoreRule[] = [
  {
    name: 'gives back what was put, changed and removed',
    async run(store) {
      const build = await store.create('cases', 1, ['status']);
      const doc = { status: 'open', deep: { list: [1, 'two', null], text: '信访 "引号" 𠀀' } };
      await store.commit(change(build, 0, 1, { a: doc, b: { status: 'x' } }));
      assert.deepEqual(await store.reader('cases').get('a'), doc);
      assert.deepEqual(await store.load(build.id, 'a'), doc);
      await store.commit(change(build, 1, 2, { a: { status: 'closed' } }, { removes: ['b'] }));
      assert.deepEqual(await store.reader('cases').get('a'), { status: 'closed' });
      assert.equal(await store.load(build.id, 'b'), undefined);
      assert.equal(await store.reader('cases').count(), 1);
    },
  },
  {
    name: 'keeps the checkpoint of each log with the documents',
    async run(store) {
      const build = await store.create('cases', 1, []);
      await store.commit(change(build, 0, 5, { a: {} }));
      await store.commit({ ...change(build, 0, 3, { b: {} }), log: 'test.440103' });
      assert.deepEqual(await store.checkpoints(build.id), new Map([[LOG, 5], ['test.440103', 3]]));
    },
  },
  {
    name: 'stores nothing when the checkpoint is not the one expected',
    async run(store) {
      const build = await filled(store);
      assert.equal(await store.commit(change(build, 6, 9, { a: { status: 'stale' }, z: {} }, { removes: ['b'], park: [letter(8, 1)] })), false);
      assert.deepEqual(await store.load(build.id, 'a'), seven['a']);
      assert.equal(await store.reader('cases').count(), 7);
      assert.deepEqual(await store.parked(build.id), []);
      assert.equal((await store.checkpoints(build.id)).get(LOG), 7);
    },
  },
  {
    name: 'stores nothing of a commit with a document that cannot be stored',
    async run(store) {
      const build = await filled(store);
      await assert.rejects(store.commit(change(build, 7, 8, { new: { status: 'open' }, bad: { status: { nested: true } } })));
      await assert.rejects(store.commit(change(build, 7, 8, { new: { status: 'open' }, bad: { big: 1n } })));
      assert.equal(await store.load(build.id, 'new'), undefined);
      assert.equal(await store.commit(change(build, 7, 8, { new: { status: 'open' } })), true);
    },
  },
  {
    name: 'of several commits on one checkpoint takes exactly one',
    async run(store) {
      const build = await store.create('cases', 1, []);
      const taken = await Promise.all(Array.from({ length: 8 }, (_, i) => store.commit(change(build, 0, i + 1, { [`by-${i}`]: {} }))));
      assert.equal(taken.filter(Boolean).length, 1);
      assert.equal(await store.reader('cases').count(), 1);
    },
  },
  {
    name: 'finds by equal values, any of several, ranges, and all together',
    async run(store) {
      await filled(store);
      const cases = store.reader('cases');
      const ids = async (where: Parameters<typeof cases.count>[0]) => {
        const found = (await cases.find({ ...(where ? { where } : {}) })).items.map((i) => i.id);
        assert.equal(await cases.count(where), found.length);
        return found.join('');
      };
      assert.equal(await ids(undefined), 'abcdefg');
      assert.equal(await ids({ status: 'open' }), 'abd');
      assert.equal(await ids({ status: '张' }), 'e');
      assert.equal(await ids({ status: ['closed', '张'] }), 'ce');
      assert.equal(await ids({ status: [] }), '');
      assert.equal(await ids({ urgent: true }), 'a');
      assert.equal(await ids({ urgent: [true, false] }), 'ab');
      assert.equal(await ids({ urgent: '' }), 'cdefg');
      assert.equal(await ids({ due: { from: 10, below: 30 } }), 'bce');
      assert.equal(await ids({ due: { below: 10 } }), 'g');
      assert.equal(await ids({ status: 'open', due: { from: 10, below: 30 } }), 'b');
      assert.equal(await ids({ due: '10' }), '');
    },
  },
  {
    name: 'orders by an index, then by id, and pages without gap or repeat',
    async run(store) {
      await filled(store);
      const cases = store.reader('cases');
      const paged = async (find: { orderBy?: string; desc?: boolean; where?: { status: string } }, limit: number) => {
        const pages: string[] = [];
        let after: string | undefined;
        do {
          const page = await cases.find({ ...find, limit, ...(after === undefined ? {} : { after }) });
          pages.push(page.items.map((i) => i.id).join(''));
          after = page.next;
        } while (after !== undefined);
        return pages.join('|');
      };
      assert.equal(await paged({}, 3), 'abc|def|g');
      assert.equal(await paged({ desc: true }, 4), 'gfed|cba');
      assert.equal(await paged({ orderBy: 'due' }, 2), 'gb|ec|ad|f');
      assert.equal(await paged({ orderBy: 'due', desc: true }, 3), 'fda|ceb|g');
      assert.equal(await paged({ orderBy: 'status' }, 1), 'c|a|b|d|e|g|f'); // by UTF-8 bytes: U+F900 before U+20000
      assert.equal(await paged({ orderBy: 'due', where: { status: 'open' } }, 1), 'b|a|d');
      assert.equal(await paged({ orderBy: 'due' }, 7), 'gbecadf');
    },
  },
  {
    name: 'refuses a cursor of another order and an index it does not have',
    async run(store) {
      await filled(store);
      const cases = store.reader('cases');
      const { next } = await cases.find({ orderBy: 'due', limit: 1 });
      await assert.rejects(cases.find({ orderBy: 'status', after: next! }), BadCursor);
      await assert.rejects(cases.find({ orderBy: 'due', desc: true, after: next! }), BadCursor);
      await assert.rejects(cases.find({ after: 'rubbish' }), BadCursor);
      await assert.rejects(cases.find({ where: { colour: 'red' } }), /no index colour/);
      await assert.rejects(cases.find({ orderBy: 'colour' }), /no index colour/);
      await assert.rejects(cases.groupCount('colour'), /no index colour/);
    },
  },
  {
    name: 'counts by value',
    async run(store) {
      await filled(store);
      const cases = store.reader('cases');
      assert.deepEqual(await cases.groupCount('due'), new Map<string | number, number>([['', 1], [10, 2], [2.5, 1], [20, 1], [30, 1], ['later', 1]]));
      assert.deepEqual(await cases.groupCount('status', { due: 10 }), new Map([['open', 1], ['张', 1]]));
    },
  },
  {
    name: 'tells a builder the ids under a value',
    async run(store) {
      const build = await filled(store);
      assert.deepEqual(await store.idsWhere(build.id, 'status', 'open'), ['a', 'b', 'd']);
      await store.commit(change(build, 7, 8, { a: { status: 'closed' } }, { removes: ['b'] }));
      assert.deepEqual(await store.idsWhere(build.id, 'status', 'open'), ['d']);
      assert.deepEqual(await store.idsWhere(build.id, 'due', 30), []);
    },
  },
  {
    name: 'keeps parked letters in the order of their streams until they are applied',
    async run(store) {
      const build = await store.create('cases', 1, []);
      await store.commit(change(build, 0, 20, {}, { park: [...Array.from({ length: 11 }, (_, i) => letter(i + 3, i + 1))].reverse() }));
      assert.deepEqual((await store.parked(build.id)).map((l) => l.sequence), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      await store.commit(change(build, 20, 20, { a: {} }, { unpark: [letter(3, 1).id], park: [letter(4, 2, 2)] }));
      assert.deepEqual((await store.parked(build.id)).slice(0, 2).map((l) => [l.sequence, l.attempts]), [[2, 2], [3, 1]]);
    },
  },
  {
    name: 'builds a new version unseen, and switches all readers to it at once',
    async run(store) {
      const old = await filled(store);
      const cases = store.reader('cases');
      const next = await store.create('cases', 2, ['phase']);
      assert.deepEqual([old.live, next.live], [true, false]);
      await store.commit(change(next, 0, 4, { a: { phase: 'new' }, z: { phase: 'new' } }, { park: [letter(2, 1)] }));
      assert.equal(await cases.count(), 7);
      assert.deepEqual((await store.scan(next.id, '', 10)).map((r) => [r.id, JSON.parse(r.text)]), [['a', { phase: 'new' }], ['z', { phase: 'new' }]]);
      assert.deepEqual((await store.scan(next.id, 'a', 10)).map((r) => r.id), ['z']);
      await store.switchTo(next.id);
      assert.equal(await cases.count({ phase: 'new' }), 2);
      assert.deepEqual((await store.builds()).map((b) => [b.id, b.version, b.live]), [[next.id, 2, true]]);
      assert.deepEqual([...await store.checkpoints(next.id)], [[LOG, 4]]);
      assert.deepEqual([...await store.checkpoints(old.id)], []);
      assert.equal((await store.parked(next.id)).length, 1);
      await assert.rejects(async () => store.commit(change(old, 7, 8, { a: {} })), /no build/);
    },
  },
  {
    name: 'drops a build without touching the live one',
    async run(store) {
      const live = await filled(store);
      const other = await store.create('cases', 2, []);
      await store.commit(change(other, 0, 1, { a: {} }));
      await store.drop(other.id);
      assert.deepEqual((await store.builds()).map((b) => b.id), [live.id]);
      assert.equal(await store.reader('cases').count(), 7);
    },
  },
  {
    name: 'finds nothing in a view that was never built',
    async run(store) {
      const none = store.reader('nothing');
      assert.deepEqual([await none.get('a'), (await none.find()).items.length, await none.count(), (await none.groupCount('x')).size], [undefined, 0, 0, 0]);
    },
  },
  {
    name: 'shows readers a large commit whole or not at all',
    async run(store) {
      const build = await store.create('cases', 1, ['round']);
      const round = (n: number) => Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`doc-${i}`, { round: n }]));
      await store.commit(change(build, 0, 1, round(1)));
      const cases = store.reader('cases');
      const writing = store.commit(change(build, 1, 2, round(2)));
      let done = false;
      void writing.finally(() => { done = true; });
      const seen = new Set<string>();
      do {
        seen.add([...await cases.groupCount('round')].join());
        await new Promise((resolve) => { setImmediate(resolve); });
      } while (!done);
      seen.add([...await cases.groupCount('round')].join());
      assert.deepEqual([...seen].filter((s) => s !== '1,3000' && s !== '2,3000'), []);
      assert.ok(seen.has('2,3000'));
    },
  },
];
