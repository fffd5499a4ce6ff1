import { says, type RefusalTable } from './table.js';

const REGULATIONS = '信访工作条例';
const NOTICE = '国务院办公厅关于部分节假日安排的通知';

/** Refusals of counting terms and of taking in a year's holiday arrangement. */
export const statuteRefusals: RefusalTable = {
  'statute/not-a-day': says(422, '不是日期', '所指位置须为存在的日期（1900至2199年），写作 YYYY-MM-DD。', 'Not a day', 'A day that exists (1900 to 2199) is needed at this place, written YYYY-MM-DD.'),
  'statute/rule-not-in-force': says(422, '当日没有这项规定', '{from} 时 {rule} 所依的规定没有生效（信访工作条例自 2022-05-01 起施行）。', 'Not in force', 'The rule behind {rule} was not in force on {from} (the Regulations hold from 2022-05-01).', REGULATIONS),
  'statute/no-pause': says(422, '该期限不因此中止', '{rule} 的期限不能扣除所指的期间；只有复核的听证时间不计入期限。', 'Clock does not stop', 'The clock of {rule} does not stop for this: only the time of a hearing at final review is left out.', '信访工作条例第36条'),
  'statute/pause-turned-round': says(422, '期间先后有误', '期间的最后一日不能早于第一日，也不能长于一年。', 'Turned round', 'A period ends no earlier than it begins, and is no longer than a year.'),
  'statute/no-extension': says(422, '该期限不能延长', '{rule} 的期限不能延长。', 'No extension', 'The term of {rule} cannot be extended.', REGULATIONS),
  'statute/extension-too-long': says(422, '延长过长', '{rule} 最多延长 {max} 日，只能延长一次。', 'Extension too long', '{rule} is extended once, by {max} days at most.', '信访工作条例第34条'),

  'calendar/year': says(422, '年份不对', '不能导入 {year} 年的安排。', 'Year', 'The arrangement of {year} cannot be taken in.', NOTICE),
  'calendar/year-over': says(422, '该年已过', '{year} 年已经过去，其安排已公布，不再改动。', 'Year is over', '{year} is over and its arrangement is known: it does not change any more.', NOTICE),
  'calendar/gap': says(409, '中间缺一年', '已有 {last} 年为止的安排，请先导入 {next} 年的通知。', 'A year is missing', 'The arrangement is known up to {last}: import the notice for {next} first.', NOTICE),
  'calendar/not-a-day': says(422, '不是日期', '“{date}”不是存在的日期，应为 YYYY-MM-DD。', 'Not a day', '“{date}” is not a day that exists; write YYYY-MM-DD.', NOTICE),
  'calendar/other-year': says(422, '不是该年的日期', '{date} 不在 {year} 年（上年最后十天除外）。', 'Another year', '{date} is not in {year} (nor in the last ten days of the year before).', NOTICE),
  'calendar/twice': says(422, '日期重复', '{date} 出现两次；一天不能既放假又上班。', 'Twice', '{date} occurs twice; a day is not both off and worked.', NOTICE),
  'calendar/name': says(422, '缺少节日名称', '{date} 没有节日的中文名称。', 'No name', '{date} has no name of a holiday in Chinese.', NOTICE),
  'calendar/not-a-weekend': says(422, '不是周末', '{date} 是星期一至星期五，本来就上班，不能是调休上班日。', 'Not a weekend', '{date} is a weekday, worked anyway: it cannot be a make-up day.', NOTICE),
  'calendar/missing': says(422, '缺少法定节日', '表中没有 {date}，法律规定这一天放假。', 'Holiday missing', '{date} is missing: a public holiday by law.', '全国年节及纪念日放假办法'),
  'calendar/count': says(422, '不像全年的安排', '共 {days} 天放假，全年应在 13 至 80 天之间。', 'Not a whole year', '{days} days off: a whole year has 13 to 80.', NOTICE),
  'calendar/same': says(409, '内容相同', '{year} 年的安排已经公布，内容相同。', 'The same', 'The arrangement of {year} is published already and is the same.', NOTICE),
};
