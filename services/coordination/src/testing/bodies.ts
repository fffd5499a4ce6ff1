import type { DraftBehaviourPlan, DraftReferral, ListDepartment, PlanGroup, RecordCounselling, RecordDelivery } from '@lianxin/contracts';

/** Bodies of commands as a station would fill them in, for tests. */
export const delivered: Omit<RecordDelivery, 'dossier'> = {
  content: 'C5', method: 'CASE', form: 'F2F', minutes: 60, place: 'STATION', present: ['PETITIONER'], outcome: 'DONE', risk: 'NONE', facts: '面谈一小时，核对工资单，说明仲裁时效。', next: '周五前整理工资单。', reflection: '语速过快，下次放慢。',
};
export const counselled: Omit<RecordCounselling, 'dossier'> = {
  form: 'F2F', minutes: 50, place: 'STATION', present: ['PETITIONER'], outcome: 'DONE', risk: 'NONE', techniques: ['LISTENING', 'RELAXATION'], scales: [{ instrument: 'PHQ9', before: 'MODERATE', after: 'MILD' }], lastHomework: 'NONE',
  process: '谈及长期失眠与担忧，练习腹式呼吸。', homework: '每晚练习十分钟。',
};
export const behaviour: Omit<DraftBehaviourPlan, 'dossier'> = {
  behaviour: 'AGITATION', target: '激动时先暂停十分钟再表达诉求', baseline: '近一月来访四次，三次高声争吵', reinforcement: '每次做到后一起记录进展', review: '2026-02-20',
};
export const supportGroup: PlanGroup = {
  kind: 'GROUP', purpose: 'SUPPORT', content: 'C6', title: '同路人支持小组', need: '多名欠薪信访人压力较大。', aims: '相互支持，学会放松方法。', from: '2026-01-10', to: '2026-02-28', sessions: 6, capacity: 3, publicity: ['INVITATION'],
};
export const department = (kind: ListDepartment['kind'], name: string, more: Partial<ListDepartment> = {}): ListDepartment => ({ kind, name, phone: '020-00000000', address: '天河区某路1号', receives: 'SYSTEM', ...more });
export const referred: Omit<DraftReferral, 'dossier'> = {
  unit: 'CIVIL_AFFAIRS-440106', urgency: 'ROUTINE', reason: 'LIVELIHOOD', wish: 'MATERIAL_AID', confidential: false, replyTo: '天河区社工站 020-11111111',
  content: { SUMMARY: '三个月未领到工资，家中有幼儿。', NEED: '申请临时救助。', DONE: '已协助申请劳动仲裁。', NAME: '张某', CONTACT: '13800000001', ATTACHMENTS: [{ title: '工资单', sha256: 'ab'.repeat(32) }] },
};
