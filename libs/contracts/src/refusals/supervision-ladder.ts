import { says, type RefusalTable } from './table.js';

const LINKAGE = '服务原则：多元联动';

export const ladderRefusals: RefusalTable = {
  'ladder/order': says(422, '层级次序有误', '层级须由低到高，不得重复。', 'Order of rungs', 'Rungs go from the lowest level up, none twice.', LINKAGE),
  'ladder/same': says(409, '没有变化', '与现行的升级层级相同。', 'No change', 'This is the ladder that holds already.'),
  'escalation/none': says(404, '没有此升级事项', '没有此升级事项，或不在您的权限范围内。', 'No such escalation', 'There is no such escalation within your rights.'),
  'escalation/not-your-rung': says(403, '不属本级', '此事项现由 {level} 层级应答。', 'Not your rung', 'It now waits for level {level}.', LINKAGE),
  'escalation/acknowledged': says(409, '已有人应答', '此事项已有人应答，不再升级。', 'Acknowledged', 'Somebody took it up before; it climbs no more.'),
  'escalation/resolved': says(409, '已办结', '此事项已办结。', 'Resolved', 'It was resolved before.'),
};
