import { CITY } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { onCase, type Cases } from '@lianxin/runtime';
import { indicatorOf, indicators } from '../indicators/catalogue.js';
import { monthsFrom } from '../indicators/days.js';
import { rowsOf, type IndicatorParts, type InputName, type Scope } from '../indicators/inputs.js';
import { asOf, count, grouped, keyOf, rowsBehind, type AsOf, type By, type Measure, type Missing, type Part, type Row, type Variant } from '../indicators/measures.js';
import type { Indicator } from '../indicators/petition-indicators.js';
import { withoutSmallCells, type Cell } from '../indicators/small-cells.js';

const MOST_MONTHS = 36;
export interface Ask { readonly district?: string | undefined; readonly from: string; readonly until: string }

const NOT_KEPT: Missing = { kind: 'missing', zh: '本系统没有提供该指标数据的服务。', en: 'No service of this installation keeps the data of this indicator.' };

/** Which district is meant: the one asked for, else the own one; the city's office means all. */
const scopeOf = ({ district, from, until }: Ask, actor: Actor): Result<Scope> => {
  const months = monthsFrom(from, until, MOST_MONTHS);
  return months ? ok({ district: district ?? (actor.district === CITY ? undefined : actor.district), months }) : refused('indicator/range', { path: '/until' });
};

export interface Definition {
  readonly indicator: string; readonly zh: string; readonly en: string; readonly source: string; readonly target?: number;
  readonly variants: readonly { readonly variant: string; readonly zh: string; readonly en: string; readonly formula: { readonly zh: string; readonly en: string }; readonly missing?: { readonly zh: string; readonly en: string } }[];
}
const reason = (measure: Measure<Row>) => (measure.kind === 'missing' ? { missing: { zh: measure.zh, en: measure.en } } : {});
const definitionOf = ({ code, zh, en, source, target, variants }: Indicator): Definition => ({
  indicator: code, zh, en, source, ...(target === undefined ? {} : { target }), variants: variants.map((v) => ({ variant: v.code, zh: v.zh, en: v.en, formula: v.formula, ...reason(v.measure) })),
});

/** All indicators with their formulas. */
export const indicatorDefinitions = (): readonly Definition[] => indicators.map(definitionOf);

export interface Overview {
  readonly district: string; readonly from: string; readonly until: string; readonly asOf: string;
  readonly items: readonly (Definition & { readonly totals: Readonly<Record<string, Cell | { readonly missing: { readonly zh: string; readonly en: string } }>> })[];
}

/** Every indicator in every variant, for one scope: the monthly return. */
export async function overview(parts: IndicatorParts, ask: Ask, actor: Actor, now: number): Promise<Result<Overview>> {
  const scope = scopeOf(ask, actor);
  if (!scope.ok) return scope;
  const at = asOf(now);
  const loaded = new Map<InputName, Promise<readonly Row[] | undefined>>();
  const load = (input: InputName) => {
    const known = loaded.get(input) ?? rowsOf(parts, input, scope.value, at);
    loaded.set(input, known);
    return known;
  };
  const items = await Promise.all(indicators.map(async (indicator) => {
    const totals = await Promise.all(indicator.variants.map(async ({ code, measure }) => {
      const rows = measure.kind === 'missing' ? undefined : await load(indicator.input);
      const total = measure.kind === 'missing' || !rows ? { missing: words(measure.kind === 'missing' ? measure : NOT_KEPT) } : withoutSmallCells(count(measure, rows, '', at), []).total;
      return [code, total] as const;
    }));
    return { ...definitionOf(indicator), totals: Object.fromEntries(totals) };
  }));
  return ok({ district: scope.value.district ?? CITY, from: ask.from, until: ask.until, asOf: new Date(now).toISOString(), items });
}
const words = ({ zh, en }: Missing) => ({ zh, en });

export interface IndicatorPage {
  readonly definition: Definition; readonly variant: string; readonly district: string; readonly from: string; readonly until: string; readonly by?: By; readonly asOf: string;
  /** Present instead of figures when the variant cannot be computed. */
  readonly missing?: { readonly zh: string; readonly en: string };
  readonly total?: Cell; readonly cells?: readonly Cell[];
}
export interface AskOne extends Ask { readonly indicator: string; readonly variant?: string | undefined; readonly by?: By | undefined }

const found = ({ indicator: code, variant: wanted }: Pick<AskOne, 'indicator' | 'variant'>): Result<{ readonly indicator: Indicator; readonly variant: Variant<Row> }> => {
  const indicator = indicatorOf(code);
  const variant = indicator?.variants.find((v) => wanted === undefined || v.code === wanted);
  return indicator && variant ? ok({ indicator, variant }) : refused('indicator/unknown');
};

/** One variant of one indicator: total and, if asked, by district, month or unit. Small cells are hidden. */
export async function readIndicator(parts: IndicatorParts, ask: AskOne, actor: Actor, now: number): Promise<Result<IndicatorPage>> {
  const which = found(ask);
  const scope = scopeOf(ask, actor);
  if (!which.ok) return which;
  if (!scope.ok) return scope;
  const { indicator, variant: { code, measure } } = which.value;
  const at = asOf(now);
  const page = { definition: definitionOf(indicator), variant: code, district: scope.value.district ?? CITY, from: ask.from, until: ask.until, ...(ask.by ? { by: ask.by } : {}), asOf: new Date(now).toISOString() };
  const rows = measure.kind === 'missing' ? undefined : await rowsOf(parts, indicator.input, scope.value, at);
  if (measure.kind === 'missing' || !rows) return ok({ ...page, missing: words(measure.kind === 'missing' ? measure : NOT_KEPT) });
  const cells = ask.by ? [...grouped(rows, ask.by, scope.value.months)].map(([key, group]) => count(measure, group, key, at)) : [];
  return ok({ ...page, ...withoutSmallCells(count(measure, rows, '', at), cells) });
}

export interface AskCases extends AskOne { readonly key?: string | undefined; readonly part: Part; readonly limit: number; readonly after?: string | undefined }
export interface BehindPage {
  /** How many stand behind the figure, whether the reader may open them or not. */
  readonly count: number;
  readonly items: readonly { readonly kind: Row['kind']; readonly id: string; readonly caseid?: string; readonly number?: string; readonly at: string }[];
  /** Of this page, how many the reader may not open. */
  readonly withheld: number;
  readonly next?: string;
}

/** Exactly what stands behind a figure, as far as this reader may open it. Ordered by id. */
export async function casesBehind(parts: IndicatorParts & { readonly cases: Cases }, ask: AskCases, actor: Actor, now: number): Promise<Result<BehindPage>> {
  const which = found(ask);
  const scope = scopeOf(ask, actor);
  if (!which.ok) return which;
  if (!scope.ok) return scope;
  const { indicator, variant: { measure } } = which.value;
  const at: AsOf = asOf(now);
  const rows = measure.kind === 'missing' ? undefined : await rowsOf(parts, indicator.input, scope.value, at);
  if (measure.kind === 'missing' || !rows) return refused('indicator/missing-input');
  const { by, key, part, limit, after = '' } = ask;
  const cell = by && key !== undefined ? rows.filter((r) => keyOf(r, by) === key) : rows;
  const behind = rowsBehind(measure, cell, part, at).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const page = behind.filter((r) => r.id > after).slice(0, limit);
  const items = (await Promise.all(page.map((r) => openable(parts.cases, r, actor)))).filter((item) => item !== undefined);
  return ok({ count: behind.length, items, withheld: page.length - items.length, ...(page.length === limit && page.at(-1)!.id !== behind.at(-1)!.id ? { next: page.at(-1)!.id } : {}) });
}

async function openable(cases: Cases, { kind, id, caseid, at }: Row, actor: Actor): Promise<BehindPage['items'][number] | undefined> {
  if (caseid === undefined) return { kind, id, at };
  const facts = await onCase(cases, caseid, actor);
  return facts.ok ? { kind, id, caseid, number: facts.value.number, at } : undefined;
}
