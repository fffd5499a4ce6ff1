import { channels, contentCategories, districts, flags, purposes, sourceSystems, unitKinds } from '@lianxin/contracts';
import type { Cell, Column } from '../../tables/write-xlsx.js';

export interface Matter {
  readonly id: string; readonly district: string; readonly caseid: string; readonly number: string; readonly purpose: string; readonly category: string; readonly channel: string; readonly flags: readonly string[];
  readonly receivedAt: string; readonly answers: readonly { readonly unit: string; readonly at: string }[]; readonly daysToAnswer: number; readonly isRepeat: number; readonly imported: string; readonly recordedAt: string;
}
export interface Dossier { readonly id: string; readonly number: string; readonly anonymous: boolean; readonly queue: string; readonly holder: string }
/** What a row is made of. `texts` are there only when they were asked for. */
export interface RegisterRow { readonly matter: Matter; readonly dossier: Dossier | undefined; readonly texts?: { readonly title: Cell; readonly claim: Cell; readonly reply: Cell } }

interface FieldOf { readonly heading: string; readonly kind: Column['kind']; readonly width: number; /** Holds personal data. */ readonly personal?: true; cell(row: RegisterRow): Cell }

const firstAnswer = ({ answers }: Matter) => [...answers].sort((a, b) => (a.at < b.at ? -1 : 1))[0];
const level = (n: 1 | 2 | 3) => ({ matter }: RegisterRow): Cell => contentCategories.find(matter.category)?.[`level${n}`];

/** 信访事项台账: what its columns can hold. */
export const REGISTER_FIELDS = {
  registration: { heading: '登记号', kind: 'text', width: 24, cell: ({ matter }) => matter.number },
  case: { heading: '卷宗号', kind: 'text', width: 22, cell: ({ dossier }) => dossier?.number },
  district: { heading: '区', kind: 'text', width: 10, cell: ({ matter }) => districts.find(matter.district)?.zh ?? matter.district },
  receivedAt: { heading: '收到时间', kind: 'moment', width: 18, cell: ({ matter }) => Date.parse(matter.receivedAt) },
  channel: { heading: '信访形式', kind: 'text', width: 10, cell: ({ matter }) => channels.find(matter.channel)?.zh ?? matter.channel },
  purpose: { heading: '信访目的', kind: 'text', width: 12, cell: ({ matter }) => purposes.find(matter.purpose)?.zh ?? matter.purpose },
  level1: { heading: '一级分类', kind: 'text', width: 16, cell: level(1) },
  level2: { heading: '二级分类', kind: 'text', width: 16, cell: level(2) },
  level3: { heading: '三级分类', kind: 'text', width: 20, cell: level(3) },
  flags: { heading: '标志', kind: 'text', width: 18, cell: ({ matter }) => matter.flags.map((f) => flags.find(f)?.zh ?? f).join('、') },
  answeredAt: { heading: '首次答复时间', kind: 'moment', width: 18, cell: ({ matter }) => { const a = firstAnswer(matter); return a && Date.parse(a.at); } },
  daysToAnswer: { heading: '答复用时（自然日）', kind: 'number', width: 18, cell: ({ matter }) => (matter.daysToAnswer < 0 ? undefined : matter.daysToAnswer) },
  answerUnit: { heading: '答复单位', kind: 'text', width: 16, cell: ({ matter }) => { const a = firstAnswer(matter); return a && (unitKinds.find(a.unit)?.zh ?? a.unit); } },
  answers: { heading: '答复次数', kind: 'number', width: 10, cell: ({ matter }) => matter.answers.length },
  repeat: { heading: '重复信访', kind: 'text', width: 10, cell: ({ matter }) => (matter.isRepeat === 1 ? '是' : '否') },
  system: { heading: '来源系统', kind: 'text', width: 16, cell: ({ matter }) => (matter.imported === '' ? undefined : sourceSystems.find(matter.imported)?.zh ?? matter.imported) },
  recordedAt: { heading: '登记时间', kind: 'moment', width: 18, cell: ({ matter }) => Date.parse(matter.recordedAt) },
  holder: { heading: '承办人', kind: 'text', width: 18, cell: ({ dossier }) => dossier?.holder },
  anonymous: { heading: '匿名', kind: 'text', width: 8, cell: ({ dossier }) => (dossier === undefined ? undefined : dossier.anonymous ? '是' : '否') },
  title: { heading: '标题', kind: 'text', width: 30, personal: true, cell: ({ texts }) => texts?.title },
  claim: { heading: '诉求', kind: 'text', width: 60, personal: true, cell: ({ texts }) => texts?.claim },
  reply: { heading: '答复', kind: 'text', width: 60, personal: true, cell: ({ texts }) => texts?.reply },
} as const satisfies Readonly<Record<string, FieldOf>>;
export type RegisterField = keyof typeof REGISTER_FIELDS;
/** Typed alike, so that what only some fields have can be asked of all. */
export const fieldOf = (field: RegisterField): FieldOf => REGISTER_FIELDS[field];

export interface RegisterColumn { readonly heading: string; readonly field?: RegisterField; readonly width?: number }

const EXTRA: readonly RegisterField[] = ['holder', 'anonymous'];
/** The platform's own headings. */
export const usualColumns = (texts: boolean): readonly RegisterColumn[] => (Object.keys(REGISTER_FIELDS) as RegisterField[])
  .filter((f) => !EXTRA.includes(f) && (texts || fieldOf(f).personal !== true)).map((field) => ({ heading: REGISTER_FIELDS[field].heading, field }));
