import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, type Actor } from '@lianxin/kernel';
import { events, fileCheckItems } from '@lianxin/contracts';
import { sealedBlock, testId } from '../testing/sealed.js';
import { draw, fingerprint, sample } from './sample.decider.js';
import { fileCheck, type FileCheckCommand, type FileCheckEvent } from './file-check.decider.js';

const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const other: Actor = { id: 'supervisor-2', role: 'supervisor', district: '440106' };
const worker: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const seed = '0123456789abcdef0123456789abcdef';
const cases = (n: number) => Array.from({ length: n }, (_, i) => testId(i));

describe('a draw', () => {
  it('is the same for whoever has seed and population, in whatever order', () => {
    fc.assert(fc.property(fc.shuffledSubarray(cases(40), { minLength: 1 }), fc.integer({ min: 1, max: 50 }), fc.stringMatching(/^[0-9a-f]{32}$/), (population, size, by) => {
      const drawn = draw(by, population, size);
      expect(drawn).toEqual(draw(by, population.toReversed(), size));
      expect(drawn.length).toBe(Math.min(size, population.length));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn.every((id) => population.includes(id))).toBe(true);
      expect(fingerprint(population)).toBe(fingerprint(population.toSorted()));
    }));
  });

  it('takes a larger sample by going on, not by beginning anew', () => expect(draw(seed, cases(30), 10).slice(0, 4)).toEqual(draw(seed, cases(30), 4)));

  it('favours nobody: over many seeds each file is drawn about equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i += 1) for (const id of draw(i.toString(16).padStart(32, '0'), cases(10), 3)) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const n of counts.values()) expect(Math.abs(n - 600)).toBeLessThan(150); // 7 standard deviations
    expect(counts.size).toBe(10);
  });

  it('records what is needed to repeat it', () => {
    const c = { seed, from: '2026-01-01', until: '2026-03-31', closedOnly: false, size: 2, population: cases(5) };
    const happened = given(sample, []).when({ type: 'DrawSample', data: c }).outcome.happened!;
    expect(happened).toMatchObject([{ data: { seed, population: 5, populationSha256: fingerprint(cases(5)), cases: draw(seed, cases(5), 2) } }]);
    for (const e of happened) expect(events.check(e)).toBeUndefined();
    given(sample, []).when({ type: 'DrawSample', data: { ...c, population: [] } }).thenRefused('sample/empty');
    given(sample, happened).when({ type: 'DrawSample', data: c }).thenRefused('sample/already-drawn');
  });
});

describe('a file check', () => {
  const sampled: FileCheckEvent = { type: 'FileSampled', data: { sample: testId(1), ref: { log: 'supervision.440106', stream: `sample-440106-${testId(1)}`, version: 1 } } };
  const sheet = (bad: string[] = []) => fileCheckItems.codes.map((item) => ({ item, result: bad.includes(item) ? 'MISSING' as const : 'OK' as const }));
  const correction = { owner: 'worker-1', due: '2026-02-10' };
  const faulty: FileCheckCommand = { type: 'CheckFile', data: { results: sheet(['PLAN']), correction } };
  const found: FileCheckEvent = { type: 'FileChecked', data: { results: sheet(['PLAN']), correction } };
  const report: FileCheckCommand = { type: 'ReportCorrection', data: { words: sealedBlock('staffnote') } };
  const reported: FileCheckEvent = { type: 'CorrectionReported', data: { words: sealedBlock('staffnote') } };

  it('is made once, by somebody who does not hold the case', () => {
    given(fileCheck, [sampled], { actor: supervisor }).when({ type: 'CheckFile', data: { results: sheet() } }).thenTypes('FileChecked');
    given(fileCheck, [sampled], { actor: supervisor, facts: { owner: 'supervisor-1' } }).when(faulty).thenRefused('check/own-case');
    given(fileCheck, [sampled, found], { actor: supervisor }).when(faulty).thenRefused('check/already-checked');
    given(fileCheck, [], { actor: supervisor }).when(faulty).thenRefused('check/not-sampled');
  });

  it('asks for a correction exactly when something is missing or does not conform', () => {
    given(fileCheck, [sampled], { actor: supervisor }).when({ type: 'CheckFile', data: { results: sheet(['PLAN']) } }).thenRefused('check/correction');
    given(fileCheck, [sampled], { actor: supervisor }).when({ type: 'CheckFile', data: { results: sheet(), correction } }).thenRefused('check/correction');
    given(fileCheck, [sampled], { actor: supervisor }).when(faulty).thenHappened(found);
  });

  it('is corrected by one and verified by another, as often as it takes', () => {
    given(fileCheck, [sampled, found], { actor: { ...worker, id: 'worker-2' } }).when(report).thenRefused('check/not-the-owner');
    given(fileCheck, [sampled, found], { actor: worker }).when(report).thenTypes('CorrectionReported');
    const verify: FileCheckCommand = { type: 'VerifyCorrection', data: { outcome: 'VERIFIED' } };
    given(fileCheck, [sampled, found], { actor: other }).when(verify).thenRefused('check/no-correction');
    given(fileCheck, [sampled, found, reported], { actor: supervisor }).when(verify).thenRefused('check/own-correction');
    given(fileCheck, [sampled, found, reported], { actor: worker }).when(verify, { actor: other }).thenTypes('CorrectionVerified');
    const notYet: FileCheckEvent = { type: 'CorrectionVerified', data: { outcome: 'NOT_YET', due: '2026-02-20' } };
    given(fileCheck, [sampled, found, reported, notYet], { actor: worker }).when(report).thenTypes('CorrectionReported');
    given(fileCheck, [sampled, found, reported, { type: 'CorrectionVerified', data: { outcome: 'VERIFIED' } }], { actor: worker }).when(report).thenRefused('check/no-correction');
  });
});
