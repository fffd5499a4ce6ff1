import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseEnvelope } from '@lianxin/kernel';
import { z } from 'zod';
import { checkEnvelope } from '../envelope/check.js';
import { defineEvent } from './define.js';
import { eventRegistry, events } from './registry.js';

const folder = new URL('../../golden/', import.meta.url);
const corpus = readdirSync(folder).map((file) => ({ file, body: readFileSync(new URL(file, folder), 'utf8') }));

describe('the golden corpus: one stored body of every version ever written', () => {
  it('has one body per defined event version, and no other', () => {
    expect(corpus.map((c) => c.file).sort()).toEqual(events.definitions.map((d) => `${d.type}.json`).sort());
  });

  it.each(corpus)('$file is still read', ({ body }) => {
    const envelope = parseEnvelope(body);
    expect(checkEnvelope(envelope)).toMatchObject({ ok: true });
    expect(events.definitionOf(envelope.type)!.data.safeParse(envelope.data).error).toBeUndefined();
    const event = events.read(envelope.type, envelope.data);
    expect(event).toBeDefined();
    expect(events.check(event!)).toBeUndefined();
  });
});

describe('the event registry', () => {
  it('maps names to stored types and back', () => {
    expect(events.typeOf('ContactMade')).toBe('lianxin.intake.contactmade.v1');
    for (const d of events.definitions) expect(events.nameOf(events.typeOf(d.name))).toBe(d.name);
    expect(() => events.typeOf('NoSuchEvent')).toThrow('NoSuchEvent');
    expect(events.read('lianxin.intake.contactmade.v99', {})).toBeUndefined();
  });

  it('stores personal values only sealed, and only in their compartments', () => {
    const { data } = parseEnvelope(corpus.find((c) => c.file.includes('subjectrecorded'))!.body) as { data: Record<string, { compartment: string }> };
    expect(events.check({ type: 'SubjectRecorded', data: { ...data, identity: { name: '张某' } } })).toContain('/identity');
    expect(events.check({ type: 'SubjectRecorded', data: { ...data, identity: { ...data['identity'], compartment: 'contact' } } })).toContain('/identity');
  });

  it('knows of every place where a personal value may stand, so that it can be sealed and erased', () => {
    const marked = events.definitions.flatMap((d) => [...JSON.stringify(z.toJSONSchema(d.data)).matchAll(/"personal":"(\w+)"/g)].map((m) => `${d.name}:${m[1]}`));
    expect(marked).toEqual(expect.arrayContaining(['ContactMade:narrative', 'SubjectRecorded:identity', 'SubjectRecorded:contact', 'MatterRegistered:narrative', 'AnswerRecorded:narrative', 'CaseClosed:narrative']));
  });

  it('leads old versions to the newest', () => {
    const v1 = defineEvent('Moved', { service: 'intake', version: 1, data: z.strictObject({ to: z.string() }), zh: '移', en: 'moved' });
    const v2 = defineEvent('Moved', { service: 'intake', version: 2, data: z.strictObject({ unit: z.string() }), zh: '移', en: 'moved' });
    const up = { from: v1.type, to: v2.type, up: (d: unknown) => ({ unit: (d as { to: string }).to }) };
    const registry = eventRegistry([v2], [v1], [up]);
    expect(registry.read(v1.type, { to: 'A' })).toEqual({ type: 'Moved', data: { unit: 'A' } });
    expect(registry.typeOf('Moved')).toBe(v2.type);
    expect(() => eventRegistry([v2], [v1])).toThrow(v1.type);
    expect(() => eventRegistry([v1, v1])).toThrow('twice');
  });
});
