import { wordsOf } from './http-words.js';
import type { ProblemIssue } from './problem.js';

/** What zod reports, as far as words need it. Never holds the rejected value. */
export interface SchemaIssue {
  readonly code?: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
  readonly message: string;
  readonly expected?: string;
  readonly format?: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly divisor?: number;
  readonly discriminator?: string;
  readonly options?: readonly unknown[];
  readonly errors?: readonly (readonly SchemaIssue[])[];
  /** `params: { refusal }` of a refinement in contracts: the code whose words say what is wrong. */
  readonly params?: { readonly refusal?: string };
}

type Says = readonly [code: string, zh: string, en: string];

const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  string: ['文字', 'text'], number: ['数字', 'a number'], int: ['整数', 'a whole number'], boolean: ['true 或 false', 'true or false'],
  object: ['对象 {…}', 'an object {…}'], array: ['列表 […]', 'a list […]'], date: ['日期', 'a date'], null: ['null', 'null'], record: ['对象 {…}', 'an object {…}'],
};
const FORMATS: Readonly<Record<string, readonly [string, string]>> = {
  uuid: ['UUID', 'a UUID'], email: ['电子邮箱地址', 'an e-mail address'], url: ['网址', 'a web address'], date: ['日期（例如 2026-01-31）', 'a date such as 2026-01-31'],
  datetime: ['带 Z 的 UTC 时间（例如 2026-01-31T08:00:00.000Z）', 'a UTC time ending in Z, such as 2026-01-31T08:00:00.000Z'],
};

/** Puts zod's issues into sentences: what is wrong, where, how to mend it. `value` is only asked whether a member is missing, never shown. */
export function schemaIssues(issues: readonly SchemaIssue[], value: unknown, base: readonly PropertyKey[] = []): ProblemIssue[] {
  return issues.flatMap((issue) => {
    const below = (issue.path ?? []).map(keyOf);
    const path = [...base, ...below];
    const inner = nearest(issue);
    if (inner) return schemaIssues(inner, at(value, below), path);
    const [code, zh, en] = say(issue, at(value, below) === undefined);
    const where = pointer(path);
    return [{ path: where, code, detail: `${where === '' ? '请求内容' : where}：${zh}`, en: { detail: `${where === '' ? 'The input' : where}: ${en}` } }];
  });
}

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): PropertyKey => (typeof segment === 'object' ? segment.key : segment);

/** RFC 6901. A name that no schema of ours would have (it came from the caller) is not repeated. */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((p) => { const s = String(p); return `/${/^[\w.@-]{1,64}$/.test(s) && !/\d{6}/.test(s) ? s : '*'}`; }).join('');

/** Of a union's branches, the one that came closest: fewest issues below the top. */
function nearest(issue: SchemaIssue): readonly SchemaIssue[] | undefined {
  if (issue.code !== 'invalid_union' || !issue.errors || issue.errors.length === 0) return undefined;
  const deep = issue.errors.filter((branch) => branch.some((i) => (i.path?.length ?? 0) > 0 || i.code === 'unrecognized_keys'));
  return deep.toSorted((a, b) => a.length - b.length)[0];
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[key];
  }
  return here;
}

const list = (values: readonly unknown[]): string => values.slice(0, 30).map(String).join('、') + (values.length > 30 ? '…' : '');
const enList = (values: readonly unknown[]): string => values.slice(0, 30).map(String).join(', ') + (values.length > 30 ? ', …' : '');

function say(issue: SchemaIssue, missing: boolean): Says {
  const { params } = issue;
  const rule = params?.refusal === undefined ? undefined : wordsOf({ code: params.refusal });
  if (rule) return [params!.refusal!, rule.detail, rule.en.detail];
  if (missing && issue.code !== 'custom' && issue.code !== 'unrecognized_keys') return ['input/missing', '必填，请补上。', 'is required. Add it.'];
  switch (issue.code) {
    case 'invalid_type': {
      const [zh, en] = TYPES[issue.expected ?? ''] ?? ['其他类型的值', 'a value of another type'];
      return ['input/wrong-type', `类型不对，应为${zh}。`, `has the wrong type: it must be ${en}.`];
    }
    case 'invalid_value': return ['input/not-in-list', `只能是以下之一：${list(issue.values ?? [])}。`, `must be one of: ${enList(issue.values ?? [])}.`];
    case 'invalid_union':
      return issue.options ? ['input/not-in-list', `只能是以下之一：${list(issue.options)}。`, `must be one of: ${enList(issue.options)}.`] : ['input/malformed', '不符合任何一种允许的形式。', 'fits none of the allowed shapes.'];
    case 'unrecognized_keys': {
      const known = (issue.keys ?? []).filter((k) => /^[a-z][A-Za-z]{0,40}$/.test(k)).slice(0, 10);
      const [zh, en] = known.length > 0 ? [`（${known.join('、')}）`, ` (${known.join(', ')})`] : ['', ''];
      return ['input/unknown-member', `含有不认识的项目${zh}，请删去或改正名称。`, `has members that are not known${en}. Remove them or mend their names.`];
    }
    case 'too_small': return bound(issue, 'small');
    case 'too_big': return bound(issue, 'big');
    case 'invalid_format': {
      const format = FORMATS[issue.format ?? ''];
      return format ? ['input/malformed', `格式不对，应为${format[0]}。`, `has the wrong format: it must be ${format[1]}.`] : ['input/malformed', '格式不对，请对照接口说明改正。', 'has the wrong format. Compare it with the API description.'];
    }
    case 'not_multiple_of': return ['input/out-of-range', `应为 ${issue.divisor} 的倍数。`, `must be a multiple of ${issue.divisor}.`];
    default: return ['input/malformed', '不符合要求，请对照接口说明改正。', 'does not meet the rule. Compare it with the API description.'];
  }
}

function bound(issue: SchemaIssue, side: 'small' | 'big'): Says {
  const limit = String(side === 'small' ? issue.minimum : issue.maximum);
  const [zh, en] = side === 'small' ? ['至少', 'at least'] : ['最多', 'at most'];
  if (issue.origin === 'string') {
    return side === 'small' && limit === '1' ? ['input/too-short', '不能为空，请填写。', 'must not be empty. Fill it in.'] : [`input/too-${side === 'small' ? 'short' : 'long'}`, `${zh} ${limit} 个字符。`, `must have ${en} ${limit} characters.`];
  }
  if (issue.origin === 'array' || issue.origin === 'set' || issue.origin === 'map') return [`input/too-${side === 'small' ? 'short' : 'long'}`, `${zh} ${limit} 项。`, `must have ${en} ${limit} entries.`];
  const more = issue.inclusive === false ? ['，不含', ', exclusive'] : ['', ''];
  return ['input/out-of-range', `${zh}为 ${limit}${more[0]}。`, `must be ${en} ${limit}${more[1]}.`];
}
