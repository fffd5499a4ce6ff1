import { says, type RefusalTable } from './table.js';

/** Refusals of the platform and of the archive: input, access, commands, the log, keys, closing and sealing. What HTTP itself refuses has its words in libs/nest. */
export const platformRefusals: RefusalTable = {
  'input/malformed': says(422, '内容格式不正确', '所指位置的内容格式不正确。', 'Malformed', 'The value at this place has the wrong form.'),
  'input/not-json': says(400, '不是有效的 JSON', '请求内容不是有效的 JSON。', 'Not JSON', 'The body is not valid JSON.'),
  'input/too-large': says(413, '内容过大', '请求内容超过上限。', 'Too large', 'The body exceeds the limit.'),
  'input/missing': says(422, '缺少必填内容', '所指位置为必填。', 'Missing', 'A value is required at this place.'),
  'input/unknown-member': says(422, '有未知的内容项', '所指内容项不在此指令的格式中。', 'Unknown member', 'This member is not part of the command.'),
  'input/wrong-type': says(422, '内容类型不正确', '所指位置的内容类型不正确。', 'Wrong type', 'The value at this place has the wrong type.'),
  'input/not-in-list': says(422, '不在代码表中', '所指位置的值不在代码表中。', 'Not in the list', 'The value at this place is not in its code list.'),
  'input/too-long': says(422, '内容过长', '所指位置最多 {most}。', 'Too long', 'At most {most} at this place.'),
  'input/too-short': says(422, '内容过短', '所指位置至少 {least}。', 'Too short', 'At least {least} at this place.'),
  'input/out-of-range': says(422, '超出范围', '所指位置的值超出允许范围。', 'Out of range', 'The value at this place is out of range.'),
  'input/repeated': says(422, '有重复', '所指位置的值不能重复。', 'Repeated', 'Values at this place must differ.'),
  'input/sealed': says(422, '不接受加密块', '输入中不得含有加密块。', 'Sealed input', 'Sealed blocks are not accepted as input.', '服务原则：隐私保密'),

  'access/no-token': says(401, '未登录', '请先登录。', 'No token', 'A bearer token is required.'),
  'access/bad-token': says(401, '登录已失效', '登录凭证无效或已过期，请重新登录。', 'Bad token', 'The token is invalid or has expired.'),
  'access/unknown-action': says(403, '没有权限', '该操作未开放。', 'Not allowed', 'This action is not open to anyone.', '服务原则：隐私保密'),
  'access/role': says(403, '没有权限', '您的角色不能进行该操作。', 'Not allowed', 'Your role may not do this.', '服务原则：隐私保密'),
  'access/district': says(403, '不属本区', '您的权限不及该区。', 'Another district', 'Your rights do not reach this district.', '服务原则：隐私保密'),
  'access/compartment': says(403, '无权查看该分区', '您的角色不能查看该类信息。', 'Compartment closed', 'Your role may not open this kind of data.', '服务原则：隐私保密'),
  'access/not-recorded': says(503, '访问记录无法写入', '访问记录写入之前不得打开个人信息，而记录目前无法写入。请联系系统管理员。', 'Access cannot be recorded', 'Nothing is opened before its access record is kept, and at present none can be. Ask the administrator.', '服务原则：隐私保密'),
  'access/restricted': says(403, '已限制处理', '该信息已限制处理，只可保存，不得查看或使用。', 'Processing restricted', 'This data is restricted to storage: it may be kept, not read or used.', '个人信息保护法第47条'),

  'command/unknown': says(404, '没有这个指令', '没有这个指令。', 'No such command', 'There is no such command.'),
  'command/bad-id': says(422, '指令编号格式不正确', '指令编号须为 UUID 或不超过64个 base64url 字符。', 'Bad command id', 'A command id is a UUID or up to 64 base64url characters.'),
  'command/time-ahead': says(422, '时间有误', '发生时间不能晚于现在。', 'Time ahead', 'It cannot have happened in the future.'),
  'command/late-without-reason': says(422, '补录须说明原因', '发生已超过24小时，须注明补录原因和来源凭证。', 'Late entry needs a reason', 'More than 24 hours have passed: give the reason and the source document.', 'MZ/T 094-2017 个案记录'),
  'command/busy': says(503, '系统繁忙', '同时办理的人较多，请稍后重试。', 'Busy', 'Too many commands at once on the same record; try again.'),
  'command/other-actor': says(422, '指令编号已被使用', '该指令编号已由他人使用。', 'Command id taken', 'This command id was used by another actor.'),
  'command/other-body': says(422, '指令编号已被使用', '该指令编号已用于内容不同的指令。', 'Command id taken', 'This command id was used for a command with another content.'),


  'view/not-found': says(404, '没有找到', '没有找到，或不在您的权限范围内。', 'Not found', 'Not found, or not within your rights.'),
  'search/bad-cursor': says(422, '翻页标记无效', '翻页标记无效，请从第一页重新检索。', 'Cursor not valid', 'The page cursor is not valid; search again from the first page.'),

  'event-log/other-case': says(409, '不属此卷宗', '该记录已属于另一卷宗。', 'Another case', 'This stream belongs to another case.'),
  'event-log/too-large': says(413, '内容过大', '单条记录超过256 KB。', 'Too large', 'One event may not exceed 256 KB.'),
  'event-log/read-only': says(503, '日志只读', '该区日志处于只读状态，请联系系统管理员。', 'Log read-only', 'This district’s log takes no entries at present.'),
  'log/not-found': says(404, '没有这个日志', '本系统没有这个日志。', 'No such log', 'This installation has no such log.'),
  'log/only-access-logs': says(409, '只能接续访问日志', '卷宗日志不能另起：请恢复较新的备份，或从档案镜像补齐。', 'Only access logs', 'A log of cases is not begun anew: restore a newer backup, or refill it from the archive’s mirror.'),
  'log/takes-entries': says(409, '日志并未只读', '该日志可以正常写入，无须另起。', 'Not read-only', 'The log takes entries; nothing has to go on in its place.'),
  'event-log/malformed': says(422, '记录格式不正确', '记录格式不正确。', 'Malformed event', 'The event is malformed.'),

  'keys/subject-erased': says(410, '信息已删除', '该信访人的个人信息已依法删除。', 'Erased', 'The personal data of this subject has been erased.', '个人信息保护法第47条'),
  subject_erased: says(410, '信息已删除', '该信访人的个人信息已依法删除。', 'Erased', 'The personal data of this subject has been erased.', '个人信息保护法第47条'),

  'archive/no-such-case': says(404, '卷宗不存在', '档案中没有这个卷宗，或不在您的权限范围内。', 'No such case', 'The archive has no such case within your rights.'),
  'archive/already-closed': says(409, '已经结案', '该卷宗已经结案。', 'Already closed', 'The case is closed already.'),
  'archive/not-closed': says(409, '尚未结案', '须先结案。', 'Not closed', 'Close the case first.'),
  'archive/retention-too-short': says(422, '保管期限过短', '该卷宗的保管期限不得短于 {least}。', 'Kept too short', 'This file must be kept for at least {least}.', '档案法；档案法实施条例'),
  'archive/seal-goes-back': says(409, '封卷范围不得缩小', '新的封卷范围不得小于上次封卷，请稍后重试。', 'Seal goes back', 'A new seal may not cover less than the last one; try again in a moment.'),
  'archive/mirror-behind': says(409, '档案尚未同步', '档案镜像尚未包含该卷宗的全部记录，请稍后重试。', 'Mirror behind', 'The archive does not hold all records of this case yet; try again in a moment.'),
  'archive/already-held': says(409, '已经冻结', '该卷宗已经冻结。', 'Already held', 'The case is under a hold already.'),
  'archive/not-held': says(409, '没有冻结', '该卷宗没有冻结。', 'Not held', 'The case is under no hold.'),
  'archive/concern-open': says(409, '有未处置的安全关切', '安全关切尚未处置完毕，不能结案。', 'Safety concern open', 'A case does not close with an open safety concern.', '服务原则：生命至上'),
};
