import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { codeOfStatus, wordsOf } from './http-words.js';
import { pointer, schemaIssues, type SchemaIssue } from './schema-words.js';

const src = join(fileURLToPath(import.meta.url), '..', '..');
const codes = new Set(readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
  .flatMap((f) => [...readFileSync(join(src, f), 'utf8').matchAll(/'((?:http|input|access|command|view|event-log)\/[a-z-]+)'/g)].map((m) => m[1]!)));

const issuesOf = (schema: z.ZodType, value: unknown) => schemaIssues((schema.safeParse(value).error?.issues ?? []) as unknown as SchemaIssue[], value);

describe('words', () => {
  it('exist in both languages for every code this library uses', () => {
    expect(codes.size).toBeGreaterThan(20);
    for (const code of codes) {
      const words = wordsOf({ code, with: { seconds: 1, limit: 1, allow: 'GET', lag: 1, most: 1, least: 1 } });
      expect([code, words?.detail]).toEqual([code, expect.stringMatching(/\p{Script=Han}[^{]*。$/u)]);
      expect([code, words?.en.detail]).toEqual([code, expect.stringMatching(/^[A-Z][^{]*\.$/)]);
    }
  });

  it('exist for every status a library below may answer', () => {
    for (let status = 400; status < 600; status += 1) expect([status, wordsOf({ code: codeOfStatus(status) })]).toEqual([status, expect.anything()]);
  });

  it('of a refinement are those of the rule it names', () => {
    const schema = z.object({ when: z.string().refine(() => false, { params: { refusal: 'input/repeated' } }) });
    expect(issuesOf(schema, { when: 'x' })).toEqual([expect.objectContaining({ path: '/when', code: 'input/repeated', detail: expect.stringContaining('不能重复') })]);
  });

  it('of a union are those of the branch that came closest', () => {
    const schema = z.object({ who: z.union([z.strictObject({ subject: z.uuid() }), z.strictObject({ kind: z.literal('NEW'), name: z.string(), phone: z.string() })]) });
    expect(issuesOf(schema, { who: { subject: 'x' } }).map((i) => i.path)).toEqual(['/who/subject']);
  });

  it('never repeat a name that the caller made up', () => {
    expect(pointer(['claims', 0, '张某', '13800000000', 'a/b'])).toBe('/claims/0/*/*/*');
    expect(JSON.stringify(issuesOf(z.record(z.string(), z.number()), { 张某: 'secret' }))).not.toMatch(/张某|secret/);
  });
});
