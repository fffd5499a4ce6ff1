import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import { checkEnvelope } from './check.js';
import { envelopeSchema } from './schema.js';

const golden = readFileSync(new URL('../../golden/lianxin.intake.contactmade.v1.json', import.meta.url), 'utf8');
const good = (): Record<string, unknown> => JSON.parse(golden) as Record<string, unknown>;
const faultOf = (change: Record<string, unknown>): string | undefined => {
  const result = checkEnvelope({ ...good(), ...change });
  return result.ok ? undefined : result.refusal.path;
};

describe('the envelope', () => {
  it('is a valid CloudEvent and passes our own schema', () => {
    expect(new CloudEvent(good(), true).validate()).toBe(true);
    expect(checkEnvelope(good()).ok).toBe(true);
  });

  it.each([['null', { actororg: null }], ['an empty string', { actororg: '' }], ['a number beyond 2^31', { position: 2 ** 40 }]])(
    'refuses %s, which the CloudEvents SDK lets pass', (_, change) => {
      const [member] = Object.keys(change);
      expect(() => new CloudEvent({ ...good(), ...change }, true).validate()).not.toThrow();
      expect(faultOf(change)).toBe(`/${member}`);
    });

  it.each([
    ['/time', { time: '2026-01-05T01:30:00Z' }],
    ['/time', { time: '2026-01-05T09:30:00.000+08:00' }],
    ['/time', { time: '2026-02-31T01:30:00.000Z' }],
    ['/time', { time: '2026-01-05T01:30:05.000Z' }],
    ['/version', { version: '0' }],
    ['/version', { version: '01' }],
    ['/version', { version: 5 }],
    ['/caseid', { caseid: '' }],
    ['/subject', { subject: 'dossier-440106-019c1f7e-5a2b-7c3d-8e4f-0000000000ff' }],
    ['/source', { source: 'example.org/intake.440105' }],
    ['/district', { district: '440105' }],
    ['/data', { data: null }],
    ['/data', { data: [] }],
    ['/petitioner', { petitioner: 'x' }],
    ['/type', { type: 'lianxin.intake.ContactMade.v1' }],
  ])('names %s in %j', (path, change) => expect(faultOf(change)).toBe(path));

  it('must have every attribute that is always there', () => {
    for (const name of envelopeSchema.required) {
      const { [name]: _, ...rest } = good();
      expect(checkEnvelope(rest)).toMatchObject({ ok: false, refusal: { path: `/${name}` } });
    }
  });

  it('is published as the JSON file that is used here', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('../../envelope.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(envelopeSchema)));
  });
});
