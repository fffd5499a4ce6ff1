import { refusals } from '../refusals.js';

/**
 * For a zod refinement that enforces a rule: names its refusal, whose words then stand in every answer. Throws at start
 * when the table has no such code.
 */
export function rule(code: string, path?: readonly string[]): { error: string; params: { refusal: string; code: string; zh: string; en: string }; path?: string[] } {
  const row = refusals.get(code);
  if (!row) throw new Error(`no words for the refusal ${code}`);
  return { error: code, params: { refusal: code, code, zh: row.zh.detail, en: row.en.detail }, ...(path ? { path: [...path] } : {}) };
}
