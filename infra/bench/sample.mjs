import { newEvent } from '../../libs/event-log/dist/index.js';
import { utc, uuidv7 } from '../../libs/kernel/dist/index.js';

/** The event all cases write: a registered matter with a Chinese text, about 680 characters and 900 bytes. */
export const TYPE = 'lianxin.intake.matterregistered.v1';
const TEXT = '来访人反映所住小区物业公司长期不履行维修义务，电梯多次停运，楼道照明损坏无人更换，曾向街道办事处和住建部门反映，均答复正在处理，至今没有结果。'
  + '来访人请求有关部门督促物业公司限期整改，并公开维修资金使用情况；对此前的答复意见不服，要求书面说明理由。';

export const LOGS = ['440103', '440104', '440105', '440106', '440111', '440112', '440113', '440114', '440115', '440117', '440118'].map((d) => `intake.${d}`);

/** The caller's part of one event: id, envelope and its text. */
export function makeEvent(log, stream, caseid, commandid, now) {
  const id = uuidv7();
  return newEvent({
    specversion: '1.0', id, source: `lianxin.example/${log}`, type: TYPE, subject: stream, time: utc(now), datacontenttype: 'application/json',
    log, stream, caseid, district: log.slice(-6), actorid: 'staff-7f3a', actorrole: 'worker', commandid,
    data: { purpose: 'request', category: '03-02-01', channel: 'visit', text: TEXT },
  }, now);
}

const EVENTS_PER_STREAM = 10;

/** A client's sequence of streams: ten events each, then a new one. `next()` gives stream, expected version, case and a commandid. */
export function walk(log) {
  let stream = '';
  let caseid = '';
  let version = 0;
  return () => {
    if (stream === '' || version === EVENTS_PER_STREAM) { stream = `matter-${log.slice(-6)}-${uuidv7()}`; caseid = uuidv7(); version = 0; }
    version += 1;
    return { log, stream, caseid, expected: version - 1, commandid: uuidv7() };
  };
}
