import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { screeningForm } from '@lianxin/contracts';
import { showResult } from './show-result.js';
import { loadWording } from './wording.js';

const folder = mkdtempSync(join(tmpdir(), 'wording-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cssrs = { instrument: 'CSSRS', version: 1, language: 'zh-CN', title: '示例', source: '示例', lead: '示例', options: [{ value: 0, text: '否' }, { value: 1, text: '是' }], items: screeningForm('CSSRS').items.map((item) => ({ item, text: `示例 ${item}` })) };
const load = (...packs: readonly unknown[]) => {
  packs.forEach((pack, i) => writeFileSync(join(folder, `${i}.json`), typeof pack === 'string' ? pack : JSON.stringify(pack)));
  const faults: string[] = [];
  return { packs: loadWording(folder, (file) => faults.push(file)), faults };
};

describe('the wording of instruments', () => {
  it('of PHQ-9 and GAD-7 comes with the program, of C-SSRS it does not', () => {
    const packs = loadWording(join(folder, 'none'), (file) => { throw new Error(file); });
    expect([...packs.keys()].toSorted()).toEqual(['GAD7', 'PHQ9']);
    for (const [instrument, pack] of packs) expect(pack.items.map((i) => i.item)).toEqual(screeningForm(instrument).items);
  });

  it('of C-SSRS is loaded with the permission named, and left out without it', () => {
    expect(load(cssrs, 'not json', { ...cssrs, items: [] })).toMatchObject({ faults: ['0.json', '1.json', '2.json'] });
    const { packs } = load({ ...cssrs, permission: { by: '示例', reference: '示例', date: '2026-01-05' } });
    expect(packs.get('CSSRS')?.items).toHaveLength(7);
  });

  it('is shown with the items that count; without wording by their codes', () => {
    const { result } = screeningForm('CSSRS').score({ Q1: 1, Q2: 0, LIFETIME: 0 });
    expect(showResult('CSSRS', 1, result, undefined)).toMatchObject({ positive: [{ item: 'Q1', answer: 1 }], unanswered: [], note: { zh: expect.stringContaining('不是诊断') } });
  });
});
