import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { decider, happened, refuse, virtualClock, type Actor, type Command, type Event } from '@lianxin/kernel';
import { openSqliteEventLog, type EventLog } from '@lianxin/event-log';
import { commandHandler, step } from './handler.js';
import { CommandPipeline } from './pipeline.js';
import { memorySnapshots, type Snapshots } from './snapshots.js';
import type { EventTypes } from './event-types.js';

type CounterEvent = Event<'NumberGiven', { n: number; for: string }>;
type CounterCommand = Command<'GiveNumber', { for: string }>;
const counter = decider<CounterCommand, CounterEvent, { next: number }>({
  name: 'counter', stateVersion: 1, initial: { next: 1 },
  decide: { GiveNumber: (c, s) => [happened('NumberGiven', { n: s.next, for: c.for })] },
  evolve: { NumberGiven: (s, e) => ({ next: e.n + 1 }) },
});

type ThingEvent = Event<'ThingOpened', { number: number }> | Event<'ThingClosed', Record<string, never>>;
type ThingCommand = Command<'OpenThing', { number: number }> | Command<'CloseThing', Record<string, never>>;
const thing = decider<ThingCommand, ThingEvent, { phase: 'none' | 'open' | 'closed' }>({
  name: 'thing', stateVersion: 1, initial: { phase: 'none' },
  decide: {
    OpenThing: (c, s) => (s.phase === 'none' ? [happened('ThingOpened', c)] : refuse('thing/exists')),
    CloseThing: (_, s) => (s.phase === 'open' ? [happened('ThingClosed', {})] : s.phase === 'closed' ? [] : refuse('thing/not-open')),
  },
  evolve: { ThingOpened: () => ({ phase: 'open' as const }), ThingClosed: () => ({ phase: 'closed' as const }) },
});

const REGISTER = 'register-440106-2026';
const openThing = commandHandler<{ name: string }>({
  name: 'OpenThing', action: 'test.open', body: z.object({ name: z.string() }), district: (_, actor) => actor.district,
  prepare: async (body, context) => ({
    steps: [
      step(counter, REGISTER, { type: 'GiveNumber', data: { for: body.name } }),
      step(thing, `thing-440106-${body.name}`, (before): ThingCommand => ({ type: 'OpenThing', data: { number: (before[0]!.data as { n: number }).n } }), { caseid: body.name }),
    ],
    ...(context.now > Date.UTC(2030, 0, 1) ? { time: Date.UTC(2026, 0, 1) } : {}),
  }),
  answer: (events) => ({ number: String((events.find((e) => e.type === 'NumberGiven')?.data as { n: number } | undefined)?.n) }),
});
const closeThing = commandHandler<{ name: string }>({
  name: 'CloseThing', action: 'test.close', body: z.object({ name: z.string() }), district: (_, actor) => actor.district,
  prepare: async (body) => ({ steps: [step(thing, `thing-440106-${body.name}`, { type: 'CloseThing', data: {} })] }),
});

const types: EventTypes = { typeOf: (name) => `lianxin.test.${name.toLowerCase()}.v1`, read: (type, data) => {
  const names: Record<string, string> = { numbergiven: 'NumberGiven', thingopened: 'ThingOpened', thingclosed: 'ThingClosed' };
  const name = names[type.split('.')[2] ?? ''];
  return name === undefined ? undefined : { type: name, data };
} };
const actor: Actor = { id: 'a1', role: 'worker', district: '440106' };
const LOG = 'test.440106';

let folder: string;
let store: EventLog;
let snapshots: Snapshots;
const clock = virtualClock(Date.UTC(2026, 0, 5));
const openLog = () => openSqliteEventLog({ path: join(folder, 'log.db'), clock, inThread: true });
const pipelineOn = (log: EventLog) => new CommandPipeline({
  service: 'test', installation: 'test.example', log, types, clock, snapshots,
  seal: () => Promise.reject(new Error('nothing is sealed here')), secret: async (name) => Buffer.from(name),
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
  store = await openLog();
  snapshots = memorySnapshots();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the command pipeline', () => {
  it('gives 64 parallel registrations 64 consecutive numbers, each with its thing in the same append', async () => {
    const pipeline = pipelineOn(store);
    const answers = await Promise.all(Array.from({ length: 64 }, (_, i) => pipeline.execute(openThing, { name: `t${i}` }, { actor })));
    const numbers = answers.map((a) => (a.ok ? Number(a.value.number) : Number.NaN)).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 64 }, (_, i) => i + 1));
    const register = await store.readStream(LOG, REGISTER, { limit: 100 });
    expect(register).toHaveLength(64);
    expect((await store.head(LOG)).size).toBe(128);
  });

  it('keeps numbers consecutive when two processes register on one file', async () => {
    const other = await openLog();
    try {
      const [one, two] = [pipelineOn(store), pipelineOn(other)];
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? one : two).execute(openThing, { name: `p${i}` }, { actor })));
      expect(answers.filter((a) => !a.ok)).toEqual([]);
      const numbers = answers.map((a) => (a.ok ? Number(a.value.number) : 0)).sort((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    } finally {
      await other.close();
    }
  });

  it('answers a repeated command as the first time and appends nothing, also after a restart', async () => {
    const given = { actor, commandid: 'same-command' };
    const first = await pipelineOn(store).execute(openThing, { name: 'once' }, given);
    const again = await pipelineOn(store).execute(openThing, { name: 'once' }, given);
    await store.close();
    store = await openLog();
    const later = await pipelineOn(store).execute(openThing, { name: 'once' }, given);
    if (!first.ok || !again.ok || !later.ok) throw new Error('all three are accepted');
    expect(again.value).toEqual({ ...first.value, repeated: true });
    expect(later.value).toEqual({ ...first.value, repeated: true });
    expect((await store.head(LOG)).size).toBe(2);
  });

  it('answers 16 simultaneous repeats of one command with one append', async () => {
    const pipeline = pipelineOn(store);
    const answers = await Promise.all(Array.from({ length: 16 }, () => pipeline.execute(openThing, { name: 'race' }, { actor, commandid: 'race' })));
    expect(answers.map((a) => a.ok && a.value.number)).toEqual(Array.from({ length: 16 }, () => '1'));
    expect((await store.head(LOG)).size).toBe(2);
  });

  it('refuses a known commandid from another actor or with another body', async () => {
    const pipeline = pipelineOn(store);
    await pipeline.execute(openThing, { name: 'mine' }, { actor, commandid: 'c1' });
    const stranger = await pipeline.execute(openThing, { name: 'mine' }, { actor: { ...actor, id: 'a2' }, commandid: 'c1' });
    const changed = await pipeline.execute(openThing, { name: 'other' }, { actor, commandid: 'c1' });
    expect(stranger).toEqual({ ok: false, refusal: { code: 'command/other-actor', path: '/commandid' } });
    expect(changed).toEqual({ ok: false, refusal: { code: 'command/other-body', path: '/commandid' } });
  });

  it('remembers no command that was refused or changed nothing', async () => {
    const pipeline = pipelineOn(store);
    const early = await pipeline.execute(closeThing, { name: 'x' }, { actor, commandid: 'c2' });
    expect(early).toEqual({ ok: false, refusal: { code: 'thing/not-open' } });
    await pipeline.execute(openThing, { name: 'x' }, { actor });
    const now = await pipeline.execute(closeThing, { name: 'x' }, { actor, commandid: 'c2' });
    expect(now).toMatchObject({ ok: true, value: { at: ['thing-440106-x@2'] } });
    const nothing = await pipeline.execute(closeThing, { name: 'x' }, { actor, commandid: 'c3' });
    expect(nothing).toEqual({ ok: true, value: { at: [] } });
    expect(await store.findCommand(LOG, 'c3')).toBeUndefined();
  });

  it('sees what another process appended before it refuses', async () => {
    const pipeline = pipelineOn(store);
    await pipeline.execute(closeThing, { name: 'y' }, { actor });
    const other = await openLog();
    try {
      await pipelineOn(other).execute(openThing, { name: 'y' }, { actor });
    } finally {
      await other.close();
    }
    expect(await pipeline.execute(closeThing, { name: 'y' }, { actor })).toMatchObject({ ok: true });
  });

  it('starts from a snapshot only while it fits decider, shape and log', async () => {
    const pipeline = pipelineOn(store);
    for (let i = 0; i < 60; i += 1) await pipeline.execute(openThing, { name: `s${i}` }, { actor });
    await pipeline.close();
    const kept = snapshots.load(REGISTER, 'counter', 1);
    expect(kept).toMatchObject({ version: 60, state: { next: 61 } });
    expect(snapshots.load(REGISTER, 'counter', 2)).toBeUndefined();
    const next = await pipelineOn(store).execute(openThing, { name: 'after' }, { actor });
    expect(next).toMatchObject({ ok: true, value: { number: '61' } });
    snapshots.save({ ...kept!, leaf: 'AAAA', state: { next: 9000 } });
    const replayed = await pipelineOn(store).execute(openThing, { name: 'replayed' }, { actor });
    expect(replayed).toMatchObject({ ok: true, value: { number: '62' } });
  });

  it('refuses a late entry without a reason', async () => {
    clock.set(Date.UTC(2030, 0, 2));
    expect(await pipelineOn(store).execute(openThing, { name: 'late' }, { actor })).toEqual({ ok: false, refusal: { code: 'command/late-without-reason', path: '/late' } });
  });
});
