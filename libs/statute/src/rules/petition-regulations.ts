import type { Rule } from './rule.js';

/** 《信访工作条例》, in force 2022-05-01. */
const regulations = {
  ruleVersion: 'XFGZTL-2022', law: { zh: '信访工作条例', en: 'Regulations on Petition Work (2022)' }, validFrom: '2022-05-01', startDayCounted: false,
  // 民法典 art. 203 moves a last day that is a 法定休假日; that weekends not made up for count as such is the usual reading.
  rollover: 'statutory+weekend', mail: 'none', cutoff: '24:00', pauseReasons: [], optional: false,
} as const satisfies Partial<Rule>;

const applied = { ...regulations, mail: 'posted-in-time', unit: 'calendar', length: 30 } as const;

export const petitionRegulations: readonly Rule[] = [
  {
    ...regulations, id: 'R9', article: '22', length: 15, unit: 'calendar',
    title: { zh: '登记并转送、交办', en: 'Register and transfer or assign' },
    text: { zh: '各级党委和政府信访部门收到信访事项，应当予以登记，并区分情况，在15日内分别按照下列方式处理……', en: 'The petition office registers a matter and within 15 days transfers, assigns or reports it …' },
    trigger: { code: 'RECEIVED', zh: '信访部门收到信访事项之日', en: 'day the petition office received the matter' },
  },
  {
    ...regulations, id: 'R10', article: '23', length: 15, unit: 'calendar',
    title: { zh: '直接收到的事项书面告知', en: 'Written notice of a matter received directly' },
    text: { zh: '能够当场告知的，应当当场书面告知；不能当场告知的，应当自收到信访事项之日起15日内书面告知信访人，但信访人的姓名（名称）、住址不清的除外。', en: 'Told in writing on the spot, else within 15 days of receipt, unless name or address is unclear.' },
    trigger: { code: 'RECEIVED_DIRECTLY', zh: '机关、单位直接收到信访事项之日', en: 'day the organ itself received the matter' },
  },
  {
    ...regulations, id: 'R11', article: '23', length: 15, unit: 'calendar',
    title: { zh: '转送、交办事项书面告知', en: 'Written notice of a matter transferred or assigned' },
    text: { zh: '对……转送、交办的信访事项，属于本机关、单位职权范围的，有关机关、单位应当自收到之日起15日内书面告知信访人接收情况以及处理途径和程序。', en: 'The unit to which a matter within its competence was sent tells the petitioner in writing within 15 days of its own receipt.' },
    trigger: { code: 'UNIT_RECEIVED', zh: '有权处理的机关、单位收到转送、交办之日', en: 'day the receiving unit got the transfer' },
  },
  {
    ...regulations, id: 'R12', article: '23', length: 5, unit: 'working',
    title: { zh: '对转送、交办提出异议', en: 'Objection to a transfer' },
    text: { zh: '不属于本机关、单位或者本系统职权范围的，有关机关、单位应当自收到之日起5个工作日内提出异议，并详细说明理由，经……核实同意后，交还相关材料。', en: 'A unit without competence objects with reasons within 5 working days; it returns the matter only when the sender agrees.' },
    trigger: { code: 'UNIT_RECEIVED', zh: '机关、单位收到转送、交办之日', en: 'day the receiving unit got the transfer' },
  },
  {
    ...regulations, id: 'R22', article: '34', length: 60, unit: 'calendar', extension: { maxDays: 30 },
    title: { zh: '信访事项办结', en: 'Finish the matter (art. 31(6))' },
    text: { zh: '对本条例第三十一条第六项规定的信访事项应当自受理之日起60日内办结；情况复杂的，经本机关、单位负责人批准，可以适当延长办理期限，但延长期限不得超过30日，并告知信访人延期理由。', en: 'A matter of art. 31(6) is finished within 60 days of acceptance; the head of the unit may extend by 30 days at most, telling the petitioner why.' },
    trigger: { code: 'ACCEPTED', zh: '受理之日', en: 'day of acceptance' },
  },
  {
    ...applied, id: 'R23.apply', article: '35',
    title: { zh: '申请复查', en: 'Apply for review' },
    text: { zh: '信访人对信访处理意见不服的，可以自收到书面答复之日起30日内请求原办理机关、单位的上一级机关、单位复查。', en: 'Within 30 days of receiving the written reply the petitioner may ask the next higher organ for review.' },
    trigger: { code: 'OPINION_DELIVERED', zh: '收到书面答复之日（以送达凭证为准）', en: 'day the reply was delivered (by proof of delivery)' },
  },
  {
    ...regulations, id: 'R23', article: '35', length: 30, unit: 'calendar',
    title: { zh: '作出复查意见', en: 'Review opinion' },
    text: { zh: '收到复查请求的机关、单位应当自收到复查请求之日起30日内提出复查意见，并予以书面答复。', en: 'The reviewing organ answers in writing within 30 days of the request.' },
    trigger: { code: 'REVIEW_REQUESTED', zh: '收到复查请求之日', en: 'day the request was received' },
  },
  {
    ...applied, id: 'R24.apply', article: '36',
    title: { zh: '申请复核', en: 'Apply for final review' },
    text: { zh: '信访人对复查意见不服的，可以自收到书面答复之日起30日内向复查机关、单位的上一级机关、单位请求复核。', en: 'Within 30 days of receiving the review opinion the petitioner may ask the organ above the reviewer for final review.' },
    trigger: { code: 'REVIEW_DELIVERED', zh: '收到复查意见之日（以送达凭证为准）', en: 'day the review opinion was delivered (by proof of delivery)' },
  },
  {
    ...regulations, id: 'R24', article: '36', length: 30, unit: 'calendar', pauseReasons: ['HEARING'],
    title: { zh: '作出复核意见', en: 'Final review opinion' },
    text: { zh: '收到复核请求的机关、单位应当自收到复核请求之日起30日内提出复核意见。……听证所需时间不计算在前款规定的期限内。', en: 'The final opinion is given within 30 days of the request; the time of a hearing is not counted.' },
    trigger: { code: 'FINAL_REVIEW_REQUESTED', zh: '收到复核请求之日', en: 'day the request was received' },
  },
];

/** Simple procedure for clear first petitions: said of 国信发〔2016〕8号, not confirmed at its source, therefore off unless switched on. */
const simple = {
  ...regulations, ruleVersion: 'JYBL-2016', law: { zh: '简易办理（国信发〔2016〕8号，未核实原文）', en: 'Simple procedure (document of 2016, source not confirmed)' },
  article: '—', unit: 'working', validFrom: '2016-01-01', optional: true,
} as const;

export const simpleProcedure: readonly Rule[] = [
  {
    ...simple, id: 'SIMPLE.decide', length: 3, title: { zh: '简易办理：决定是否受理', en: 'Simple procedure: decide on acceptance' },
    text: { zh: '3个工作日内决定是否受理', en: 'Acceptance decided within 3 working days' },
    trigger: { code: 'UNIT_RECEIVED', zh: '收到信访事项之日', en: 'day of receipt' },
  },
  {
    ...simple, id: 'SIMPLE.finish', length: 10, title: { zh: '简易办理：作出处理意见', en: 'Simple procedure: opinion' },
    text: { zh: '10个工作日内作出处理意见', en: 'Opinion within 10 working days' },
    trigger: { code: 'ACCEPTED', zh: '受理之日', en: 'day of acceptance' },
  },
];
