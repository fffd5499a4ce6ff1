import assert from 'node:assert/strict';
import type { InboxStore, ParkedLetter } from '../inbox-store.js';

/** One rule that every inbox store keeps, whatever its transaction is. `run` gets an empty store. */
export interface InboxStoreRule { readonly name: string; readonly run: (store: InboxStore<unknown>) => Promise<void> }

const LOG = 'test.440106';
const letter = (stream: string, position: number, sequence: number, attempts = 1): ParkedLetter => ({
  id: `${LOG}/${position}`, log: LOG, stream, position, version: position, type: 'lianxin.test.opened.v1', sequence, body: '{"a":"张某"}', error: 'no', attempts, parkedat: 1,
});

export const inboxStoreRules: readonly InboxStoreRule[] = [
  {
    name: 'keeps versions, progress and letters of a transaction',
    async run(store) {
      await store.transact(async (rows) => {
        assert.equal(await rows.version(LOG, 's'), 0);
        assert.deepEqual(await rows.progress(LOG), { received: 0, complete: 0 });
        await rows.setVersion(LOG, 's', 3);
        await rows.setProgress(LOG, { received: 5, complete: 4 });
        assert.equal(await rows.version(LOG, 's'), 3);
        assert.equal(await rows.version('test.440103', 's'), 0);
        assert.deepEqual(await rows.progress(LOG), { received: 5, complete: 4 });
      });
      await store.transact(async (rows) => {
        assert.equal(await rows.version(LOG, 's'), 3);
        assert.deepEqual(await rows.progress(LOG), { received: 5, complete: 4 });
      });
    },
  },
  {
    name: 'keeps nothing of a transaction that failed',
    async run(store) {
      await store.transact((rows) => rows.park(letter('s', 1, 1)));
      await assert.rejects(store.transact(async (rows) => {
        await rows.setVersion(LOG, 's', 3);
        await rows.setProgress(LOG, { received: 5, complete: 5 });
        await rows.park(letter('s', 2, 2));
        await rows.unpark(letter('s', 1, 1).id);
        throw new Error('on purpose');
      }), /on purpose/);
      await store.transact(async (rows) => {
        assert.equal(await rows.version(LOG, 's'), 0);
        assert.deepEqual(await rows.progress(LOG), { received: 0, complete: 0 });
        assert.equal(await rows.lastParked(LOG, 's'), 1);
      });
      assert.deepEqual(await store.parked(), [letter('s', 1, 1)]);
    },
  },
  {
    name: 'runs one transaction at a time',
    async run(store) {
      await Promise.all(Array.from({ length: 20 }, () => store.transact(async (rows) => {
        const at = await rows.version(LOG, 's');
        await new Promise((resolve) => { setImmediate(resolve); });
        await rows.setVersion(LOG, 's', at + 1);
      })));
      assert.equal(await store.transact((rows) => rows.version(LOG, 's')), 20);
    },
  },
  {
    name: 'lists letters in the order of their streams, and takes a new attempt for the old letter',
    async run(store) {
      await store.transact(async (rows) => {
        for (const sequence of [3, 1, 10, 2]) await rows.park(letter('b', sequence, sequence));
        await rows.park(letter('a', 20, 1));
        await rows.park(letter('b', 1, 1, 2));
        assert.deepEqual([await rows.lastParked(LOG, 'b'), await rows.lastParked(LOG, 'a'), await rows.lastParked(LOG, 'c')], [10, 1, 0]);
      });
      assert.deepEqual((await store.parked()).map((l) => [l.stream, l.sequence, l.attempts]), [['a', 1, 1], ['b', 1, 2], ['b', 2, 1], ['b', 3, 1], ['b', 10, 1]]);
    },
  },
];
