import { channels, contentCategories, districts, mayDo, mayOpen, purposes } from '@lianxin/contracts';
import type { DossierDoc, MatterDoc } from '@lianxin/intake';
import { ok, refused, utc, type Actor, type Result } from '@lianxin/kernel';
import type { ViewReader } from '@lianxin/runtime';
import { hideSmall } from './small-cells.js';

type Found = { readonly id: string; readonly doc: MatterDoc };

/** What a matter is counted by. Terms run in calendar days in Asia/Shanghai from the receipt, whose day is not counted. */
interface Breakdown { readonly code: string; readonly zh: string; readonly columns: readonly { readonly code: string; readonly zh: string }[]; of(doc: MatterDoc): string }

const level1 = [...new Set(contentCategories.entries.map((c) => c.level1))].map((name) => ({ code: name, zh: name }));
const named = (list: { readonly entries: readonly { readonly code: string; readonly zh: string }[] }) => list.entries.map(({ code, zh }) => ({ code, zh }));
export const breakdowns: readonly Breakdown[] = [
  { code: 'term', zh: '答复', columns: [{ code: 'D15', zh: '15 日内答复' }, { code: 'D60', zh: '16 至 60 日答复' }, { code: 'LATER', zh: '超过 60 日答复' }, { code: 'NONE', zh: '尚未答复' }], of: (m) => (m.daysToAnswer < 0 ? 'NONE' : m.daysToAnswer <= 15 ? 'D15' : m.daysToAnswer <= 60 ? 'D60' : 'LATER') },
  { code: 'repeat', zh: '重复信访', columns: [{ code: 'FIRST', zh: '初次' }, { code: 'REPEAT', zh: '重复' }], of: (m) => (m.isRepeat === 1 ? 'REPEAT' : 'FIRST') },
  { code: 'channel', zh: '信访形式', columns: named(channels), of: (m) => m.channel },
  { code: 'purpose', zh: '信访目的', columns: named(purposes), of: (m) => m.purpose },
  { code: 'category', zh: '内容分类', columns: [...level1, { code: '', zh: '未分类' }], of: (m) => m.level1 },
];

/** `count` is absent where it does not show. */
export interface Figure { readonly code: string; readonly zh: string; readonly count?: number }
export interface ReturnOfDistrict { readonly district: string; readonly zh: string; readonly received: Figure; readonly groups: readonly { readonly code: string; readonly zh: string; readonly figures: readonly Figure[] }[] }
export interface MonthlyReturn { readonly month: string; readonly hidden: boolean; readonly districts: readonly ReturnOfDistrict[]; readonly all?: ReturnOfDistrict }

export interface ReturnViews { readonly matters: ViewReader<MatterDoc>; readonly dossiers: ViewReader<DossierDoc> }
export interface AskReturn { readonly month: string; readonly district?: string | undefined }

const SHANGHAI_MS = 8 * 3_600_000;
/** From (inclusive) to below (exclusive), UTC, of a month in Asia/Shanghai. */
export function bounds(month: string): { readonly from: string; readonly below: string } {
  const [year, nth] = month.split('-').map(Number) as [number, number];
  return { from: utc(Date.UTC(year, nth - 1, 1) - SHANGHAI_MS), below: utc(Date.UTC(year, nth, 1) - SHANGHAI_MS) };
}

const PAGE = 1_000;
async function receivedIn(views: ReturnViews, month: string, district?: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let after: string | undefined; ;) {
    const page = await views.matters.find({ where: { ...(district === undefined ? {} : { district }), receivedAt: bounds(month) }, orderBy: 'receivedAt', limit: PAGE, ...(after === undefined ? {} : { after }) });
    found.push(...page.items);
    if (page.next === undefined) return found;
    after = page.next;
  }
}

/** Districts in which this actor reads the return. */
const readable = (actor: Actor, district: string | undefined): Result<readonly string[]> => {
  const asked = district === undefined ? districts.codes : [district];
  const may = asked.filter((d) => mayDo('desk.return.read', actor, { district: d }).ok);
  return may.length > 0 ? ok(may) : refused('access/district');
};

/**
 * The monthly return 月报表: matters received in a month. Small cells are hidden from readers who may not open the cases
 * behind them; what is hidden is found over the whole city, so that two returns asked one after the other do not tell it.
 */
export async function monthlyReturn(views: ReturnViews, { month, district }: AskReturn, actor: Actor): Promise<Result<MonthlyReturn>> {
  const asked = readable(actor, district);
  if (!asked.ok) return asked;
  const opens = asked.value.every((d) => mayDo('desk.return.open', actor, { district: d }).ok);
  const found = await receivedIn(views, month, opens && asked.value.length === 1 ? asked.value[0] : undefined);
  const codes = districts.codes as readonly string[];
  const counts = breakdowns.map((b) => codes.map((d) => b.columns.map(({ code }) => found.filter(({ doc }) => doc.district === d && b.of(doc) === code).length)));
  const hidden = opens ? undefined : hideSmall(counts);
  const shown = (code: string, zh: string, count: number, hide: boolean | undefined): Figure => ({ code, zh, ...(hide === true ? {} : { count }) });
  const total = (of: readonly (readonly number[])[], c: number): number => of.reduce((n, row) => n + row[c]!, 0);
  const row = (of: string, zh: string, r: number): ReturnOfDistrict => ({
    district: of, zh, received: shown('received', '收到', r < codes.length ? found.filter(({ doc }) => doc.district === of).length : found.length, hidden?.totals[r]),
    groups: breakdowns.map((b, at) => ({ code: b.code, zh: b.zh, figures: b.columns.map((c, i) => shown(c.code, c.zh, r < codes.length ? counts[at]![r]![i]! : total(counts[at]!, i), hidden?.cells[at]![r]![i])) })),
  });
  return ok({
    month, hidden: !opens, districts: asked.value.map((d) => row(d, districts.find(d)?.zh ?? d, codes.indexOf(d))),
    ...(asked.value.length === codes.length ? { all: row('all', '全市合计', codes.length) } : {}),
  });
}

export interface BehindFigure { readonly count: number; /** Matters of it that this reader may not know of. */ readonly withheld: number; readonly items: readonly { readonly matter: string; readonly registration: string; readonly case: string; readonly number: string; readonly receivedAt: string; /** What it counts as in each group. */ readonly counts: Readonly<Record<string, string>> }[] }

/** The matters behind one figure, within the reader's rights: without what he has a conflict of interest in, and accusations only for the few. */
export async function behindFigure(views: ReturnViews, { month, district, group, code }: AskReturn & { readonly district: string; readonly group: string; readonly code?: string | undefined }, actor: Actor): Promise<Result<BehindFigure>> {
  const may = mayDo('desk.return.open', actor, { district });
  if (!may.ok) return may;
  const breakdown = breakdowns.find((b) => b.code === group);
  if (group !== 'received' && !breakdown) return refused('input/not-in-list', { path: '/group' });
  const found = (await receivedIn(views, month, district)).filter(({ doc }) => !breakdown || breakdown.of(doc) === (code ?? ''));
  const knowsAccusations = mayOpen('accusation', actor, { district }).ok;
  const items = (await Promise.all(found.map(async ({ id, doc }) => {
    const dossier = await views.dossiers.get(doc.caseid);
    const shut = !dossier || dossier.recused.includes(actor.id) || (dossier.kind === 'accusation' && !knowsAccusations);
    return shut ? [] : [{ matter: id, registration: doc.number, case: doc.caseid, number: dossier.number, receivedAt: doc.receivedAt, counts: Object.fromEntries(breakdowns.map((b) => [b.code, b.of(doc)])) }];
  }))).flat();
  return ok({ count: found.length, withheld: found.length - items.length, items });
}
