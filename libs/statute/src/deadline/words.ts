import type { Calendar, DayNature } from '../calendar/calendar.js';
import type { Term, Words } from '../rules/rule.js';
import type { DayKind } from './deadline.js';

/** English names of the holidays; a name not listed stands as it is. */
const ENGLISH: Readonly<Record<string, string>> = {
  元旦: 'New Year’s Day', 春节: 'Spring Festival', 清明节: 'Tomb-sweeping Day', 劳动节: 'Labour Day', 端午节: 'Dragon Boat Festival', 中秋节: 'Mid-autumn Festival',
  国庆节: 'National Day', 抗战胜利70周年纪念日: '70th anniversary of the victory in the War of Resistance',
};
export const englishHoliday = (name: string): string => ENGLISH[name] ?? name;

function natureWords(nature: DayNature, name = ''): Words {
  const en = englishHoliday(name);
  switch (nature) {
    case 'holiday': return { zh: `${name}放假`, en: `${en} holiday` };
    case 'in-lieu': return { zh: `${name}调休放假`, en: `${en}, day off in lieu` };
    case 'make-up': return { zh: `${name}调休上班`, en: `make-up working day for ${en}` };
    case 'weekend': return { zh: '周末', en: 'weekend' };
    case 'working': return { zh: '工作日', en: 'working day' };
  }
}

/** What a day in a deadline's strip says. */
export function dayLabel({ kind, nature, term, name, n }: { kind: DayKind; nature: DayNature; term: Term; name?: string; n?: number }): Words {
  const what = natureWords(nature, name);
  switch (kind) {
    case 'start': return { zh: '起始日，不计入', en: 'day of the event, not counted' };
    case 'paused': return { zh: '听证期间，不计入', en: 'hearing, not counted' };
    case 'rollover': return { zh: `${what.zh}，期限顺延`, en: `${what.en}, the term rolls over` };
    case 'due': return { zh: '顺延后的最后一日', en: 'last day after roll-over' };
    case 'holiday': case 'in-lieu': case 'weekend': return { zh: `${what.zh}，不计入`, en: `${what.en}, not counted` };
    case 'counted': case 'make-up': {
      const over = (n ?? 0) - term.length;
      const counted = over > 0 ? { zh: `第${n}日（延长第${over}日）`, en: `day ${n} (day ${over} of the extension)` } : { zh: `第${n}${term.unit === 'working' ? '个工作日' : '日'}`, en: `${term.unit === 'working' ? 'working day' : 'day'} ${n}` };
      return nature === 'working' ? counted : { zh: `${counted.zh}，${what.zh}`, en: `${counted.en}, ${what.en}` };
    }
  }
}

/** Said once where a deadline touches days whose arrangement is not known. */
export const provisionalNote = ({ coverageFrom, coverageUntil, version }: Calendar): Words =>
  coverageFrom > coverageUntil
    ? { zh: '没有放假安排，只扣除周末，日期是暂定的。', en: 'No holiday arrangement is known: weekends only, the date is provisional.' }
    : {
      zh: `已知的放假安排自${coverageFrom}至${coverageUntil}（${version}）。此外的日子只按周末推算，日期是暂定的；国务院办公厅的放假通知导入后重新计算。`,
      en: `The holiday arrangement is known from ${coverageFrom} to ${coverageUntil} (${version}). Other days count weekends only: the date is provisional and is counted again when the State Council's notice has been imported.`,
    };
