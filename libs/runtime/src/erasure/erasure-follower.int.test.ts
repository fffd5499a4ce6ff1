import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { systemClock } from '@lianxin/kernel';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { inProcessBus, type Bus } from '@lianxin/messaging';
import { openKeyStore, type KeyStore, type OpenAsk } from '@lianxin/trust';
import { eventually } from '../views/testing/log-words.js';
import { ErasureFollower, type Forget } from './erasure-follower.js';
import { KEYS_TOPIC, readKeysMessage } from './keys-destroyed.js';
import { openOrderList, type OrderList } from './order-list.js';
import { eraseSubject, eraseText, happen, keyOf, otherEvent, restrict, stateOf } from './testing/erasing.js';

let dir: string;
let keys: KeyStore;
let log: EventLog;
let bus: Bus;
let list: OrderList;
let follower: ErasureFollower | undefined;
const errors: unknown[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lianxin-erasure-'));
  keys = await openKeyStore({ dir: join(dir, 'keys') });
  log = memoryEventLog();
  bus = inProcessBus({ pause: 5 });
  list = openOrderList(join(dir, 'erasures.db'));
  errors.length = 0;
});
afterEach(async () => {
  await stop();
  await bus.close();
  list.close();
  await log.close();
  await keys.close();
  rmSync(dir, { recursive: true });
});

async function start(with_: Partial<{ keys: KeyStore; log: EventLog; follow: boolean }> = {}): Promise<ErasureFollower> {
  follower = await ErasureFollower.start({ keys: with_.keys ?? keys, bus, list, installation: 'test.example', clock: systemClock, poll: 20, onError: (_, e) => errors.push(e) });
  if (with_.follow !== false) await follower.follow(with_.log ?? log);
  return follower;
}
async function stop(): Promise<void> { await follower?.close(); follower = undefined; }
const heard = (): Forget & { readonly kids: string[] } => {
  const kids: string[] = [];
  return Object.assign((some: readonly string[]) => { kids.push(...some); return Promise.resolve(); }, { kids });
};

describe('an erasure', () => {
  it('is carried out while running: keys destroyed, announced, dropped by all who registered, others left alone', async () => {
    const [gone, own, other] = [await keyOf(keys, 's1'), await keys.own({ subject: 's2', compartment: 'narrative' }, ['s1']), await keyOf(keys, 's2')];
    if (!own.ok) throw new Error(own.refusal.code);
    const running = await start();
    const messages: unknown[] = [];
    await bus.subscribe({ group: 'test', topics: [KEYS_TOPIC], handler: async (all) => { messages.push(...all.map((m) => ({ ...readKeysMessage(m), type: m.headers['ce_type'] }))); } });
    const [index, cache] = [heard(), heard()];
    await running.onForget('index', index);
    await running.onForget('cache', cache);
    await eraseSubject(log, 's1');
    expect(await running.carryOut()).toBe(true);
    expect(await stateOf(keys, gone.kid, own.value.kid, other.kid)).toEqual(['destroyed', 'destroyed', 'live']);
    for (const { kids } of [index, cache]) expect(new Set(kids)).toEqual(new Set([gone.kid, own.value.kid]));
    await eventually('the message', () => messages.length === 1);
    expect(messages).toEqual([{ id: expect.any(String), type: 'lianxin.keys.keysdestroyed.v1', kids: expect.arrayContaining([gone.kid, own.value.kid]) }]);
    expect((await keys.current({ subject: 's1', compartment: 'health' })).ok).toBe(false);
  });

  it('takes effect by itself, from any log of the store, and within its case, compartment or text alone', async () => {
    const [inCase, otherCase, contact, text] = [await keyOf(keys, 's1', 'c1'), await keyOf(keys, 's1', 'c2'), await keyOf(keys, 's1', undefined, 'contact'), await keyOf(keys, 's3')];
    await start();
    await eraseSubject(log, 's1', { cases: ['c1'] });
    await happen(log, 'TextErased', { kid: text.kid, requestedBy: 'x' }, 'intake.440105');
    await eventually('both are gone', async () => (await stateOf(keys, inCase.kid, text.kid)).every((s) => s === 'destroyed'));
    expect(await stateOf(keys, otherCase.kid, contact.kid)).toEqual(['live', 'live']);
    await eraseSubject(log, 's1', { compartments: ['contact'] });
    await eventually('the contact data is gone', async () => (await stateOf(keys, contact.kid))[0] === 'destroyed');
    expect(await stateOf(keys, otherCase.kid)).toEqual(['live']);
    expect(errors).toEqual([]);
  });

  it('that was durable when the process died is carried out at the next start', async () => {
    const gone = await keyOf(keys, 's1');
    await start();
    await stop();
    await eraseSubject(log, 's1');
    expect(await stateOf(keys, gone.kid)).toEqual(['live']);
    await start();
    expect(await stateOf(keys, gone.kid)).toEqual(['destroyed']);
  });

  it('whose keys were destroyed when the process died is dropped at the next registration', async () => {
    const gone = await keyOf(keys, 's1');
    let running = await start();
    await running.onForget('index', () => Promise.reject(new Error('died before')));
    await eraseSubject(log, 's1');
    expect(await running.carryOut(30)).toBe(false);
    await stop();
    running = await start();
    const index = heard();
    await running.onForget('index', index);
    expect(index.kids).toEqual([gone.kid]);
  });

  it('is tried again by whoever could not drop it at once', async () => {
    const gone = await keyOf(keys, 's1');
    const running = await start();
    let calls = 0;
    const index = heard();
    await running.onForget('index', async (kids) => { calls += 1; if (calls < 3) throw new Error('busy'); await index(kids); });
    await eraseSubject(log, 's1');
    expect(await running.carryOut()).toBe(true);
    expect([calls, index.kids]).toEqual([3, [gone.kid]]);
    expect(errors).toHaveLength(2);
  });

  it('is tried again when the key store or the bus fails', async () => {
    const gone = await keyOf(keys, 's1');
    let failures = 0;
    const failing = new Proxy(keys, { get: (of, name) => (name === 'applyErasures' && failures > 0 ? () => { failures -= 1; return Promise.reject(new Error('keys/busy')); } : Reflect.get(of, name) as unknown) });
    const running = await start({ keys: failing });
    const index = heard();
    await running.onForget('index', index);
    failures = 2;
    await eraseSubject(log, 's1');
    await eventually('it is gone', () => index.kids.includes(gone.kid));
    expect(await stateOf(keys, gone.kid)).toEqual(['destroyed']);
    const publish = bus.publish.bind(bus);
    const late = await keyOf(keys, 's2');
    bus.publish = () => { bus.publish = publish; return Promise.reject(new Error('the bus is away')); };
    await eraseSubject(log, 's2');
    await eventually('it is announced after all', () => index.kids.includes(late.kid));
    expect(await running.carryOut()).toBe(true);
  });

  it('holds when an older copy of the keys comes back, from the list alone and before any log is read', async () => {
    const gone = await keyOf(keys, 's1');
    await keys.close();
    copyFileSync(join(dir, 'keys', 'keys.db'), join(dir, 'older'));
    keys = await openKeyStore({ dir: join(dir, 'keys') });
    await start();
    await eraseSubject(log, 's1');
    await follower!.carryOut();
    await stop();
    await keys.close();
    copyFileSync(join(dir, 'older'), join(dir, 'keys', 'keys.db'));
    keys = await openKeyStore({ dir: join(dir, 'keys') });
    expect(await stateOf(keys, gone.kid)).toEqual(['live']);
    await start({ follow: false });
    expect(await stateOf(keys, gone.kid)).toEqual(['destroyed']);
  });
});

describe('the list of orders', () => {
  /** The same log, counting the events that are read. */
  const counting = () => {
    let read = 0;
    const counted = new Proxy(log, {
      get: (of, name) => (name === 'read' || name === 'readAggregate'
        ? async (...args: [string, never, never]) => { const page = await of[name](...args); read += page.length; return page; }
        : Reflect.get(of, name) as unknown),
    });
    return { log: counted, read: () => read };
  };

  it('is not needed: without it all orders are found in the logs again, and no other event is read', async () => {
    for (let i = 0; i < 60; i += 1) await otherEvent(log);
    const gone = await keyOf(keys, 's1');
    await eraseSubject(log, 's1');
    await start();
    await stop();
    list.close();
    for (const file of ['', '-wal', '-shm']) rmSync(join(dir, `erasures.db${file}`), { force: true });
    list = openOrderList(join(dir, 'erasures.db'));
    const anew = counting();
    await start({ log: anew.log });
    expect([anew.read(), follower!.erasures]).toEqual([1, 1]);
    expect(await stateOf(keys, gone.kid)).toEqual(['destroyed']);
  });

  it('keeps what a lost part of a log ordered, besides what the log that went on otherwise orders', async () => {
    const [first, second] = [await keyOf(keys, 's1'), await keyOf(keys, 's2')];
    await eraseSubject(log, 's1');
    await otherEvent(log);
    await start();
    await stop();
    await log.close();
    log = memoryEventLog();
    await eraseText(log, second.kid);
    await otherEvent(log);
    await start();
    expect(await stateOf(keys, first.kid, second.kid)).toEqual(['destroyed', 'destroyed']);
    expect(follower!.erasures).toBe(2);
  });
});

describe('whatever dies between which steps', () => {
  it('every erased key is destroyed and dropped in the end, and no other', async () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('seal' as const), subject: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ do: fc.constant('erase' as const), subject: fc.integer({ min: 0, max: 4 }), diesAt: fc.option(fc.constantFrom('before' as const, 'destroying' as const, 'publishing' as const, 'dropping' as const)) }),
      fc.record({ do: fc.constant('restart' as const) }),
    );
    let run = 0;
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
      const world = `w${run++}-`; // fresh subjects on the same stores: orders of earlier runs stay
      const index = new Set<string>();
      const sealed: { kid: string; subject: number }[] = [];
      const erased = new Set<number>();
      let dying = '';
      const mortal = new Proxy(keys, { get: (of, name) => (name === 'applyErasures' && dying === 'destroying' ? () => Promise.reject(new Error('died')) : Reflect.get(of, name) as unknown) });
      const publish = bus.publish.bind(bus);
      const boot = async (): Promise<void> => {
        await stop();
        dying = '';
        bus.publish = publish;
        await start({ keys: mortal });
        await follower!.onForget('index', (kids) => { if (dying === 'dropping') return Promise.reject(new Error('died')); for (const kid of kids) index.delete(kid); return Promise.resolve(); });
      };
      await boot();
      for (const step of acts) {
        if (step.do === 'restart') { await boot(); continue; }
        if (step.do === 'seal') {
          const key = await keys.own({ subject: `${world}${step.subject}`, compartment: 'narrative' });
          if (key.ok) { sealed.push({ kid: key.value.kid, subject: step.subject }); index.add(key.value.kid); }
          if (key.ok === erased.has(step.subject)) throw new Error(`sealing for a person who was ${key.ok ? '' : 'not '}erased`);
          continue;
        }
        const died = step.diesAt ?? '';
        if (died === 'before') await stop();
        dying = died;
        if (died === 'publishing') bus.publish = () => Promise.reject(new Error('died'));
        await eraseSubject(log, `${world}${step.subject}`);
        erased.add(step.subject);
        await follower?.carryOut(died === '' ? 5_000 : 10).catch(() => undefined);
        if (died !== '') await boot();
        const wanted = sealed.filter((s) => !erased.has(s.subject)).map((s) => s.kid);
        expect([...index]).toEqual(wanted);
      }
      await boot();
      for (const { kid, subject } of sealed) expect(await stateOf(keys, kid)).toEqual([erased.has(subject) ? 'destroyed' : 'live']);
      expect([...index]).toEqual(sealed.filter((s) => !erased.has(s.subject)).map((s) => s.kid));
      await stop();
      bus.publish = publish;
    }), { numRuns: 15 });
  });
});

describe('a restriction', () => {
  const ask = (more: Partial<OpenAsk>, role = 'worker'): OpenAsk => ({ context: { actor: { id: 'a', role, district: '440106' }, basis: 'statutory-duty', reason: 'test' }, kid: 'k', compartment: 'narrative', ...more });
  const refused = { code: 'access/restricted' };

  it('shuts values for everybody but those who keep and audit, and nobody hands them out; also after a restart', async () => {
    const key = await keyOf(keys, 's1');
    const running = await start();
    const index = heard();
    await running.onForget('index', index);
    await restrict(log, 's1');
    expect(await running.carryOut()).toBe(true);
    expect(index.kids).toEqual([key.kid]); // searching is more than storing
    expect(await stateOf(keys, key.kid)).toEqual(['live']);
    await stop();
    for (const { restrictions } of [running, await start()]) {
      const policy = restrictions.before(() => undefined);
      for (const role of ['worker', 'supervisor', 'desk', 'system']) expect(await policy(ask({ subject: 's1' }, role))).toEqual(refused);
      for (const role of ['archivist', 'auditor']) expect(await policy(ask({ subject: 's1' }, role))).toBeUndefined();
      expect(await policy(ask({ subject: 's1', what: 'disclose' }, 'archivist'))).toEqual(refused);
      expect(await policy(ask({ subject: 's2', mentions: ['s1'] }))).toEqual(refused);
      expect(await policy(ask({ subject: 's2' }))).toBeUndefined();
      expect(await policy(ask({}))).toBeUndefined();
    }
  });

  it('reaches as far as its cases, compartments or text', async () => {
    const running = await start();
    const scoped = (scope: object) => happen(log, 'Restricted', { scope, requestedBy: 'x' });
    await scoped({ subjects: ['s1'], cases: ['c1'], compartments: ['narrative'] });
    await scoped({ kid: 'k7' });
    await running.carryOut();
    const policy = running.restrictions.before(() => ({ code: 'access/compartment' }));
    const of = async (more: Partial<OpenAsk>) => (await policy(ask(more)))?.code;
    expect(await Promise.all([of({ subject: 's1', caseid: 'c1' }), of({ subject: 's1', caseid: 'c2' }), of({ subject: 's1' }), of({ subject: 's1', caseid: 'c1', compartment: 'health' }), of({ kid: 'k7' })]))
      .toEqual(['access/restricted', 'access/compartment', 'access/compartment', 'access/compartment', 'access/restricted']);
  });
});
