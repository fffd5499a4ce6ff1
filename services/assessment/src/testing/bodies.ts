import type { CompleteAssessment, DraftPlan, RecordNeeds } from '@lianxin/contracts';

/** Bodies of commands as a station would fill them in, for tests. */
export const adult: Omit<RecordNeeds, 'dossier'> = { ageBand: 'AGE_35_59', languages: ['CANTONESE'], literacy: 'LIMITED', disabilities: ['HEARING'], accommodations: '听力不便，请当面慢谈。', culture: '习惯用粤语交谈。' };
export const minor: Omit<RecordNeeds, 'dossier'> = { ageBand: 'UNDER_14', languages: ['MANDARIN'], literacy: 'FLUENT', guardian: { name: '李某甲', relation: '母亲', phone: '13800000001' } };

export const assessed: Omit<CompleteAssessment, 'dossier'> = {
  claim: { summary: '要求支付拖欠三个月的工资。', reasonableness: 'REASONABLE', grounds: '有工资单。' },
  needs: [{ kind: 'MATERIAL', need: '租金没有着落。' }, { kind: 'EMOTIONAL', need: '焦虑、失眠。' }], wish: '希望尽快拿到工资。',
  bio: '无慢性病。', psycho: '情绪低落，睡眠差。', social: { family: '与配偶和子女同住。', economy: '收入中断。' }, legal: '未签书面劳动合同。', pathways: ['LP2', 'LPA'],
  risks: [{ who: 'SELF', risk: '压力大。' }], disposition: ['RESOLVE', 'ASSIST'], route: 'GENERAL',
};

export const planned = (more: Partial<Omit<DraftPlan, 'dossier'>> = {}): Omit<DraftPlan, 'dossier'> => ({
  goals: [{
    goal: '拿回拖欠的工资', baseline: '三个月工资未付，未申请仲裁', target: '仲裁申请已受理', contents: ['C3', 'C5'], methods: ['CASE', 'RESOURCE_LINKING'],
    tasks: [{ task: '协助准备仲裁材料', by: 'STAFF', worker: 'worker-440106', due: '2026-02-10' }, { task: '整理工资单', by: 'PETITIONER', due: '2026-02-05' }],
  }],
  exit: '工资已支付或仲裁程序走完。', review: '2026-04-01', ...more,
});
