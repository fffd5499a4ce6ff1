import assert from 'node:assert/strict';
import type { Bus, Message } from '../bus.js';

/** One rule that every bus keeps. `run` gets a bus of its own and a topic nobody else uses. */
export interface BusRule { readonly name: string; readonly run: (bus: Bus, topic: string) => Promise<void> }

const message = (key: string, n: number): Message => ({ key, body: JSON.stringify({ key, n, text: '信访' }), headers: { ce_id: `${key}-${n}` } });
const read = (m: Message): { key: string; n: number } => JSON.parse(m.body) as { key: string; n: number };

async function until(words: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) assert.fail(`never happened: ${words}`);
    await new Promise((resolve) => { setTimeout(resolve, 2); });
  }
}

/** Each key's numbers in the order of their first arrival. */
function byKey(messages: readonly Message[]): Map<string, number[]> {
  const keys = new Map<string, number[]>();
  for (const { key, n } of messages.map(read)) {
    const numbers = keys.get(key) ?? [];
    keys.set(key, numbers);
    if (!numbers.includes(n)) numbers.push(n);
  }
  return keys;
}

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export const busRules: readonly BusRule[] = [
  {
    name: 'hands on bytes, key and headers as they are',
    async run(bus, topic) {
      const got: Message[] = [];
      await bus.subscribe({ group: 'g', topics: [topic], handler: async (m) => { got.push(...m); } });
      await bus.publish(topic, [message('case-1', 1)]);
      await until('the message is here', () => got.length === 1);
      assert.deepEqual({ ...got[0], headers: { ...got[0]!.headers } }, message('case-1', 1));
    },
  },
  {
    name: 'keeps the order of each key, also when handlers are slow and fail now and then',
    async run(bus, topic) {
      const got: Message[] = [];
      const busy = new Set<string>();
      let calls = 0;
      await bus.subscribe({
        group: 'g', topics: [topic],
        async handler(messages) {
          const keys = new Set(messages.map((m) => m.key));
          for (const key of keys) { assert.ok(!busy.has(key)); busy.add(key); }
          await new Promise((resolve) => { setImmediate(resolve); });
          for (const key of keys) busy.delete(key);
          calls += 1;
          if (calls % 4 === 2) throw new Error('not now');
          got.push(...messages);
        },
      });
      for (const n of numbers(20)) await bus.publish(topic, numbers(10).map((k) => message(`case-${k}`, n)));
      await until('all messages are here', () => [...byKey(got).values()].reduce((sum, list) => sum + list.length, 0) === 200);
      for (const list of byKey(got).values()) assert.deepEqual(list, numbers(20));
    },
  },
  {
    name: 'gives every group all messages, and divides a group\'s work among its members',
    async run(bus, topic) {
      const got = { a1: [] as Message[], a2: [] as Message[], b: [] as Message[] };
      for (const [group, name] of [['a', 'a1'], ['a', 'a2'], ['b', 'b']] as const) {
        await bus.subscribe({ group, topics: [topic], handler: async (m) => { got[name].push(...m); } });
      }
      for (const n of numbers(5)) await bus.publish(topic, numbers(40).map((k) => message(`case-${k}`, n)));
      await until('both groups have all', () => got.b.length >= 200 && got.a1.length + got.a2.length >= 200);
      assert.ok(got.a1.length > 0 && got.a2.length > 0);
      const keysOf = (messages: readonly Message[]) => new Set(messages.map((m) => m.key));
      assert.deepEqual([...keysOf(got.a1)].filter((key) => keysOf(got.a2).has(key)), []);
    },
  },
  {
    name: 'lets other keys go on while one handler call does not return',
    async run(bus, topic) {
      const got: Message[] = [];
      let release = (): void => undefined;
      const gate = new Promise<void>((resolve) => { release = resolve; });
      await bus.subscribe({ group: 'g', topics: [topic], handler: async (m) => { if (m.some((x) => x.key === 'stuck')) await gate; got.push(...m); } });
      await bus.publish(topic, [message('stuck', 0)]);
      await bus.publish(topic, numbers(40).map((k) => message(`case-${k}`, 0)));
      await until('most others are here', () => got.length >= 20);
      release();
      await until('all are here', () => got.length >= 41);
    },
  },
  {
    name: 'calls no handler after its subscription was closed',
    async run(bus, topic) {
      const got: Message[] = [];
      const subscription = await bus.subscribe({ group: 'g', topics: [topic], handler: async (m) => { got.push(...m); } });
      await bus.publish(topic, [message('case-1', 0)]);
      await until('the message is here', () => got.length === 1);
      await subscription.close();
      await bus.publish(topic, [message('case-1', 1)]);
      const after: Message[] = [];
      await bus.subscribe({ group: 'g', topics: [topic], handler: async (m) => { after.push(...m); } });
      await until('the next member has it', () => after.length === 1);
      assert.equal(got.length, 1);
    },
  },
];
