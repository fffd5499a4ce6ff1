import { afterEach, describe, expect, it } from '@jest/globals';
import type { Bus, Message } from './bus.js';
import { forwardEvents, type Forwarder, type ForwardOptions } from './forwarder.js';
import type { LeaseStore } from './lease.js';
import { memoryLeases } from './memory-leases.js';
import { eventually, owner, Seen, upTo, type Owner } from './testing/event-words.js';

const open: Forwarder[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((f) => f.close())); });

/** A bus that keeps what it was given. */
function keepingBus(publish: (messages: readonly Message[]) => Promise<void> = async () => undefined): Bus & { sent: Message[]; topics: Set<string> } {
  const sent: Message[] = [];
  const topics = new Set<string>();
  return {
    sent, topics,
    async publish(topic, messages) { await publish(messages); topics.add(topic); sent.push(...messages); },
    subscribe: async () => ({ close: async () => undefined }),
    close: async () => undefined,
  };
}

function forward(feed: Owner, bus: Bus, leases: LeaseStore, more: Partial<ForwardOptions> = {}): Forwarder {
  const forwarder = forwardEvents({ service: 'test', feed, bus, leases, holder: 'a', poll: 5, ...more });
  open.push(forwarder);
  return forwarder;
}

const sentAll = (bus: { sent: Message[] }, from: Owner) => eventually('everything was sent', () => {
  const bodies = new Set(bus.sent.map((m) => m.body));
  return [...from.bodies.values()].flat().every((body) => bodies.has(body));
});

/** Each stream's versions in the order of their first sending. */
function firstSent(bus: { sent: readonly Message[] }): Seen {
  const seen = new Seen();
  for (const body of new Set(bus.sent.map((m) => m.body))) seen.noteBody(body);
  return seen;
}

describe('the forwarder', () => {
  it('sends the stored bytes of all logs in their order, with the case or else the stream as key', async () => {
    const from = owner();
    for (let n = 0; n < 20; n++) { from.append('case-440106-1', { n }, 'dossier-1'); from.append('group-440103-2', { n }); }
    const bus = keepingBus();
    const forwarder = forward(from, bus, memoryLeases(), { batch: 7 });
    await sentAll(bus, from);
    expect(bus.sent.filter((m) => m.key === 'dossier-1').map((m) => m.body)).toEqual(from.bodies.get('test.440106'));
    expect(bus.sent.filter((m) => m.key === 'group-440103-2').map((m) => m.body)).toEqual(from.bodies.get('test.440103'));
    expect(bus.sent.find((m) => m.key === 'dossier-1')!.headers).toEqual({
      'content-type': 'application/cloudevents+json', ce_id: expect.any(String), ce_type: 'lianxin.test.noted.v1', caseid: 'dossier-1',
    });
    expect([...bus.topics]).toEqual(['lianxin.test.events']);
    await eventually('nothing is behind', async () => (await forwarder.lag()).every((l) => l.behind === 0));
    const last = from.append('case-440106-1', {}, 'dossier-1');
    forwarder.wake();
    await eventually('the new one was sent', () => bus.sent.some((m) => m.body === last));
  });

  it('keeps access logs at home', async () => {
    const from = owner();
    const secret = owner('test-access');
    secret.append('access-440106-1');
    from.append('case-440106-1');
    const bus = keepingBus();
    forward({ ...from, logs: async () => [...await secret.logs(), ...await from.logs()], read: async (log, ...a) => (log.includes('access') ? secret : from).read(log, ...a) }, bus, memoryLeases());
    await sentAll(bus, from);
    expect(bus.sent).toHaveLength(1);
  });

  it('sends after a restart what was stored but not sent, and what was sent but not noted', async () => {
    const from = owner();
    const leases = memoryLeases();
    for (let n = 0; n < 10; n++) from.append('case-440106-1', { n });
    // Dies between send and checkpoint: of two batches the bus has both, the checkpoint knows one.
    const bus = keepingBus();
    let saves = 0;
    const dying: LeaseStore = { ...leases, saveCheckpoint: async (...a) => (++saves >= 2 ? new Promise<boolean>(() => undefined) : leases.saveCheckpoint(...a)) };
    forwardEvents({ service: 'test', feed: from, bus, leases: dying, holder: 'a', poll: 5, batch: 3 }); // never closed: it is dead
    await eventually('the second batch was sent', () => bus.sent.length === 6);
    expect(await leases.checkpoint('forward:test', 'test.440106')).toBe(3);
    for (let n = 10; n < 15; n++) from.append('case-440106-1', { n }); // committed while nobody forwards
    forward(from, bus, leases, { holder: 'a', batch: 3 });
    await sentAll(bus, from);
    expect(firstSent(bus).versions.get('case-440106-1')).toEqual(upTo(15));
    expect(bus.sent.length - new Set(bus.sent.map((m) => m.body)).size).toBe(3);
  });

  it('tries again while the bus fails or does not answer', async () => {
    const from = owner();
    for (let n = 0; n < 6; n++) from.append('case-440106-1', { n });
    let calls = 0;
    const bus = keepingBus(async () => {
      calls += 1;
      if (calls === 1) throw new Error('broker is away');
      if (calls === 2) await new Promise(() => undefined);
    });
    const errors: string[] = [];
    forward(from, bus, memoryLeases(), { patience: 20, onError: (e) => errors.push((e as Error).message) });
    await sentAll(bus, from);
    expect(bus.sent.map((m) => m.body)).toEqual(from.bodies.get('test.440106'));
    expect(errors).toEqual(['broker is away', 'the bus did not take events within 20 ms']);
  });
});

describe('of two forwarders', () => {
  it('one works, and the other takes over when it leaves', async () => {
    const from = owner();
    const leases = memoryLeases();
    const bus = keepingBus();
    from.append('case-440106-1');
    const a = forward(from, bus, leases, { term: 50 });
    await sentAll(bus, from);
    const b = forward(from, bus, leases, { holder: 'b', term: 50 });
    from.append('case-440106-1');
    await sentAll(bus, from);
    expect([a.epoch, b.epoch]).toEqual([1, undefined]);
    await a.close();
    from.append('case-440106-1');
    await sentAll(bus, from);
    expect(b.epoch).toBe(2);
    expect(bus.sent).toHaveLength(3);
  });

  it('one that paused in mid-batch cannot take the checkpoint back, and stops when it notices', async () => {
    const from = owner();
    let now = 0;
    const leases = memoryLeases(() => now);
    for (let n = 0; n < 4; n++) from.append('case-440106-1', { n });
    let go = (): void => undefined;
    const paused = new Promise<void>((resolve) => { go = resolve; });
    const slowBus = keepingBus(() => paused);
    const a = forward(from, slowBus, leases, { term: 1_000, batch: 2 });
    await eventually('a holds the lease', () => a.epoch === 1);
    now += 2_000; // a stands still longer than its term
    const bus = keepingBus();
    forward(from, bus, leases, { holder: 'b', term: 1_000, batch: 4 });
    await eventually('b has sent all', async () => await leases.checkpoint('forward:test', 'test.440106') === 4);
    go();
    await eventually('a noticed', () => a.epoch === undefined);
    expect(slowBus.sent).toHaveLength(2); // doubles, which every inbox drops
    expect(await leases.checkpoint('forward:test', 'test.440106')).toBe(4);
  });
});
