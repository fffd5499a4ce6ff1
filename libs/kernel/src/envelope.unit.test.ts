import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyText, headText, metaOf, parseEnvelope, parseLog, type EnvelopeHead } from './envelope.js';

const head = (data: unknown, more: Partial<EnvelopeHead> = {}): EnvelopeHead => ({
  specversion: '1.0', id: '019c1f7e-5a2b-7c3d-8e4f-0123456789ab', source: 'test.example/intake.440106', type: 'lianxin.intake.contactmade.v1',
  subject: 'dossier-440106-1', time: '2026-01-05T00:00:00.000Z', datacontenttype: 'application/json', log: 'intake.440106', stream: 'dossier-440106-1',
  district: '440106', actorid: 'a1', actorrole: 'worker', ...more, data,
});

describe('the stored text of an event', () => {
  it('is the head with version, position and recordedat as its tail, for any data', () =>
    fc.assert(fc.property(fc.jsonValue(), fc.nat(), fc.nat(), (data, version, position) => {
      const body = bodyText(headText(head(data)), version, position, '2026-01-05T00:00:00.001Z');
      expect(body.endsWith(`,"version":"${version}","position":"${position}","recordedat":"2026-01-05T00:00:00.001Z"}`)).toBe(true);
      const read = parseEnvelope(body);
      expect(read.data).toEqual(JSON.parse(JSON.stringify(data)));
      expect(metaOf(read)).toMatchObject({ version, position, stream: 'dossier-440106-1', recordedat: Date.UTC(2026, 0, 5, 0, 0, 0, 1) });
    })));

  it('takes any well-formed text and refuses a lone surrogate anywhere', () => {
    expect(() => headText(head({ text: '连心 😀 \\ud83d' }))).not.toThrow();
    expect(() => headText(head({ deep: [{ text: 'a\ud83d' }] }))).toThrow('lone surrogate');
    expect(() => headText(head({ ['\udc00']: 1 }))).toThrow('lone surrogate');
  });

  it('refuses empty attributes and attributes that are no text', () => {
    expect(() => headText(head({}, { caseid: '' }))).toThrow('caseid');
    expect(() => headText(head({}, { actororg: null as unknown as string }))).toThrow('actororg');
  });
});

it('a log name tells service, district, access log and generation', () => {
  expect(parseLog('intake.440106')).toEqual({ service: 'intake', access: false, district: '440106', generation: 1 });
  expect(parseLog('archive-access.440100-2')).toEqual({ service: 'archive', access: true, district: '440100', generation: 2 });
  for (const name of ['intake', 'intake.4401', 'Intake.440106', 'intake.440106/..', '']) expect(parseLog(name)).toBeUndefined();
});
