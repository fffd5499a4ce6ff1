import { evaluatedScales, goalAttainments, petitionStatuses, retentionClasses, satisfactionValues, scaleChanges } from '@lianxin/contracts';
import { beijing } from '../labels.js';
import { dataOf, last, textIn, word, type Recorded } from './recorded.js';
import type { Sheet } from './sheet.js';

interface Attained { readonly goal: string; readonly attainment: string }
interface Changed { readonly scale: string; readonly change: string }
const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? value as readonly T[] : []);
const lines = (texts: readonly string[]): string | undefined => (texts.length === 0 ? undefined : texts.join('\n'));

/** 结案表: why it ends, what was achieved, what the petitioner and the supervisor say. */
export function closingForm(recorded: Recorded): Sheet {
  const closed = recorded.state === 'open' ? undefined : last(recorded, 'CaseClosed');
  const outcome = last(recorded, 'OutcomeEvaluated');
  const evaluated = dataOf(outcome);
  const signed = last(recorded, 'OutcomeSignedOff');
  const satisfied = dataOf(last(recorded, 'SatisfactionCollected'))['value'];
  const retention = dataOf(last(recorded, 'RetentionAssigned'))['class'];
  const { talks, minutes, answers } = recorded.counted;
  return {
    title: '信访社会工作结案表', number: recorded.number,
    fields: [
      { label: '信访人', value: textIn(dataOf(last(recorded, 'IdentityCorrected', 'SubjectRecorded'))['identity'], 'name') }, { label: '承办人', value: textIn(dataOf(last(recorded, 'CaseTaken'))['worker']) },
      { label: '立卷', value: beijing(recorded.firstAt).slice(0, 10) }, { label: '结案时间', value: closed && beijing(closed.time) },
      { label: '结案原因', value: word(closed, 'reason') }, { label: '事项状态', value: petitionStatuses.find(String(evaluated['petition']))?.zh },
      { label: '会谈与服务', value: `${talks} 次${minutes > 0 ? `，共 ${minutes} 分钟` : ''}` }, { label: '收到答复', value: `${answers} 次` },
      { label: '目标达成', value: lines(list<Attained>(evaluated['goals']).map((g) => `目标 ${g.goal}：${goalAttainments.find(g.attainment)?.zh ?? g.attainment}`)), size: 'wide' },
      { label: '量表变化', value: lines(list<Changed>(evaluated['scales']).map((s) => `${evaluatedScales.find(s.scale)?.zh ?? s.scale}：${scaleChanges.find(s.change)?.zh ?? s.change}`)), size: 'wide' },
      { label: '服务成效', value: textIn(evaluated['content'], 'summary', 'text'), size: 'tall' },
      { label: '信访人感受（原话）', value: textIn(evaluated['content'], 'feelings'), size: 'tall' },
      { label: '满意度', value: satisfactionValues.find(String(satisfied))?.zh }, { label: '保管期限', value: retentionClasses.find(String(retention))?.zh },
      { label: '结案小结', value: textIn(dataOf(closed)['summary'], 'text', 'summary'), size: 'tall' },
      { label: '跟进安排', size: 'tall' },
      { label: '督导意见', value: textIn(dataOf(signed)['opinion'], 'text', 'opinion') ?? (signed ? '同意签批' : undefined), size: 'tall' },
    ],
    signatures: ['信访人签名', '工作者签名', '督导签名'],
    ...(closed ? {} : { note: '本卷尚未结案。' }),
  };
}
