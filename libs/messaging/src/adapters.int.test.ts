import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { busRules } from './conformance/bus.conformance.js';
import { inboxStoreRules } from './conformance/inbox-store.conformance.js';
import { leaseRules } from './conformance/lease.conformance.js';
import { inProcessBus } from './in-process-bus.js';
import type { InboxStore } from './inbox-store.js';
import type { LeaseStore } from './lease.js';
import { memoryInbox } from './memory-inbox.js';
import { memoryLeases } from './memory-leases.js';
import { openSqliteInbox } from './sqlite-inbox.js';
import { openSqliteLeases } from './sqlite-leases.js';

const folder = mkdtempSync(join(tmpdir(), 'messaging-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const file = (): string => join(folder, String(++files), 'messaging.db');

const leases: readonly [string, (now: () => number) => LeaseStore][] = [['memory', memoryLeases], ['SQLite', (now) => openSqliteLeases(file(), now)]];
describe.each(leases)('a lease in %s', (_, open) => {
  it.each(leaseRules.map((rule) => [rule.name, rule] as const))('%s', async (_name, rule) => {
    const at = { now: 1_000_000 };
    const store = open(() => at.now);
    await expect(rule.run(store, at)).resolves.toBeUndefined();
    await store.close();
  });
});

const inboxes: readonly [string, () => InboxStore<unknown>][] = [['memory', () => memoryInbox() as InboxStore<unknown>], ['SQLite', () => openSqliteInbox(file()) as InboxStore<unknown>]];
describe.each(inboxes)('an inbox store in %s', (_, open) => {
  it.each(inboxStoreRules.map((rule) => [rule.name, rule] as const))('%s', async (_name, rule) => {
    const store = open();
    await expect(rule.run(store)).resolves.toBeUndefined();
    await store.close();
  });
});

describe('the bus in process', () => {
  it.each(busRules.map((rule) => [rule.name, rule] as const))('%s', async (_name, rule) => {
    const bus = inProcessBus({ pause: 1 });
    await expect(rule.run(bus, 'lianxin.test.events')).resolves.toBeUndefined();
    await bus.close();
  });

  it('loses what a group that stands still cannot hold, and says how much', async () => {
    const bus = inProcessBus({ capacity: 5, partitions: 1 });
    const subscription = await bus.subscribe({ group: 'g', topics: ['t'], handler: async () => undefined });
    await subscription.close();
    await bus.publish('t', Array.from({ length: 8 }, (_, i) => ({ key: 'k', body: String(i), headers: {} })));
    expect(bus.dropped('g')).toBe(3);
    await bus.close();
  });
});

it('two processes on one lease file take turns', async () => {
  const path = file();
  const [a, b] = [openSqliteLeases(path), openSqliteLeases(path)];
  const first = (await a.acquire('forward', 'a', 60_000))!;
  expect(await b.acquire('forward', 'b', 60_000)).toBeUndefined();
  await a.release(first);
  expect((await b.acquire('forward', 'b', 60_000))?.epoch).toBe(2);
  expect(await a.saveCheckpoint(first, 'log', 9)).toBe(false);
  await Promise.all([a.close(), b.close()]);
});
