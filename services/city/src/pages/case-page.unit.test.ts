import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { INDEPENDENCE, type Case, type SealState, type Timeline, type TimelineEvent } from '@lianxin/archive';
import { caseBody, notFound, type CaseView } from './case-page.js';
import { eventData } from './event-data.js';
import { beijing, categoryName, codeName, memberName } from './labels.js';

const doc: Case = { district: '440106', home: '440106', moves: 0, number: '440106-2026-000123', kind: 'ordinary', state: 'sealed', due: 0, recused: [], followUp: false, followedUp: [], followUpDue: '', held: false, events: 2, sealedEvents: 2, firstAt: '2026-03-05T01:30:00.000Z', lastAt: '2026-03-05T01:30:00.000Z', touchedAt: '2026-01-05T02:00:00.000Z' };
const event = (data: unknown, more: Partial<TimelineEvent> = {}): TimelineEvent => ({
  log: 'intake.440106', position: 1, stream: 'dossier-440106-1', version: 1, id: 'e', type: 'lianxin.intake.contactmade.v1', name: 'ContactMade', zh: '接触登记', en: 'Contact made',
  time: '2026-03-05T01:30:00.000Z', recordedat: '2026-03-05T01:30:00.000Z', actorid: 'worker-440106', actorrole: 'worker', data, ...more,
});
const timeline = (...events: TimelineEvent[]): Timeline => ({ events, total: events.length, completeTo: '2026-03-05T02:00:00.000Z', vector: [] });
const seal: SealState = {
  state: 'sealed', due: false, seal: { log: 'archive.440106', position: 3, at: '2026-03-05T01:40:00.000Z', asOf: [], streamCount: 2, eventCount: 5 }, independence: INDEPENDENCE,
  checkpoints: [{ log: 'intake.440106', size: 9, root: 'AAAA', signedBy: 'a.example/intake.440106', witness: 'a.example/witness', witnessedAt: '2026-03-05T01:41:00.000Z', text: '' }],
  verification: { result: 'holds', zh: '证据包成立', en: 'holds', findings: [] },
};
const view = (more: Partial<CaseView> = {}): CaseView => ({ id: '019c1f7e-5a2b-7c3d-8e4f-0123456789ab', doc, timeline: timeline(event({})), seal, skipped: 0, mayIssue: true, ...more });

describe('a case page', () => {
  it('shows the emergency numbers before everything else', () => {
    const text = caseBody(view()).text;
    expect(text.indexOf('110')).toBeLessThan(text.indexOf('<section'));
    for (const number of ['110', '120', '12356']) expect(text).toContain(`<strong>${number}</strong>`);
  });

  it('says codes, times and members in Chinese, Beijing time', () => {
    const text = eventData('ContactMade', { kind: 'accusation', channel: 'VISIT', anonymous: true, words: { claim: '电梯停运' }, late: { reason: 'PAPER', document: 'FORM' } }).text;
    for (const words of ['检举控告', '来访', '匿名', '是', '诉求', '电梯停运', '纸质记录补录', '登记表']) expect(text).toContain(words);
    expect(eventData('MatterRegistered', { receivedAt: '2026-03-04T16:30:00.000Z', category: { list: 'content-categories', version: 1, id: 'URB-2-3' } }).text).toContain('2026-03-05 00:30:00');
    expect(categoryName('URB-2-3')).toMatch(/ \/ .+ \/ /);
    expect([beijing('2026-12-31T16:00:00.000Z'), memberName('toString'), codeName('CaseClosed', 'reason', 'ANSWERED')]).toEqual(['2027-01-01 00:00:00', 'toString', '已获答复']);
  });

  it('says why a value does not show', () => {
    expect(eventData('ContactMade', { words: { erased: true } }).text).toContain('已依法删除');
    expect(eventData('ContactMade', { words: { denied: true, compartment: 'accusation' } }).text).toContain('无权查看（检举控告）');
    expect(eventData('ContactMade', { words: { failed: 'seal/unknown-key' } }).text).toContain('无法解密');
  });

  it('keeps lists for programs off the page', () => {
    expect(eventData('CaseSealed', { seal: { streams: ['x'] }, asOf: [{ log: 'l' }], streamCount: 2, eventCount: 5 }).text).toBe('<dl><dt>流数</dt><dd>2</dd><dt>记录数</dt><dd>5</dd></dl>');
  });

  it('says in words whether the seal holds, who signed, and what the witness is worth', () => {
    const holds = caseBody(view()).text;
    for (const words of ['核验通过', '2026-03-05 09:40:00 封卷', 'a.example/intake.440106', 'a.example/witness', '独立性始于保存在别处的检查点', '/bundle"']) expect(holds).toContain(words);
    const fails = caseBody(view({ mayIssue: false, seal: { ...seal, verification: { result: 'fails', zh: '发现 1 处问题', en: '', findings: [{ code: 'x', severity: 'fault', zh: '流被抽去', en: '' }] } } })).text;
    for (const words of ['核验不通过', '流被抽去', '立即告知系统管理员']) expect(fails).toContain(words);
    expect(fails).not.toContain('/bundle"');
    expect(caseBody(view({ doc: { ...doc, due: 1 }, seal: { ...seal, due: true } })).text).toContain('自动重新封卷');
  });

  it('never lets a value become markup', () => {
    const hostile = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 's', 'c', 'r', 'i', 'p', 't', '/', '=', ' ', '\n', '案') });
    const tags = (text: string): string => (text.match(/<[^>]*>/g) ?? []).join('');
    const plain = tags(caseBody(view({ timeline: timeline(event({ words: { claim: 'x', x: 'x' }, flags: ['x'] })) })).text);
    fc.assert(fc.property(hostile, (x) => {
      const text = caseBody(view({ timeline: timeline(event({ words: { claim: x, x }, flags: [x] })) })).text;
      expect(tags(text)).toBe(plain);
    }), { numRuns: 300 });
    expect(notFound('"><script>alert(1)</script>').text).not.toContain('<script');
    expect(eventData('ContactMade', { '<script>': 'x' }).text).not.toContain('<script>');
  });
});
