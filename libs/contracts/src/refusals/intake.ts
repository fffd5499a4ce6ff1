import { says, type RefusalTable } from './table.js';

export const intakeRefusals: RefusalTable = {
  'intake/petitioner-or-anonymous': says(422, '信访人信息不明确', '请填写信访人，或注明匿名；两者只能选其一。', 'Petitioner unclear', 'Give a petitioner or say anonymous, not both and not neither.', '信访工作条例第19条'),
  'intake/safety-who': says(422, '安全询问不完整', '回答“有危险”或“不能确定”时请注明谁有危险；其他回答时不填。', 'Safety answer incomplete', 'Say who is in danger for the answers YES and UNCLEAR, and only then.', '服务原则：生命至上'),
  'intake/consent-form': says(422, '同意方式未注明', '登记同意时请注明书面、口头、电子或监护人同意。', 'Form of consent missing', 'Say how consent was given.', '个人信息保护法第14条'),
  'intake/accusation-own-subject': says(422, '检举控告须单独登记信访人', '检举控告不得与已登记的信访人关联，请单独填写。', 'An accusation has its own subject', 'An accusation is not tied to a recorded subject; record the person anew.', '信访工作条例第30条'),
  'intake/accusation-own-case': says(422, '检举控告须单独立卷', '检举控告类事项只能登记在标明检举控告的卷宗中，其他事项不得登记在该卷宗中。', 'An accusation has its own case', 'Accusations and other matters are never in one case.', '信访工作条例第30条'),
  'intake/import-accusation': says(422, '检举控告不能批量导入', '检举控告类信访件须由工作人员单独登记。', 'Accusations are not imported', 'A person registers accusations one by one.', '信访工作条例第30条'),
  'intake/reply-and-time': says(422, '答复与答复时间须同时填写', '有答复内容时须填答复时间，反之亦然。', 'Answer and its time go together', 'Give both the answer and the time it was given, or neither.'),
  'intake/nothing-to-change': says(422, '没有需要更正的内容', '请至少填写一项更正内容。', 'Nothing to change', 'Name at least one thing to change.'),
  'intake/other-district': says(403, '不属本区', '只能在本区登记和办理。', 'Another district', 'This can only be done in one’s own district.', '服务原则：隐私保密'),

  'dossier/already-open': says(409, '卷宗已存在', '该卷宗已经立卷。', 'Dossier exists', 'This dossier was opened before.'),
  'dossier/not-open': says(404, '卷宗不存在', '没有这个卷宗，或不在本区。', 'No such dossier', 'There is no such dossier in this district.'),
  'dossier/already-taken': says(409, '已有承办人', '该卷宗已由其他社会工作者承办，可由督导改派。', 'Already taken', 'Another worker has this case; a supervisor can reassign it.'),
  'dossier/not-taken': says(409, '尚无承办人', '该卷宗尚在待接队列中。', 'Not taken', 'The case is still in the queue.'),
  'dossier/not-the-holder': says(403, '不是承办人', '只有承办人或督导可以这样做。', 'Not the holder', 'Only the worker who holds the case, or a supervisor, may do this.'),
  'dossier/conflicted': says(403, '应当回避', '已声明与此案有利害关系的人员应当回避。', 'Recused', 'Whoever has declared a conflict of interest withdraws from the case.', '信访工作条例第28条'),
  'dossier/consent-not-given': says(409, '没有可撤回的同意', '信访人未曾同意所列事项。', 'No such consent', 'There is no consent of this scope to withdraw.', '个人信息保护法第15条'),

  'subject/already-recorded': says(409, '信访人已登记', '该信访人已经登记。', 'Subject exists', 'This subject was recorded before.'),
  'subject/not-recorded': says(404, '信访人不存在', '没有这个信访人，或不在本区。', 'No such subject', 'There is no such subject in this district.'),
  'subject/accuser': says(409, '检举控告人单独登记', '检举控告人的登记信息不得用于其他卷宗。', 'Recorded for an accusation', 'A subject recorded for an accusation is not used in other cases.', '信访工作条例第30条'),

  'matter/already-registered': says(409, '事项已登记', '该信访事项已经登记。', 'Matter exists', 'This matter was registered before.'),
  'matter/not-registered': says(404, '信访事项不存在', '没有这个信访事项，或不在本区。', 'No such matter', 'There is no such matter in this district.'),
  'matter/received-ahead': says(422, '收到时间有误', '收到时间不能晚于现在。', 'Received in the future', 'The time of receipt cannot lie ahead.'),
  'matter/answer-before-receipt': says(422, '答复时间早于收到时间', '答复时间不能早于信访事项的收到时间。', 'Answered before received', 'An answer cannot be earlier than the receipt of the matter.'),
  'matter/answer-ahead': says(422, '答复时间有误', '答复时间不能晚于现在。', 'Answered in the future', 'The time of the answer cannot lie ahead.'),
  'matter/repeat-of-itself': says(422, '不能与自身关联', '信访事项不能与自身关联为重复。', 'Repeat of itself', 'A matter cannot repeat itself.'),
  'matter/already-linked': says(409, '已经关联', '这两个信访事项已经关联。', 'Already linked', 'These matters are linked already.'),
  'matter/link-sealed': says(409, '检举控告的关联须加密', '检举控告与其他事项的关联只能加密保存。', 'Link must be sealed', 'The link of an accusation is only kept sealed.', '信访工作条例第30条'),
  'matter/accusation-stays': says(409, '检举控告类别不能改动', '检举控告类事项不能改为其他类，其他类事项也不能改为检举控告类；请另行立卷登记。', 'Accusation stays one', 'A matter does not change from or to an accusation; register it in a case of its own.', '信访工作条例第30条'),

  'register/other-year': says(409, '年度已变', '编号年度与现在不符，请重试。', 'The year has changed', 'The register of another year was asked; try again.'),
  'register/full': says(409, '编号已用完', '本年度编号已用完。', 'Register full', 'All numbers of this year are given out.'),

  'erasure/already-requested': says(409, '已经申请', '该删除申请已经存在。', 'Already requested', 'This erasure was requested before.'),
  'erasure/not-requested': says(404, '没有这个申请', '没有这个删除申请。', 'No such request', 'There is no such request for erasure.'),
  'erasure/already-decided': says(409, '已经决定', '该删除申请已经作出决定。', 'Already decided', 'This request was decided before.'),
  'erasure/same-person': says(403, '须由另一人批准', '删除个人信息须由申请人以外的人批准。', 'A second person approves', 'Whoever requested an erasure does not approve it.'),
  'erasure/held': says(409, '依法须保存', '有冻结或法定保存期限，不能删除；已改为限制处理的，只保留存储。', 'Under a duty to retain', 'A hold or retention duty forbids erasure; processing can be restricted to storage.', '个人信息保护法第47条'),
};
