import type { TimelineEvent } from '@lianxin/archive';
import { beijing } from '../labels.js';
import { dataOf, last, textIn, word, type Recorded } from './recorded.js';
import type { Sheet } from './sheet.js';

const TALKS = ['ContactMade', 'ContactNoted', 'ServiceDelivered', 'CounsellingHeld'] as const;
interface Named { readonly name?: string; readonly stream: string; readonly data: unknown }

/** The conversations of a case: voided deliveries are none. */
export function conversations<E extends Named>(events: readonly E[]): readonly E[] {
  const voided = new Set(events.filter((e) => e.name === 'DeliveryVoided').map((e) => e.stream));
  return events.filter((e) => (TALKS as readonly string[]).includes(e.name ?? '') && !voided.has(e.stream));
}

/** 会谈记录: one sheet for each conversation. `fact` and `reflection` stand apart, as the standard asks. */
export function interviewForm(recorded: Recorded, talk: TimelineEvent, nth?: number): Sheet {
  const data = dataOf(talk);
  const said = data['words'] ?? data['talk'] ?? data['note'];
  const minutes = data['minutes'];
  const ended = typeof minutes === 'number' ? new Date(Date.parse(talk.time) + minutes * 60_000).toISOString() : undefined;
  return {
    title: '信访社会工作会谈记录', number: nth === undefined ? recorded.number : `${recorded.number}　第 ${nth} 次`,
    fields: [
      { label: '开始时间', value: beijing(talk.time) }, { label: '结束时间', value: ended === undefined ? undefined : beijing(ended) },
      { label: '记录类别', value: talk.zh }, { label: '方式', value: word(talk, 'form') },
      { label: '地点', value: word(talk, 'place') }, { label: '用时（分钟）', value: typeof minutes === 'number' ? String(minutes) : undefined },
      { label: '信访人', value: textIn(dataOf(last(recorded, 'IdentityCorrected', 'SubjectRecorded'))['identity'], 'name') }, { label: '在场人', value: word(talk, 'present') },
      { label: '工作者', value: Array.isArray(data['workers']) ? data['workers'].join('、') : talk.actorid }, { label: '记录时间', value: beijing(talk.recordedat) },
      { label: '服务内容', value: word(talk, 'content') }, { label: '服务方法', value: word(talk, 'method') ?? word(talk, 'techniques') },
      { label: '会谈目的', value: textIn(said, 'aim'), size: 'wide' },
      { label: '会谈经过（客观叙述）', value: textIn(said, 'claim', 'note', 'facts', 'process'), size: 'tall' },
      { label: '信访人反应', value: textIn(said, 'response'), size: 'tall' },
      { label: '约定的下一步', value: textIn(said, 'next', 'homework'), size: 'tall' },
      { label: '所见风险', value: word(talk, 'risk') }, { label: '结果', value: word(talk, 'outcome') ?? word(talk, 'change') },
      { label: '工作者反思（限阅）', value: textIn(data['reflection'], 'text', 'reflection'), size: 'tall' },
    ],
    signatures: ['工作者签名', '督导签名'],
    note: '记录用客观语言，24 小时内完成；心理疏导不作诊断。',
  };
}
