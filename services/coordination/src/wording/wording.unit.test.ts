import { describe, expect, it } from '@jest/globals';
import { diagnoses } from './diagnosis.js';
import { aimsAtSilence } from './petitioning.js';

describe('words that diagnose or treat', () => {
  it.each([
    '本人诊断其为抑郁症。', '经面谈，诊断为焦虑症。', '信访人患有精神分裂症。', '符合抑郁症诊断标准', '考虑为双相情感障碍', '其表现是典型的偏执型人格障碍。', '疑似PTSD。', '按DSM-5评估。', '建议其停药。', '为其进行心理治疗一次。',
    '面谈良好。谈及睡眠，判断为焦虑症，下周再谈。', 'He was diagnosed with depression.',
  ])('are found: %s', (text) => expect(diagnoses(text)).toBe(true));

  it.each([
    '情绪低落，夜里常醒。', '医院诊断为抑郁症，按时服药。', '据市精卫中心病历，患有焦虑症。', '自述得了抑郁症两年。', '建议到精神科诊断。', '社工不作诊断。', '是否患有抑郁症需由医生判断。', '没有抑郁症。', '量表提示中度，建议转介专业机构评估。',
    '家属称其患有精神分裂症。', '担心自己得了抑郁症。', '练习腹式呼吸，约定每晚十分钟。', '医生建议其停药观察。', 'The hospital diagnosed depression.', '',
  ])('are not found in: %s', (text) => expect(diagnoses(text)).toBe(false));

  it('are found in any of several texts', () => {
    expect(diagnoses('谈得很好', undefined, '属于人格障碍')).toBe(true);
    expect(diagnoses()).toBe(false);
  });
});

describe('plans that aim at silence', () => {
  it.each(['不再上访', '本月停止信访。', '减少到信访局走访的次数', '签订息诉罢访承诺', '劝阻其投诉'])('are found: %s', (text) => expect(aimsAtSilence(text)).toBe(true));
  it.each(['不再越级上访', '激动时先暂停十分钟再表达诉求', '依法逐级信访', '不再以围堵方式上访', '来访时不高声争吵', '信访时带齐材料'])('are not found in: %s', (text) => expect(aimsAtSilence(text)).toBe(false));
});
