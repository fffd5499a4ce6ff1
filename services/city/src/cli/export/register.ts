import type { Cell, Column } from '../../tables/write-xlsx.js';
import type { Ask } from '../admin.js';
import { fieldOf, type Dossier, type Matter, type RegisterRow } from './register-fields.js';
import type { RegisterMapping } from './register-mapping.js';

interface Page<T> { readonly items: readonly T[]; readonly next?: string }
interface MatterPage { readonly entries: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[] }

/** The columns of a register, as its mapping names them. */
export const registerColumns = ({ columns, values }: RegisterMapping): readonly Column[] => columns.map(({ heading, field, width }) => {
  const of = field === undefined ? undefined : fieldOf(field);
  return { heading, kind: of === undefined || (field !== undefined && values[field]) ? 'text' : of.kind, width: width ?? of?.width ?? 16 };
});

/** The rows of the register, newest receipt first. Columns of personal data open each matter, as far as the role may read; each opening leaves one access record. */
export async function* registerRows(ask: Ask, district: string | undefined, mapping: RegisterMapping, onRow: (done: number) => void): AsyncGenerator<readonly Cell[]> {
  const dossiers = new Map<string, Dossier>();
  for await (const d of pages<Dossier>(ask, '/api/intake/dossiers', district)) dossiers.set(d.id, d);
  const texts = mapping.columns.some(({ field }) => field !== undefined && fieldOf(field).personal === true);
  let done = 0;
  for await (const matter of pages<Matter>(ask, '/api/intake/matters', district)) {
    const row: RegisterRow = { matter, dossier: dossiers.get(matter.caseid), ...(texts ? { texts: await opened(ask, matter.id) } : {}) };
    yield mapping.columns.map(({ field }) => {
      if (field === undefined) return undefined;
      const cell = fieldOf(field).cell(row);
      const words = mapping.values[field];
      return words === undefined || cell === undefined || !Object.hasOwn(words, String(cell)) ? cell : words[String(cell)];
    });
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

async function opened(ask: Ask, matter: string): Promise<NonNullable<RegisterRow['texts']>> {
  const { entries } = await ask<MatterPage>('GET', `/api/intake/matters/${matter}`);
  const content = entries.find((e) => e.type === 'MatterRegistered')?.data['content'];
  const answers = entries.filter((e) => e.type === 'AnswerRecorded').map((e) => textOf(e.data['text'], 'text') ?? '');
  return { title: textOf(content, 'title'), claim: textOf(content, 'text'), reply: answers.join('\n――――\n') };
}
