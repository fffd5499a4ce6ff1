import { z } from 'zod';

/** One entry of a code list: the code is stored, the names are for people. */
export interface CodeEntry<C extends string = string> {
  readonly code: C;
  readonly zh: string;
  readonly en: string;
}

/** A closed list of codes with names in both languages. Codes are never reused and never change their meaning. */
export interface CodeList<C extends string = string, T extends CodeEntry = CodeEntry<C>> {
  readonly id: string;
  readonly version: number;
  readonly zh: string;
  readonly en: string;
  readonly entries: readonly T[];
  readonly codes: readonly [C, ...C[]];
  has(code: string): code is C;
  /** The entry of a code; undefined when the list has none such. */
  find(code: string): T | undefined;
  /** The schema of one code, with all names in its description. */
  readonly schema: z.ZodType<C, C>;
}

export function codeList<const T extends CodeEntry>(
  list: { readonly id: string; readonly version: number; readonly zh: string; readonly en: string; readonly entries: readonly T[] },
): CodeList<T['code'], T> {
  type Code = T['code'];
  const byCode = new Map<string, T>(list.entries.map((e) => [e.code, e]));
  if (byCode.size !== list.entries.length) throw new Error(`code list ${list.id} has a code twice`);
  const codes = list.entries.map((e) => e.code) as unknown as readonly [Code, ...Code[]];
  const names = list.entries.map((e) => `${e.code} ${e.zh}`).join('、');
  return {
    ...list,
    codes,
    has: (code): code is Code => byCode.has(code),
    find: (code) => byCode.get(code),
    schema: z.enum(codes as [Code, ...Code[]]).meta({ id: list.id, description: `${list.zh} · ${list.en}：${names}` }) as unknown as z.ZodType<Code, Code>,
  };
}
