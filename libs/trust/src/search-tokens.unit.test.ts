import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containsAll, foldText, normaliseIdentifier, tokeniser } from './search-tokens.js';

const tokens = tokeniser(Buffer.alloc(32, 1));
const other = tokeniser(Buffer.alloc(32, 2));
const han = fc.constantFrom(...Array.from('物业公积金合同欠薪拖款张李某甲村委会，。 \n3A𠮷'));
const text = fc.array(han, { maxLength: 30 }).map((chars) => chars.join(''));
const meets = (document: string, query: string): boolean => {
  const { pieces, words } = tokens.text(document);
  const has = new Set([...pieces, ...words]);
  const { groups, check } = tokens.query(query);
  return groups.every((group) => group.some((token) => has.has(token))) && containsAll(document, check);
};

describe('search tokens', () => {
  it('find a Chinese word exactly where a plain scan finds it', () => {
    const word = fc.array(fc.constantFrom(...Array.from('物业公积金合同欠薪某甲村𠮷')), { minLength: 2, maxLength: 5 }).map((chars) => chars.join(''));
    fc.assert(fc.property(text, word, (document, query) => expect(meets(document, query)).toBe(document.includes(query))), { numRuns: 1000 });
    fc.assert(fc.property(text, text, word, (before, after, query) => expect(meets(before + query + after, query)).toBe(true)));
  });

  it('decide two characters alone, and leave longer words to be checked', () => {
    expect(tokens.query('合同 欠薪')).toMatchObject({ check: [], tooShort: false });
    expect(tokens.query('公积金 合同').check).toEqual(['公积金']);
    expect(tokens.query('水')).toEqual({ groups: [], check: ['水'], tooShort: true });
    expect(tokens.query(' ，。 ')).toEqual({ groups: [], check: [], tooShort: false });
  });

  it('do not see width, case, spaces at the ends or kinds of punctuation, and never join what stands apart', () => {
    expect(foldText('  Ａｂ，\n１２３！ 合 同 ')).toBe('ab 123 合 同');
    expect(meets('合，同', '合同')).toBe(false);
    expect(meets('劳动合同（２０２４）ABC公司', '合同 2024 abc')).toBe(true);
    expect(meets('劳动合同2024', '202')).toBe(false); // Latin words and numbers are whole
    expect(meets('住3栋201房', '3栋201')).toBe(true);
  });

  it('mean nothing under another key, and differ between words, names and identifiers', () => {
    expect([...other.text('合同').pieces]).not.toEqual([...tokens.text('合同').pieces]);
    const spaces = [[...tokens.text('ab').words][0], tokens.identifier('ab'), tokens.label('ab'), tokens.name('ab')[0], tokens.name('ab')[1]];
    expect(new Set(spaces).size).toBe(5);
  });

  it('know an identifier however it is written', () => {
    for (const way of ['13800000000', '138 0000 0000', '+86 138-0000-0000', '008613800000000', '１３８００００００００']) expect(tokens.identifier(way)).toBe(tokens.identifier('13800000000'));
    expect(normaliseIdentifier('44010619000101001x')).toBe('44010619000101001X');
    expect(tokens.identifier('—')).toBeUndefined();
    expect(tokens.query('13800000000').groups[0]).toContain(tokens.identifier('+8613800000000'));
  });

  it('know a name by characters, pinyin and initials, surnames read as surnames', () => {
    const found = (name: string, typed: string) => tokens.nameQuery(typed).some((token) => tokens.name(name).includes(token));
    for (const typed of ['单某甲', 'shanmoujia', 'Shan Moujia', 'shàn mǒu jiǎ', 'smj']) expect(found('单某甲', typed)).toBe(true);
    for (const typed of ['lvmou', 'lümou', 'lǚ mǒu']) expect(found('吕某', typed)).toBe(true);
    expect(found('单某甲', 'danmoujia')).toBe(false);
    expect(found('Zhang Mou', 'zhangmou')).toBe(true);
    expect(tokens.query('shanmoujia').groups[0]).toContain(tokens.name('单某甲')[1]);
    expect(tokens.name(' ')).toEqual([]);
  });

  it('are spread evenly over 32 bits', () => {
    const many = tokens.text(Array.from({ length: 4000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('')).pieces;
    expect(many).toHaveLength(3999);
    const buckets = new Array<number>(16).fill(0);
    for (const t of many) buckets[t >>> 28]! += 1;
    for (const n of buckets) expect(Math.abs(n - 250)).toBeLessThan(100); // six standard deviations; the key is fixed
  });
});
