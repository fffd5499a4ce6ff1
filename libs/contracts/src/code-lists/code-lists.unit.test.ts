import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { anyCategoryId, categoryId, contentCategories } from './content-categories.js';
import { districts } from './districts.js';
import { kindOfPurpose, purposes } from './petition.js';
import { retentionClasses } from './protection.js';

describe('code lists', () => {
  it('know Guangzhou and its eleven districts, not the abolished ones', () => {
    expect(districts.codes).toHaveLength(12);
    expect(districts.find('440106')?.zh).toBe('天河区');
    expect(districts.has('440116')).toBe(false);
  });

  it('map every purpose to the three kinds of the Regulations, or to none', () => {
    expect(Object.fromEntries(purposes.codes.map((p) => [p, kindOfPurpose(p)]))).toEqual({
      OPINION: 'SUGGESTION', ACCUSATION: 'ACCUSATION', APPEAL: 'APPEAL_CLAIM', CLAIM: 'APPEAL_CLAIM', ENQUIRY: undefined, OTHER: undefined,
    });
  });

  it('keep a file for ever only where the class says so', () => {
    expect(retentionClasses.entries.map((e) => e.years)).toEqual([undefined, 30, 10, 3]);
  });
});

describe('content categories', () => {
  it('are found by id and by their three names', () => {
    const category = contentCategories.findByNames('劳动和社会保障', '工资福利', '工资发放');
    expect(category).toEqual({ id: 'LAB-3-6', level1: '劳动和社会保障', level2: '工资福利', level3: '工资发放' });
    expect(contentCategories.find('LAB-3-6')).toEqual(category);
    expect(contentCategories.findByNames('卫生健康', '公共卫生', '其他')?.id).toBe('HEA-1-2');
    expect(contentCategories.find('LAB-3-99')).toBeUndefined();
  });

  it('stand for an upper level where a source knows no more; staff choose the third', () => {
    expect(contentCategories.findByNames('生态环境', '', '')).toEqual({ id: 'ENV', level1: '环境保护', level2: '', level3: '' });
    expect(contentCategories.findByNames('劳动和社会保障', '工资福利', '')?.id).toBe('LAB-3');
    expect(contentCategories.findByNames('', '', '')).toBeUndefined();
    expect(['ENV', 'LAB-3', 'LAB-3-6', 'NOPE', 'LAB-99'].map((id) => [anyCategoryId.safeParse(id).success, categoryId.safeParse(id).success])).toEqual([[true, false], [true, false], [true, true], [false, false], [false, false]]);
  });

  it('lead back to themselves, each under an id of its own', () => {
    for (const c of contentCategories.entries) expect(contentCategories.findByNames(c.level1, c.level2, c.level3)).toBe(c);
    expect(new Set(contentCategories.entries.map((c) => c.id)).size).toBe(526);
    expect(contentCategories.level1).toHaveLength(17);
  });

  // Ids are stored with matters for ever: this fails when an edit moves one.
  it('never change what an id means', () => {
    const text = contentCategories.entries.map((c) => `${c.id}=${c.level1}/${c.level2}/${c.level3}\n`).join('');
    expect(createHash('sha256').update(text).digest('hex')).toBe('c504c469f5f1bc371beea5172fd3160e138aff5fb1dced38678610d4b28a6593');
  });
});
