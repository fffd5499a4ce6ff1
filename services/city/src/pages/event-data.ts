import { html, type Html } from './html.js';
import { beijing, categoryName, codeName, compartmentName, isForPrograms, isStoredTime, memberName } from './labels.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What became of a sealed value that does not show. */
function instead(value: Readonly<Record<string, unknown>>): Html | undefined {
  if (value['erased'] === true) return html`<em>已依法删除</em>`;
  if (value['denied'] === true && typeof value['compartment'] === 'string') return html`<em>无权查看（${compartmentName(value['compartment'])}）</em>`;
  if (typeof value['failed'] === 'string') return html`<em>无法解密（${value['failed']}）</em>`;
  return undefined;
}

function one(event: string, member: string, value: unknown): Html {
  if (value === true || value === false) return html`${value ? '是' : '否'}`;
  if (typeof value === 'number') return html`${value}`;
  if (typeof value === 'string') return html`${isStoredTime(value) ? beijing(value) : codeName(event, member, value)}`;
  if (Array.isArray(value)) return value.every((v) => typeof v === 'string') ? html`${value.map((v: string) => codeName(event, member, v)).join('、')}` : html`${value.map((v) => html`${one(event, member, v)}<br>`)}`;
  if (!isObject(value)) return html`${''}`;
  if (member === 'category' && typeof value['id'] === 'string') return html`${categoryName(value['id'])}`;
  return instead(value) ?? eventData(event, value);
}

/** An event's data as a list of terms and values; free text keeps its lines. Everything is escaped. */
export function eventData(event: string, data: unknown): Html {
  if (!isObject(data)) return html`${''}`;
  const shown = Object.entries(data).filter(([member, value]) => !isForPrograms(member) && !(Array.isArray(value) && value.length === 0));
  if (shown.length === 0) return html`${''}`;
  return html`<dl>${shown.map(([member, value]) => html`<dt>${memberName(member)}</dt><dd>${one(event, member, value)}</dd>`)}</dl>`;
}
