import { says, type RefusalTable } from './table.js';

const SUPERVISION = '督导制度';
const QUALITY = '质量管理';
const STAFFING = '人员要求';

export const supervisionRefusals: RefusalTable = {
  'dossier/unqualified': says(403, '不具备承办资格', '承办个案须有在有效期内的社会工作者职业资格证书，并修过信访法规课程。', 'Not qualified', 'Who holds a case needs a valid certificate and the petition-law course.', STAFFING),

  'staff/dates': says(422, '日期先后有误', '终止日期不能早于起始日期。', 'Dates', 'The end may not lie before the beginning.'),
  'staff/ahead': says(422, '日期有误', '日期不能晚于今天。', 'In the future', 'The day cannot lie ahead.'),
  'staff/already-registered': says(409, '已登记', '该工作人员或机构已经登记。', 'Registered', 'This was registered before.'),
  'staff/not-registered': says(404, '没有登记', '没有该工作人员或机构的登记，或已离岗。', 'Not registered', 'Not registered here, or has left.'),
  'staff/own-record': says(403, '不能登记本人', '资格、培训和离岗须由他人登记。', 'Not one’s own', 'Certificates, training and leaving are recorded by somebody else.', STAFFING),
  'staff/no-such-certificate': says(404, '没有这份证书', '没有这份证书，或已作废。', 'No such certificate', 'There is no such certificate, or it was voided.'),
  'staff/own-supervisor': says(422, '督导须为他人', '督导不能是本人。', 'Not oneself', 'Nobody supervises himself or herself.', SUPERVISION),

  'session/own-supervisor': says(422, '督导须为他人', '被督导人员中不能有督导本人。', 'Not oneself', 'The supervisor is not among the supervised.', SUPERVISION),
  'session/individual': says(422, '人数与形式不符', '个别督导为一人，小组督导为两人及以上。', 'Number of workers', 'Individual supervision is of one worker, group supervision of two or more.', SUPERVISION),
  'session/action-worker': says(422, '事项负责人有误', '待落实事项的负责人须参加本次督导。', 'Not in the session', 'An action is for somebody who took part.', SUPERVISION),
  'session/action-due': says(422, '期限已过', '期限不能早于今天。', 'Due in the past', 'The date may not lie before today.'),
  'session/already-held': says(409, '已登记', '该次督导已经登记。', 'Recorded', 'This session was recorded before.'),
  'session/not-held': says(404, '没有这次督导', '没有这次督导，或不在您的权限范围内。', 'No such session', 'There is no such session within your rights.'),
  'session/no-such-action': says(404, '没有这项事项', '没有这项待落实事项，或已经结束。', 'No such action', 'There is no such open action.'),
  'session/own-action': says(403, '须由他人检查', '落实情况由督导检查，不由负责人本人检查。', 'Not one’s own', 'An action is checked by somebody else.', SUPERVISION),
  'supervision/new-date': says(422, '新期限', '未完成的须填写新的期限，已完成的不填。', 'New date', 'Give a new date when it is not over, and only then.'),

  'evaluation/not-the-holder': says(403, '不是承办人', '成效评估由承办人或督导作出。', 'Not the holder', 'The worker who holds the case, or a supervisor, evaluates.', '服务通用流程：成效评估'),
  'evaluation/goals': says(422, '与计划目标不符', '须对现行服务计划的每个目标作出评估，不多不少。', 'Goals differ', 'Evaluate each goal of the present plan, no more and no less.', '服务通用流程：成效评估'),
  'evaluation/none': says(404, '没有成效评估', '该卷宗还没有成效评估。', 'No evaluation', 'This case has no evaluation yet.'),
  'evaluation/other-edition': says(409, '版次不符', '成效评估已更新为第 {edition} 版，请先查看。', 'Another edition', 'The evaluation is now in edition {edition}: read it first.'),
  'evaluation/not-awaiting': says(409, '不在待签批状态', '该成效评估已签批或已退回。', 'Not awaiting', 'This evaluation was signed off or returned.'),
  'evaluation/own': says(403, '须由他人签批', '成效评估由评估人以外的督导签批或退回。', 'Not one’s own', 'A supervisor who is not the evaluator signs off or returns.', SUPERVISION),

  'satisfaction/matter-of-authority': says(422, '评价对象不符', '评价社会工作服务时不填信访事项。', 'No matter', 'A rating of the service names no matter.'),
  'satisfaction/already-asked': says(409, '已发出', '该评价已经发出。', 'Asked', 'This rating was asked for before.'),
  'satisfaction/not-asked': says(404, '没有这个评价', '没有这个评价，或不在您的权限范围内。', 'No such rating', 'There is no such rating within your rights.'),
  'satisfaction/ended': says(409, '评价已结束', '该评价已经登记，不能更改。', 'Ended', 'This rating is recorded and does not change.', '服务原则：真诚相待'),
  'satisfaction/due-past': says(422, '期限已过', '评价期限不能早于今天。', 'Due in the past', 'The date may not lie before today.'),

  'sample/empty': says(409, '没有可抽取的案卷', '所选范围内没有可抽取的案卷。', 'Nothing to draw from', 'There are no files in this range.', QUALITY),
  'sample/already-drawn': says(409, '已抽取', '该次抽查已经抽取。', 'Drawn', 'This sample was drawn before.'),
  'check/not-sampled': says(404, '没有这份检查', '没有这份案卷检查，或不在您的权限范围内。', 'No such check', 'There is no such file check within your rights.'),
  'check/already-sampled': says(409, '已抽中', '该案卷检查已经存在。', 'Sampled', 'This check exists already.'),
  'check/sheet': says(422, '抽查表不完整', '抽查表的每个项目须各填一次。', 'Sheet incomplete', 'Every item of the sheet is answered once.', QUALITY),
  'check/correction': says(422, '整改要求不完整', '有缺失或不符合的须指定整改人和期限，没有的不填。', 'Correction', 'Non-conformities need somebody who mends them and a date; without any there is none.', QUALITY),
  'check/own-case': says(403, '不能检查自己的案卷', '案卷由承办人以外的人检查。', 'Not one’s own', 'A file is checked by somebody who does not hold the case.', QUALITY),
  'check/already-checked': says(409, '已检查', '该案卷已经检查。', 'Checked', 'This file was checked before.'),
  'check/no-correction': says(409, '没有待整改事项', '该案卷没有待整改或待核验的事项。', 'No correction open', 'No correction of this file is open at this step.'),
  'check/not-the-owner': says(403, '不是整改人', '整改由指定的整改人或督导报告。', 'Not the owner', 'Who was asked to mend it, or a supervisor, reports.'),
  'check/own-correction': says(403, '须由他人核验', '整改由报告人以外的人核验。', 'Not one’s own', 'A correction is verified by somebody who did not report it.', QUALITY),

  'feedback/not-received': says(404, '没有这条反馈', '没有这条反馈，或不在您的权限范围内。', 'No such feedback', 'There is no such feedback within your rights.'),
  'feedback/already-received': says(409, '已收到', '该反馈已经登记。', 'Received', 'This feedback was recorded before.'),
  'feedback/already-answered': says(409, '已答复', '该反馈已经答复。', 'Answered', 'This feedback was answered before.'),
  'feedback/own-case': says(403, '应当回避', '对某个案的投诉不由该案承办人办理。', 'Not one’s own', 'A complaint is not handled by the worker who holds the case.', '反馈机制；信访工作条例第28条'),
  'feedback/not-the-owner': says(403, '不是办理人', '反馈由指定的办理人或督导答复。', 'Not the owner', 'Its owner, or a supervisor, answers.'),
  'feedback/no-improvement': says(409, '没有待核验的改进', '该反馈没有待核验的改进事项。', 'No improvement open', 'No improvement of this feedback waits to be verified.'),
  'feedback/own-improvement': says(403, '须由他人核验', '改进由负责人以外的督导核验。', 'Not one’s own', 'An improvement is verified by a supervisor who does not own it.', QUALITY),
  'feedback/no-such-receipt': says(404, '没有这个回执码', '没有这个回执码，请核对后重试。', 'No such receipt', 'There is no such receipt code; check it and try again.'),
  'feedback/too-many': says(429, '提交过于频繁', '提交过于频繁，请 {minutes} 分钟后再试，或拨打服务电话、使用意见箱。', 'Too many', 'Too many at once; try again in {minutes} minutes, call, or use the box.'),

  'indicator/unknown': says(404, '没有这个指标', '没有这个指标或算法。', 'No such indicator', 'There is no such indicator or variant.'),
  'indicator/range': says(422, '时间范围有误', '时间范围最长36个月，起始月不能晚于终止月。', 'Range', 'A range has at most 36 months and does not end before it begins.'),
  'indicator/missing-input': says(409, '缺少数据来源', '该指标的数据来源尚未建立，不能计算。', 'Input missing', 'The data behind this indicator is not there yet: it cannot be computed.'),
};
