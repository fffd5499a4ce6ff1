import type { z } from 'zod';
import { ok, refused, type Refusal, type Result } from '@lianxin/kernel';
import { hasSealed } from '../sealed.js';

/** What we read of a zod (or Standard Schema) issue. The rejected value is never read. */
export interface BodyIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly params?: { readonly refusal?: string };
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
  readonly input?: unknown;
  readonly errors?: readonly (readonly BodyIssue[])[];
}

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): string => String(typeof segment === 'object' ? segment.key : segment);
// A member name comes from outside: shown as a JSON pointer, cut, without anything that is not printable ASCII.
const pointer = (path: readonly (PropertyKey | { readonly key: PropertyKey })[]): string =>
  path.map((s) => `/${keyOf(s).slice(0, 60).replace(/[^\x20-\x7e]/g, '?').replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The refusal for the first issue of a schema. `before` is where the checked value itself stands (for query or path values). */
export function refusalOfIssues(issues: readonly BodyIssue[], before: readonly string[] = []): Refusal {
  const issue = deepest(issues[0], [...before]);
  if (!issue) return { code: 'input/malformed' };
  const path = pointer(issue.path);
  const at = path === '' ? {} : { path };
  if (issue.params?.refusal !== undefined) return { code: issue.params.refusal, ...at };
  switch (issue.code) {
    case 'unrecognized_keys': return { code: 'input/unknown-member', path: pointer([...issue.path, issue.keys?.[0] ?? '']) };
    case 'invalid_type': return { code: issue.message.includes('received undefined') ? 'input/missing' : 'input/wrong-type', ...at };
    case 'invalid_value': return { code: 'input/not-in-list', ...at };
    case 'too_big': return { code: 'input/too-long', ...at, with: { most: Number(issue.maximum ?? 0) } };
    case 'too_small': return { code: 'input/too-short', ...at, with: { least: Number(issue.minimum ?? 0) } };
    default: return { code: 'input/malformed', ...at };
  }
}

/** Of a union that failed in every branch, the branch that got furthest tells best what is wrong. */
function deepest(issue: BodyIssue | undefined, before: readonly (PropertyKey | { readonly key: PropertyKey })[]): (BodyIssue & { readonly path: readonly (PropertyKey | { readonly key: PropertyKey })[] }) | undefined {
  if (!issue) return undefined;
  const path = [...before, ...(issue.path ?? [])];
  if (issue.code !== 'invalid_union' || !issue.errors?.length) return { ...issue, path };
  const [best] = [...issue.errors].filter((e) => e.length > 0).sort((a, b) => a.length - b.length);
  return deepest(best?.[0], path) ?? { ...issue, path };
}

/**
 * Checks a command's body: no sealed blocks anywhere (formats §4), then the schema. Unknown members are refused with
 * their path; input values are never echoed.
 */
export function checkBody<T>(schema: z.ZodType<T>, body: unknown): Result<T> {
  if (hasSealed(body)) return refused('input/sealed');
  const result = schema.safeParse(body);
  return result.success ? ok(result.data) : { ok: false, refusal: refusalOfIssues(result.error.issues as unknown as readonly BodyIssue[]) };
}
