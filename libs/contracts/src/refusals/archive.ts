import { says, type RefusalTable } from './table.js';

/** Refusals of reading and proving in the archive; those of closing and sealing stand with the platform's. */
export const archiveRefusals: RefusalTable = {
  'archive/no-clearance': says(503, '暂时不能结案', '结案须先由危机服务确认没有未解除的风险，现在无法确认，请稍后重试。', 'Not cleared', 'A case closes only when crisis has cleared it, which cannot be asked at present; try again.', '服务原则：生命至上'),
  'archive/clearance-revoked': says(409, '结案准许已撤回', '准许结案之后又提出了高风险，不能结案。', 'Clearance revoked', 'A danger was raised after the case was cleared: it does not close.', '服务原则：生命至上'),
  'archive/stale': says(409, '所问时刻尚未收齐', '档案目前收齐到 {completeTo}，早于所问的时刻，请稍后重试。', 'Not complete up to then', 'The archive is complete up to {completeTo} only, which is before the moment you asked for; try again.'),
  'archive/log-alarm': says(503, '来源日志有告警', '一份来源日志未通过档案核对，查明之前不封卷、不出具证据包。请联系系统管理员。', 'A source log is under alarm', 'A source log failed the archive’s check; nothing is sealed or issued until a person has looked. Ask the administrator.', '档案防篡改核对'),
  'archive/no-checkpoint-yet': says(409, '检查点尚未覆盖', '已副署的检查点尚未覆盖这些记录，请几秒后重试。', 'No checkpoint yet', 'No cosigned checkpoint covers these records yet; try again in a few seconds.'),
  'archive/no-such-log': says(404, '没有这份日志', '档案中没有这份日志，或不在您的权限范围内。', 'No such log', 'The archive has no such log within your rights.'),
  'archive/no-such-place': says(404, '没有这个位置', '这份日志没有这个位置、大小或检查点。', 'No such place', 'The log has no such position, size or checkpoint.'),
  'archive/not-a-value': says(422, '所指处没有可披露的值', '所指记录的该位置没有可披露的加密值。', 'Nothing to disclose there', 'There is no sealed value of this case at that place.'),
};
