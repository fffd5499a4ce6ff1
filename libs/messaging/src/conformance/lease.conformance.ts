import assert from 'node:assert/strict';
import type { LeaseStore } from '../lease.js';

/** One rule that every lease store keeps. `run` gets an empty store whose clock is `at.now` (ms). */
export interface LeaseRule { readonly name: string; readonly run: (store: LeaseStore, at: { now: number }) => Promise<void> }

export const leaseRules: readonly LeaseRule[] = [
  {
    name: 'has one holder at a time, and the next after the term',
    async run(store, at) {
      const a = await store.acquire('forward', 'a', 1_000);
      assert.deepEqual(a, { name: 'forward', holder: 'a', epoch: 1, expires: at.now + 1_000 });
      assert.equal(await store.acquire('forward', 'b', 1_000), undefined);
      assert.equal((await store.acquire('other', 'b', 1_000))?.epoch, 1);
      at.now += 999;
      assert.equal(await store.acquire('forward', 'b', 1_000), undefined);
      at.now += 1;
      assert.equal((await store.acquire('forward', 'b', 1_000))?.epoch, 2);
      assert.equal(await store.acquire('forward', 'a', 1_000), undefined);
    },
  },
  {
    name: 'gives exactly one of many the lease',
    async run(store) {
      const got = await Promise.all(Array.from({ length: 10 }, (_, i) => store.acquire('forward', `h${i}`, 1_000)));
      assert.equal(got.filter(Boolean).length, 1);
    },
  },
  {
    name: 'is renewed by its holder, also late, until another took it',
    async run(store, at) {
      const a = (await store.acquire('forward', 'a', 1_000))!;
      at.now += 900;
      const renewed = (await store.renew(a, 1_000))!;
      assert.deepEqual([renewed.epoch, renewed.expires], [1, at.now + 1_000]);
      at.now += 5_000;
      assert.equal((await store.renew(renewed, 1_000))?.epoch, 1);
      at.now += 5_000;
      await store.acquire('forward', 'b', 1_000);
      assert.equal(await store.renew(renewed, 1_000), undefined);
    },
  },
  {
    name: 'is free after its release, with a new epoch, and a stale release frees nothing',
    async run(store) {
      const a = (await store.acquire('forward', 'a', 1_000))!;
      await store.release(a);
      const b = (await store.acquire('forward', 'b', 1_000))!;
      assert.equal(b.epoch, 2);
      await store.release(a);
      assert.equal(await store.acquire('forward', 'c', 1_000), undefined);
    },
  },
  {
    name: 'refuses the checkpoint of a holder that paused while another took over',
    async run(store, at) {
      const a = (await store.acquire('forward', 'a', 1_000))!;
      assert.equal(await store.checkpoint('forward', 'log'), 0);
      assert.equal(await store.saveCheckpoint(a, 'log', 10), true);
      at.now += 2_000;
      assert.equal(await store.saveCheckpoint(a, 'log', 12), true); // nobody took it: nobody is harmed
      const b = (await store.acquire('forward', 'b', 1_000))!;
      assert.equal(await store.saveCheckpoint(b, 'log', 15), true);
      assert.equal(await store.saveCheckpoint(a, 'log', 20), false);
      assert.equal(await store.saveCheckpoint(a, 'new-log', 1), false);
      assert.deepEqual([await store.checkpoint('forward', 'log'), await store.checkpoint('forward', 'new-log')], [15, 0]);
    },
  },
  {
    name: 'counts the same holder that comes again as a new term: its earlier self writes no more',
    async run(store) {
      const before = (await store.acquire('forward', 'a', 1_000))!;
      const after = (await store.acquire('forward', 'a', 1_000))!;
      assert.equal(after.epoch, 2);
      assert.equal(await store.saveCheckpoint(before, 'log', 1), false);
      assert.equal(await store.renew(before, 1_000), undefined);
    },
  },
  {
    name: 'never takes a checkpoint back, and keeps them apart by name and key',
    async run(store) {
      const a = (await store.acquire('forward', 'a', 1_000))!;
      const other = (await store.acquire('other', 'a', 1_000))!;
      await store.saveCheckpoint(a, 'log', 10);
      assert.equal(await store.saveCheckpoint(a, 'log', 4), true);
      await store.saveCheckpoint(other, 'log', 3);
      assert.deepEqual([await store.checkpoint('forward', 'log'), await store.checkpoint('other', 'log'), await store.checkpoint('forward', 'lo')], [10, 3, 0]);
    },
  },
];
