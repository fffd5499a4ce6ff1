import { says, type RefusalTable } from './table.js';

/** Refusals of closing's checks, of follow-ups, loans and the case library. Each closing check names its rule and who was asked. */
export const archiveFileRefusals: RefusalTable = {
  'closing/evaluation-missing': says(409, '尚未成效评估', '该卷宗还没有成效评估，或评估已被退回（督导服务答复）。未提供个案服务的，由档案管理员或督导注明原因结案。', 'Not evaluated', 'The outcome has not been evaluated, or the evaluation was returned (asked of supervision). Where no case service was given, an archivist or supervisor closes with the reason.', '服务通用流程：成效评估'),
  'closing/sign-off-missing': says(409, '成效评估尚未签批', '成效评估尚未经督导签批（督导服务答复）。', 'Not signed off', 'The evaluation has not been signed off by a supervisor (asked of supervision).', '督导制度'),
  'closing/referral-open': says(409, '有未办结的转介', '有 {count} 件转介尚未办结或撤回（协调服务答复），请先办结。', 'Referral open', '{count} referrals are still open (asked of coordination): end or withdraw them first.', '服务原则：多元联动'),
  'closing/nobody-to-ask': says(503, '无法核对结案条件', '结案须由“{service}”服务答复，而本系统未运行该服务，不能视为通过。', 'Nobody to ask', 'Closing asks the service {service}, which does not run here; that is not taken as consent.', '服务通用流程：成效评估'),
  'closing/service-was-given': says(409, '已提供个案服务', '该卷宗已提供个案服务，须经成效评估和签批后结案。', 'A service was given', 'A case service was given: it closes after evaluation and sign-off.', '服务通用流程：成效评估'),
  'closing/without-service-role': says(403, '不能这样结案', '未提供个案服务的卷宗由档案管理员或督导注明原因结案。', 'Not yours to close', 'Closing without service is for an archivist or a supervisor, with the reason.', '档案管理'),

  'followup/not-closed': says(409, '尚未结案', '回访登记在结案之后；在办期间请登记为服务或接触。', 'Not closed', 'Follow-ups come after closing; before it, record a service or a contact.', '服务通用流程：成效评估'),
  'followup/no-consent': says(409, '未同意回访', '信访人未同意结案后回访，或已撤回。', 'No consent to follow-up', 'The petitioner has not consented to being followed up, or has withdrawn it.', '个人信息保护法第13、15条'),
  'followup/done': says(409, '该节点已回访', '该节点的回访已经登记；另行回访请选“另行回访”。', 'Done before', 'This follow-up of the schedule is recorded; choose EXTRA for another.'),
  'followup/not-reached': says(422, '未联系上时不填情况', '未联系上信访人时，情况填“不详”，不填新的需求。', 'Not reached', 'When the person was not reached, the condition is unknown and no needs are named.'),

  'loan/due': says(422, '归还日期有误', '应归还日期须在今天之后、{most} 天以内。', 'Return date', 'The date of return lies within {most} days from today.', '档案管理'),
  'loan/original-out': says(409, '原件已借出', '案卷原件已借出，归还后方可再借。', 'The original is out', 'The original is on loan; it is lent again when it is back.', '档案管理'),
  'loan/restricted': says(409, '已限制处理', '该卷宗的个人信息已限制处理，只能保存，不得借阅。', 'Restricted', 'The data of this case is restricted to storage: it is not lent.', '个人信息保护法第47条'),
  'loan/accusation': says(403, '检举控告案卷不得借给该方', '检举控告案卷只供纪检监察、司法机关和信访局依法查阅。', 'Accusation', 'A file of an accusation is shown only to discipline, judicial organs and the petition office.', '信访工作条例第30条'),
  'loan/own-record': says(422, '借阅目的不符', '“本人查阅”只适用于信访人本人。', 'Purpose', 'The own record is for the petitioner alone.', '个人信息保护法第45条'),
  'loan/not-out': says(404, '没有这笔借阅', '没有这笔未归还的借阅。', 'No such loan', 'There is no such open loan.'),

  'library/identifying': says(422, '含有可辨认个人的内容', '所指位置疑似含有可识别个人的内容（{kind}）。请改写：用“案主”“某单位”等代称，不写号码、地址和具体日期。', 'Identifying words', 'This seems to hold something that identifies a person ({kind}): rewrite it without names, numbers, addresses and exact dates.', '服务原则：隐私保密'),
  'library/no-such-story': says(404, '没有这个案例', '案例库中没有这个案例，或尚未入库。', 'No such story', 'The library has no such story, or it is not published.'),
  'library/not-the-author': says(403, '不是作者', '只有作者可以修改。', 'Not the author', 'Only its author revises a story.'),
  'library/own-work': says(403, '须由他人审核', '案例须由作者以外的督导审核。', 'Another reads it', 'A story is read by a supervisor who did not write it.', '服务推广：去标识后分享'),
  'library/other-edition': says(409, '案例已有改动', '所审核的不是最新一稿，请重新阅读。', 'Another edition', 'What you read is not the newest edition; read it again.'),
  'library/not-now': says(409, '现在不能这样做', '案例目前的状态不能这样处理。', 'Not now', 'The story is not in a state for this.'),
};
