import { says, type RefusalTable } from './table.js';

const LIFE_FIRST = '服务原则：生命至上';

export const crisisRefusals: RefusalTable = {
  'safety/not-raised': says(409, '没有未解除的风险', '该卷宗目前没有未解除的安全风险，请先提出。', 'Nothing open', 'No safety concern is open in this case; raise one first.', LIFE_FIRST),
  'safety/not-higher': says(409, '不是升级', '新的等级须高于现在的 {now}。', 'Not higher', 'The new level must be above the present one, {now}.', '风险等级（内部规则）'),
  'safety/not-lower': says(409, '不是降级', '新的等级须低于现在的 {now}；完全解除请用“解除”。', 'Not lower', 'The new level must be below the present one, {now}; to end it, clear it.', '风险等级（内部规则）'),
  'safety/supervisor-only': says(403, '须由督导决定', '降级和解除只能由督导决定；升级任何人都可以。', 'A supervisor decides', 'Only a supervisor lowers or clears a risk; anybody may raise it.', LIFE_FIRST),
  'safety/plan-ends-past': says(422, '有效期已过', '安全计划的有效期须晚于现在。', 'Ends in the past', 'A safety plan must end in the future.'),
  'safety/plan-too-long': says(422, '有效期过长', '安全计划最长有效 {most} 天，到期重新商定。', 'Too long', 'A safety plan lasts {most} days at most; then it is made anew.'),
  'safety/danger-open': says(409, '有未解除的高风险', '该卷宗有未解除的 {level} 风险，不能结案。', 'Danger open', 'A {level} risk is open in this case: it does not close.', LIFE_FIRST),
  'safety/episode-open': says(409, '危机介入尚未结束', '危机介入尚未复盘并结束，不能结案。', 'Crisis not finished', 'The crisis episode has not been debriefed and closed: the case does not close.', LIFE_FIRST),
  'safety/still-danger': says(409, '风险仍在', '红色或橙色风险未降级前，不能结束危机介入。', 'Still in danger', 'A crisis episode does not end at RED or ORANGE: a supervisor lowers the level first.', LIFE_FIRST),

  'episode/already-open': says(409, '危机介入已开始', '该危机介入已经开始。', 'Already open', 'This crisis episode was opened before.'),
  'episode/not-open': says(404, '没有这个危机介入', '没有这个危机介入，或已经结束。', 'No such episode', 'There is no such crisis episode, or it has ended.'),
  'episode/not-responded': says(409, '尚未响应', '请先响应：联系本人或说明未能联系上。', 'Not responded to', 'Respond first: contact the person, or say that they were not reached.', LIFE_FIRST),
  'episode/not-debriefed': says(409, '尚未复盘', '结束前须复盘。', 'Not debriefed', 'Debrief before closing the episode.', '危机介入记录'),
  'episode/unit-of-accused': says(403, '检举控告不得告知单位', '检举控告类卷宗不得告知有关单位。', 'Not to the unit', 'In an accusation nothing is told to the unit.', '信访工作条例第30条'),
  'episode/not-the-lead': says(403, '不是危机负责人', '只有危机负责人或督导可以这样做。', 'Not the lead', 'Only who leads this crisis, or a supervisor, may do this.'),
  'episode/own-hand': says(409, '不能交接给现负责人', '接手人已是现负责人。', 'Leads already', 'This person leads the crisis already.'),
  'episode/not-offered': says(409, '没有待接手的交接', '没有交接给您的危机介入。', 'Not offered', 'This crisis has not been handed to you.'),
  'episode/hand-over-open': says(409, '交接尚未接手', '交接尚未接手，不能结束。', 'Hand-over open', 'A hand-over waits to be taken: the episode does not close.'),

  'report/already-made': says(409, '已经报告', '该强制报告已经登记。', 'Already reported', 'This report was recorded before.'),
  'report/not-made': says(404, '没有这个报告', '没有这个强制报告，或不在本区。', 'No such report', 'There is no such report in this district.'),
  'report/wrong-receiver': says(422, '报告机关不符', '该法律规定的接受机关不包括所选机关。', 'Wrong authority', 'The law does not name this authority for such a report.', '反家庭暴力法第14条；未成年人保护法第11条'),
  'report/known-ahead': says(422, '知悉时间有误', '知悉时间不能晚于报告时间。', 'Known after reported', 'It cannot have become known after it was reported.'),
  'report/receipt-there': says(409, '回执已登记', '该报告的回执已经登记。', 'Receipt recorded', 'The receipt of this report was recorded before.'),
};
