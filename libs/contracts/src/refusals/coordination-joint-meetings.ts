import { says, type RefusalTable } from './table.js';

export const jointMeetingRefusals: RefusalTable = {
  'joint-meeting/none': says(404, '没有这次会议', '没有这次会议，或不在您的权限范围内。', 'No such meeting', 'There is no such meeting within your rights.'),
  'joint-meeting/already-called': says(409, '会议已召集', '这次会议已经召集。', 'Called already', 'This meeting was called before.'),
  'joint-meeting/chair': says(422, '召集单位须参会', '召集单位须是参会单位之一。', 'The chair attends', 'The chair is one of the units.'),
  'joint-meeting/unit-not-listed': says(409, '单位不在名录', '参会单位 {unit} 不在名录中。', 'Unit not listed', 'The unit {unit} is not in the directory.'),
  'joint-meeting/not-for-accusations': says(403, '检举控告不上会', '检举控告类卷宗不得在多单位会议上讨论。', 'Not an accusation', 'An accusation is never talked over among several units.', '信访工作条例第30条'),
  'joint-meeting/held': says(409, '会议已召开', '会议已经召开并登记纪要。', 'Held already', 'The meeting was held and its minutes recorded.'),
  'joint-meeting/cancelled': says(409, '会议已取消', '会议已经取消。', 'Cancelled', 'The meeting was cancelled.'),
  'joint-meeting/not-held': says(409, '会议尚未召开', '请先登记会议纪要。', 'Not held', 'Record the minutes first.'),
  'joint-meeting/ahead': says(409, '未到开会时间', '会议尚未到召开时间。', 'Not yet', 'The meeting lies ahead.'),
  'joint-meeting/attendance': says(422, '到会情况不完整', '须逐一登记每家参会单位的到会情况。', 'Attendance incomplete', 'Say of every unit whether it attended.'),
  'joint-meeting/case-elsewhere': says(422, '卷宗不在议程', '该卷宗不在这次会议的议程中。', 'Not on the agenda', 'This case is not on the agenda of the meeting.'),
  'joint-meeting/owner': says(422, '责任单位须参会', '责任单位须是参会单位之一。', 'The owner attends', 'Whoever is to act is one of the units.'),
  'joint-meeting/due': says(422, '期限不当', '完成期限须晚于今天。', 'Due date', 'It is due after today.'),
  'joint-meeting/no-decision': says(404, '没有这项议定事项', '没有这项议定事项。', 'No such decision', 'There is no such decision.'),
  'joint-meeting/settled': says(409, '已登记落实情况', '该议定事项已登记落实情况。', 'Settled', 'This decision was settled before.'),
  'joint-meeting/signed': says(409, '已签认', '该单位已经签认，或不是参会单位。', 'Signed', 'This unit has signed, or did not take part.'),
};
