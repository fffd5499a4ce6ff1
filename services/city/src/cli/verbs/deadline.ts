import { words } from '@lianxin/contracts';
import { utc } from '@lianxin/kernel';
import { deadline, isRuleId, percentOfTerm, ruleAt, ruleIds, rules, stripLegend, stripLines, stripMarks, termOf, type Deadline, type Pause, type Rule } from '@lianxin/statute';
import { places } from '../places.js';
import { action, type Verb } from '../program.js';
import { storedCalendar } from '../stored-calendar.js';
import { both, EXIT, failed, misused, type Terminal } from '../terminal.js';

interface DeadlineOptions { readonly rule?: string; readonly from?: string; readonly pause?: readonly string[]; readonly extend?: string; readonly json?: boolean; readonly rules?: boolean }

const unit = { calendar: { zh: '日', en: 'days' }, working: { zh: '个工作日', en: 'working days' } } as const;

/** Counts a term of the law and explains it day by day. Needs no server. */
export const deadlineVerb: Verb = (program, terminal) => {
  program.command('deadline')
    .summary('计算法定期限，逐日说明 · count a term of the law, day by day')
    .description(both('起算之日不计入；最后一日是休息日的顺延（调休上班的周末不顺延）。放假安排以国务院通知为准，未公布的年份只按周末推算并注明。',
      'The day of the event is not counted; a last day that is a day off rolls over (not a weekend that is worked). Years without a State Council notice count weekends only, and it says so.'))
    .option('--rule <rule>', `规定 · rule: ${ruleIds.join(', ')}`)
    .option('--from <day>', '起算事件之日 YYYY-MM-DD · day of the event')
    .option('--pause <from..to>', '听证期间，首尾在内，可多次 · hearing, both ends included, may be repeated', (one: string, all: readonly string[]) => [...all, one], [])
    .option('--extend <days>', '批准延长的日数 · days of extension')
    .option('--rules', '列出各项规定 · list the rules')
    .option('--json', '输出 JSON · print JSON')
    .action(action(program, (options: DeadlineOptions) => Promise.resolve(options.rules ? listRules(terminal, options) : count(terminal, options))));
};

function listRules(terminal: Terminal, { json }: DeadlineOptions): number {
  if (json) terminal.out(`${JSON.stringify(rules, null, 2)}\n`);
  else for (const { id, article, title, length, unit: u, trigger, optional } of rules) terminal.out(`${id.padEnd(13)} 第${article}条 art. ${article}  ${length}${unit[u].zh}  ${title.zh}${optional ? '（默认不用）' : ''}\n${' '.repeat(14)}${title.en}${optional ? ' (off by default)' : ''}; ${length} ${unit[u].en} from ${trigger.en}\n`);
  return EXIT.ok;
}

function pauseOf(text: string): Pause {
  const [from, to, ...more] = text.split('..');
  if (from === undefined || to === undefined || more.length > 0) throw misused(`--pause 应写作 2026-02-03..2026-02-14，不是 ${text}。`, `Write --pause as 2026-02-03..2026-02-14, not ${text}.`);
  return { from, to, reason: 'HEARING' };
}

function count(terminal: Terminal, { rule, from, pause = [], extend, json }: DeadlineOptions): number {
  if (rule === undefined || from === undefined) throw misused('须有 --rule 和 --from，例：lianxin deadline --rule R9 --from 2026-01-30；--rules 列出各项规定。', 'Give --rule and --from, as in: lianxin deadline --rule R9 --from 2026-01-30; --rules lists the rules.');
  if (!isRuleId(rule)) throw misused(`没有规定 ${rule}。有：${ruleIds.join('、')}。`, `There is no rule ${rule}. There are: ${ruleIds.join(', ')}.`);
  const extensionDays = extend === undefined ? 0 : Number(extend);
  const input = { rule, from, pauses: pause.map(pauseOf), extensionDays };
  const term = termOf(input);
  if (!term.ok) {
    const { detail, en } = words(term.refusal);
    throw failed(detail, en.detail);
  }
  const calendar = storedCalendar(places(terminal).data);
  const counted = deadline({ ...input, calendar });
  const reminders = percentOfTerm(counted, calendar).map(({ percent, at }) => ({ percent, at: utc(at) }));
  terminal.out(json ? `${JSON.stringify({ ...counted, reminders }, null, 2)}\n` : explained(counted, ruleAt(rule, from)!, reminders));
  return EXIT.ok;
}

const inShanghai = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

function explained(counted: Deadline, { id, law, article, title, length, unit: u, trigger, text }: Rule, reminders: readonly { percent: number; at: string }[]): string {
  const { from, dueStrict, dueLegal, note, calendarVersion, ruleVersion, extensionDays } = counted;
  const longer = extensionDays === 0 ? { zh: '', en: '' } : { zh: `，延长${extensionDays}日`, en: `, extended by ${extensionDays} days` };
  return [
    `${id} ${title.zh}：《${law.zh}》第${article}条，${length}${unit[u].zh}${longer.zh}，自${trigger.zh}（${from}）起`,
    `   ${title.en}: ${law.en} art. ${article}, ${length} ${unit[u].en}${longer.en}, from the ${trigger.en} (${from})`,
    `   “${text.zh}”`,
    '',
    `届满 due        ${dueLegal}${dueLegal === dueStrict ? '' : `（顺延自 rolled over from ${dueStrict}）`}`,
    `内部提醒 strict ${dueStrict}`,
    ...reminders.map(({ percent, at }) => `   ${percent}%  ${inShanghai(at)}  北京时间 Beijing time`),
    ...(note ? ['', `! ${note.zh}`, `  ${note.en}`] : []),
    '', stripMarks(counted), stripLegend.zh, stripLegend.en, '',
    ...stripLines(counted),
    '', `规定 rule ${ruleVersion}   历法 calendar ${calendarVersion}`, '',
  ].join('\n');
}
