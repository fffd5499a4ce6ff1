import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnFaults } from '@lianxin/event-log';
import { bodyText, headText, leafHash, type EnvelopeHead } from '@lianxin/kernel';
import { BodyScanner, type RawRow } from './body-scanner.js';

const LOG = 'intake.440106';
const recordedat = Date.UTC(2026, 0, 5);

interface Columns { stream: string; version: number; id: string; type: string; caseid: string | null; commandid: string | null }
const rowOf = (body: string, c: Columns, position = 7): RawRow =>
  [position, c.stream, c.version, c.id, c.type, c.caseid, c.commandid, c.commandid === null ? null : 0, recordedat, Buffer.concat([leafHash(body), Buffer.of(0), Buffer.from(body)])];
const usual: Columns = { stream: 'matter-440106-1', version: 3, id: 'e1', type: 't.v1', caseid: 'c1', commandid: 'k1' };
const headOf = (c: Columns, data: unknown, more: object = {}): string => headText({
  specversion: '1.0', id: c.id, source: `x/${LOG}`, type: c.type, subject: c.stream, time: '2026-01-05T00:00:00.000Z', datacontenttype: 'application/json', log: LOG, stream: c.stream,
  ...(c.caseid === null ? {} : { caseid: c.caseid }), district: '440106', actorid: 'a', actorrole: 'worker', ...(c.commandid === null ? {} : { commandid: c.commandid }), ...more, data,
} as EnvelopeHead);
const bodyOf = (c: Columns, data: unknown, more: object = {}): string => bodyText(headOf(c, data, more), c.version, 7, new Date(recordedat).toISOString());
const agrees = (row: RawRow): boolean => new BodyScanner(LOG).agrees(row);

/** What the full comparison says: no fault in any column, and one spelling. */
function isTrue(row: RawRow): boolean {
  const [position, stream, version, id, type, caseid, commandid, n, at, bytes] = row;
  const body = bytes.toString('utf8', 33);
  try { if (JSON.stringify(JSON.parse(body)) !== body) return false; } catch { return false; }
  return columnFaults({ log: LOG, position, stream, version, id, type, caseid, commandid, n, recordedat: at, body, leaf: bytes.subarray(0, 32) }).length === 0;
}

const word = fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.constantFrom('a"b', 'a\\b', 'é', 'Ã©', '张', 'x","caseid":"c2', '"data":', '{', '}'));
const columns: fc.Arbitrary<Columns> = fc.record({ stream: word, version: fc.integer({ min: 1, max: 99 }), id: word, type: word, caseid: fc.option(word), commandid: fc.option(word) });

describe('the cheap comparison of a body with its columns', () => {
  it('agrees with the usual events, and goes on agreeing when attributes come and go', () => {
    const scanner = new BodyScanner(LOG);
    const rows = [usual, { ...usual, caseid: null }, { ...usual, commandid: null }, usual].flatMap((c) => [{}, { traceparent: '00-1-2-01' }, { causationid: 'e0' }].map((more) =>
      rowOf(bodyOf(c, { text: '张某来访 "}],{[\\" ', list: [1, { log: 'x' }] }, more), c)));
    expect(rows.map((row) => scanner.agrees(row))).toEqual(rows.map(() => true));
  });

  it('never agrees where the full comparison finds fault', () => {
    fc.assert(fc.property(columns, columns, fc.jsonValue(), fc.dictionary(fc.constantFrom('traceparent', 'actororg', 'extra'), word), (stored, said, data, more) => {
      for (const c of [stored, said, { ...said, stream: stored.stream }, { ...said, caseid: stored.caseid }]) {
        const row = rowOf(bodyOf(said, data, more), c);
        expect(!agrees(row) || isTrue(row)).toBe(true);
      }
    }), { numRuns: 2_000 });
  });

  it('never agrees with a body changed anywhere that counts', () => {
    const body = bodyOf(usual, { text: 'abc', n: [1, 2] });
    fc.assert(fc.property(fc.nat(body.length - 1), fc.constantFrom('"', '\\', '}', '{', ',', 'x', '张'), fc.constantFrom(0, 1), (at, c, cut) => {
      const row = rowOf(body.slice(0, at) + c + body.slice(at + cut), usual);
      // Inside `data` anything may stand as long as brackets and strings close: the leaf vouches for it.
      const inData = at >= body.indexOf('"data":') + 7 && at < body.indexOf(',"version"');
      expect(!agrees(row) || isTrue(row) || inData || /"(?:source|time|actorid|actorrole|district|datacontenttype|specversion)":"[^"]*$/.test(body.slice(0, at))).toBe(true);
    }), { numRuns: 2_000 });
  });

  it.each<[string, string, Columns]>([
    ['an attribute smuggled in behind the data', bodyOf(usual, {}).replace('"data":{}', '"data":{},"caseid":"c1"'), usual],
    ['an attribute twice', bodyOf(usual, {}).replace('"caseid":"c1"', '"caseid":"c2","caseid":"c1"'), usual],
    ['a tail attribute twice', bodyOf(usual, {}, { version: '9' }), usual],
    ['two data', bodyOf(usual, {}).replace('"data":{}', '"data":{},"data":{}'), usual],
    ['data that is not closed', bodyOf(usual, {}).replace('"data":{}', '"data":{"a":[}'), usual],
    ['a column that swallows the next attribute', bodyOf(usual, {}), { ...usual, stream: 'matter-440106-1","caseid":"c1' }],
    ['an escape that a column repeats', bodyOf(usual, {}).replaceAll('"c1"', '"\\u0063\\u0031"'), { ...usual, caseid: '\\u0063\\u0031' }],
    ['UTF-8 that a column repeats byte by byte', bodyOf({ ...usual, caseid: 'é' }, {}), { ...usual, caseid: 'Ã©' }],
    ['another log', bodyOf(usual, {}).replaceAll(LOG, 'intake.440105'), usual],
    ['no data', bodyOf(usual, {}).replace(',"data":{}', ''), usual],
    ['nothing', '', usual],
  ])('does not agree with %s', (_, body, c) => {
    expect(agrees(rowOf(body, c))).toBe(false);
  });
});
