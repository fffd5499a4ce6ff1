import { channels, contentCategories, districts, flags, purposes, sourceSystems, unitKinds } from '@lianxin/contracts';
import type { Cell, Column } from '../../tables/write-xlsx.js';
import type { Ask } from '../admin.js';

interface Matter {
  readonly id: string; readonly district: string; readonly caseid: string; readonly number: string; readonly purpose: string; readonly category: string; readonly channel: string; readonly flags: readonly string[];
  readonly receivedAt: string; readonly answers: readonly { readonly unit: string; readonly at: string }[]; readonly daysToAnswer: number; readonly isRepeat: number; readonly imported: string; readonly recordedAt: string;
}
interface Dossier { readonly id: string; readonly number: string; readonly anonymous: boolean; readonly queue: string; readonly holder: string }
interface Page<T> { readonly items: readonly T[]; readonly next?: string }
interface MatterPage { readonly entries: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[] }

/** 信访事项台账. The columns of `texts` hold personal data; they are filled only as far as the role may read, and every reading is recorded. */
export const registerColumns = (texts: boolean): readonly Column[] => [
  { heading: '登记号', kind: 'text', width: 24 }, { heading: '卷宗号', kind: 'text', width: 22 }, { heading: '区', kind: 'text', width: 10 },
  { heading: '收到时间', kind: 'moment', width: 18 }, { heading: '信访形式', kind: 'text', width: 10 }, { heading: '信访目的', kind: 'text', width: 12 },
  { heading: '一级分类', kind: 'text', width: 16 }, { heading: '二级分类', kind: 'text', width: 16 }, { heading: '三级分类', kind: 'text', width: 20 }, { heading: '标志', kind: 'text', width: 18 },
  { heading: '首次答复时间', kind: 'moment', width: 18 }, { heading: '答复用时（自然日）', kind: 'number', width: 18 }, { heading: '答复单位', kind: 'text', width: 16 }, { heading: '答复次数', kind: 'number', width: 10 },
  { heading: '重复信访', kind: 'text', width: 10 }, { heading: '来源系统', kind: 'text', width: 16 }, { heading: '登记时间', kind: 'moment', width: 18 },
  ...(texts ? [{ heading: '标题', kind: 'text', width: 30 }, { heading: '诉求', kind: 'text', width: 60 }, { heading: '答复', kind: 'text', width: 60 }] satisfies Column[] : []),
];

/** The rows of the register, newest receipt first. `texts` opens each matter, which leaves one access record each. */
export async function* registerRows(ask: Ask, district: string | undefined, texts: boolean, onRow: (done: number) => void): AsyncGenerator<readonly Cell[]> {
  const numbers = new Map<string, string>();
  for await (const d of pages<Dossier>(ask, '/api/intake/dossiers', district)) numbers.set(d.id, d.number);
  let done = 0;
  for await (const m of pages<Matter>(ask, '/api/intake/matters', district)) {
    const answers = [...m.answers].sort((a, b) => (a.at < b.at ? -1 : 1));
    const category = contentCategories.find(m.category);
    yield [
      m.number, numbers.get(m.caseid), districts.find(m.district)?.zh ?? m.district, Date.parse(m.receivedAt), channels.find(m.channel)?.zh ?? m.channel, purposes.find(m.purpose)?.zh ?? m.purpose,
      category?.level1, category?.level2, category?.level3, m.flags.map((f) => flags.find(f)?.zh ?? f).join('、'),
      answers[0] === undefined ? undefined : Date.parse(answers[0].at), m.daysToAnswer < 0 ? undefined : m.daysToAnswer, answers[0] === undefined ? undefined : unitKinds.find(answers[0].unit)?.zh ?? answers[0].unit, m.answers.length,
      m.isRepeat === 1 ? '是' : '否', m.imported === '' ? undefined : sourceSystems.find(m.imported)?.zh ?? m.imported, Date.parse(m.recordedAt),
      ...(texts ? await opened(ask, m.id) : []),
    ];
    onRow(++done);
  }
}

async function* pages<T>(ask: Ask, path: string, district: string | undefined): AsyncGenerator<T> {
  for (let after: string | undefined; ;) {
    const query = new URLSearchParams({ limit: '200', ...(district === undefined ? {} : { district }), ...(after === undefined ? {} : { after }) });
    const page = await ask<Page<T>>('GET', `${path}?${query.toString()}`);
    yield* page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}

const CLOSED: Readonly<Record<string, string>> = { erased: '〔已依法删除〕', denied: '〔无权查看〕', failed: '〔无法读取〕' };

/** What stands in a cell for a value: its text, or why there is none. */
function textOf(value: unknown, member: string): string | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const text = (value as Readonly<Record<string, unknown>>)[member];
  if (typeof text === 'string') return text;
  return Object.entries(CLOSED).find(([mark]) => mark in value)?.[1];
}

async function opened(ask: Ask, matter: string): Promise<readonly Cell[]> {
  const { entries } = await ask<MatterPage>('GET', `/api/intake/matters/${matter}`);
  const content = entries.find((e) => e.type === 'MatterRegistered')?.data['content'];
  const answers = entries.filter((e) => e.type === 'AnswerRecorded').map((e) => textOf(e.data['text'], 'text') ?? '');
  return [textOf(content, 'title'), textOf(content, 'text'), answers.join('\n――――\n')];
}
