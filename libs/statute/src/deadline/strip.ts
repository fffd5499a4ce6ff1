import type { Deadline, ExplainedDay } from './deadline.js';

const MARKS: Readonly<Record<ExplainedDay['kind'], string>> = { start: '○', counted: '●', 'make-up': '◆', weekend: '·', holiday: '休', 'in-lieu': '休', paused: '‖', rollover: '→', due: '★' };
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const;

/** The strip of a deadline as lines of text: a day each, both languages. */
export const stripLines = ({ days }: Deadline): readonly string[] =>
  days.map(({ date, kind, label }) => `${date} ${WEEKDAYS[new Date(date).getUTCDay()]}  ${MARKS[kind]}  ${label.zh} · ${label.en}`);

/** The whole strip in one line of marks, weeks apart: `○●● ●●●●●●●`. */
export const stripMarks = ({ days }: Deadline): string =>
  days.map(({ date, kind }, i) => `${i > 0 && new Date(date).getUTCDay() === 1 ? ' ' : ''}${MARKS[kind]}`).join('');

export const stripLegend = { zh: '○起始日 ●计入 ◆调休上班日计入 ·周末不计 休放假不计 ‖听证不计 →顺延 ★顺延后届满', en: '○ event  ● counted  ◆ make-up day counted  · weekend  休 holiday  ‖ hearing  → rolls over  ★ due after roll-over' } as const;
