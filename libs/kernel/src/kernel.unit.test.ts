import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import { shanghaiDay, shanghaiYear, startOfShanghaiYear, utc, virtualClock } from './clock.js';
import { decider } from './decider.js';
import { happened, type Command, type Event } from './event.js';
import { isUuid, parseStream, streamName, uuidv7 } from './ids.js';
import { refuse } from './decider.js';
import { given } from './testing/given.js';
import { upcasting } from './upcaster.js';

describe('ids', () => {
  it('are UUIDs of version 7, strictly increasing, also when the clock steps back', () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => uuidv7(1_767_571_200_000 - (i % 7)));
    expect(ids.every(isUuid)).toBe(true);
    expect(ids.every((id) => id[14] === '7')).toBe(true);
    expect(ids.every((id, i) => i === 0 || id > ids[i - 1]!)).toBe(true);
  });
  it('make stream names that can be taken apart', () => {
    const id = uuidv7();
    expect(parseStream(streamName('dossier', '440106', id))).toEqual({ aggregate: 'dossier', district: '440106', id });
    expect(parseStream('dossier-4401-1')).toBeUndefined();
  });
});

describe('time', () => {
  it('is written as UTC with milliseconds, 24 characters', () =>
    fc.assert(fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => { expect(utc(ms)).toBe(new Date(ms).toISOString()); expect(utc(ms)).toHaveLength(24); })));
  it('has its legal day and year in Asia/Shanghai', () => {
    expect(shanghaiDay(Date.UTC(2025, 11, 31, 16))).toBe('2026-01-01');
    expect(shanghaiYear(Date.UTC(2025, 11, 31, 15, 59, 59, 999))).toBe(2025);
    expect(startOfShanghaiYear(2026)).toBe(Date.UTC(2025, 11, 31, 16));
  });
  it('never runs back on a virtual clock', () => {
    const clock = virtualClock(1000);
    clock.set(500);
    clock.advance(-3);
    expect(clock.now()).toBe(1000);
  });
});

it('equal values have one canonical text, whatever the order of their members', () =>
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
    const turned = Object.fromEntries(Object.entries(value).toReversed());
    expect(canonicalJson(turned)).toBe(canonicalJson(value));
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  })));

describe('upcasters', () => {
  const up = (from: string, to: string) => ({ from, to, up: (d: unknown) => [...(d as string[]), to] });
  it('chain to the newest type', () => {
    expect(upcasting([up('a.v1', 'a.v2'), up('a.v2', 'a.v3')])('a.v1', [])).toEqual({ type: 'a.v3', data: ['a.v2', 'a.v3'] });
    expect(upcasting([])('b.v1', 1)).toEqual({ type: 'b.v1', data: 1 });
  });
  it('may neither run in a circle nor start twice from one type', () => {
    expect(() => upcasting([up('a', 'b'), up('b', 'a')])).toThrow('circle');
    expect(() => upcasting([up('a', 'b'), up('a', 'c')])).toThrow('same type');
  });
});

describe('the words for testing a decider', () => {
  type E = Event<'Opened', { by: string }>;
  type C = Command<'Open', Record<string, never>>;
  const door = decider<C, E, boolean>({
    name: 'door', stateVersion: 1, initial: false,
    decide: { Open: (_, open, { actor }) => (open ? refuse('door/open') : [happened('Opened', { by: actor.id })]) },
    evolve: { Opened: () => true },
  });
  const open: C = { type: 'Open', data: {} };
  it('hold for what happened and fail for what did not', () => {
    given(door, []).when(open).thenHappened({ type: 'Opened', data: { by: 'tester' } });
    given(door, [{ type: 'Opened', data: { by: 'x' } }]).when(open).thenRefused('door/open');
    expect(() => given(door, []).when(open).thenRefused('door/open')).toThrow('expected refusal');
    expect(() => given(door, []).when(open).thenNothing()).toThrow('expected no event');
    expect(() => given(door, []).when(open).thenNothingOrRefused()).toThrow('expected no event or a refusal');
    expect(() => given(door, []).when(open).thenHappened({ type: 'Opened', data: { by: 'y' } })).toThrow('but got');
  });
});
