import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { refusals, words, wordsOf } from './refusals.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = ['libs', 'services'].flatMap((area) => readdirSync(join(root, area)).flatMap((project) => {
  const src = join(root, area, project, 'src');
  try { return readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts')).map((f) => readFileSync(join(src, f), 'utf8')); } catch { return []; }
}));

describe('refusals', () => {
  it('have words in both languages, a status and no unfilled gap', () => {
    for (const [code, row] of refusals) {
      expect([code, row.status]).toEqual([code, expect.any(Number)]);
      expect(row.status).toBeGreaterThanOrEqual(400);
      expect(row.zh.title + row.zh.detail).toMatch(/[\u4e00-\u9fff]/);
      expect(row.en.title + row.en.detail).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('have words for every code that a decider or a handler refuses with', () => {
    const http = readFileSync(join(root, 'libs/nest/src/problem/http-words.ts'), 'utf8');
    const used = new Set(sources.flatMap((text) => [...text.matchAll(/\b(?:refuse|refused)\('([a-z][a-z_/-]*)'/g)].map((m) => m[1]!)));
    expect(used.size).toBeGreaterThan(20);
    expect([...used].filter((code) => !refusals.has(code) && !http.includes(`'${code}'`))).toEqual([]);
  });

  it('interpolate safe values only', () => {
    expect(words({ code: 'input/too-long', with: { most: 200 } }).detail).toBe('所指位置最多 200。');
    expect(words({ code: 'input/too-long', with: { most: '张某 13800000000' } }).detail).toBe('所指位置最多 …。');
    expect(words({ code: 'input/too-long' }).detail).toBe('所指位置最多 …。');
  });

  it('name the article or principle behind a rule', () => {
    expect(wordsOf({ code: 'dossier/conflicted' })).toMatchObject({ status: 403, rule: '信访工作条例第28条' });
    expect(wordsOf({ code: 'no/such-code' })).toBeUndefined();
    expect(words({ code: 'no/such-code' }).status).toBe(422);
  });
});
