import {
  crisisActionKinds, episodeOutcomes, lateReasons, lowerReasons, notifiedParties, notifyBases, planAgreements, reportBases, reportForms, reportReceivers, responseForms, riskKinds, riskLevels, riskSources, toldThings,
} from '@lianxin/contracts';

/** Chinese names of what stands in crisis events; see labels.ts. */
export const CRISIS_MEMBERS: Readonly<Record<string, string>> = {
  level: '等级', from: '原等级', to: '至', cause: '起因记录', episode: '危机介入', validUntil: '有效期至', agreed: '认可', plan: '安全计划', signs: '预警信号', coping: '自助方法', people: '可联系的人', means: '限制危险手段', staff: '工作者的承诺',
  ref: '结案申请', together: '两人以上', whom: '告知对象', told: '告知内容', said: '告知的话', present: '参加人', outcome: '结果', by: '由', knownAt: '知悉时间', receipt: '回执', position: '位置', log: '日志', leaf: '叶',
};

const reopened = new Map([['NEW_CONTACT', '又来信访'], ['NEW_RISK', '新的风险'], ['CLOSED_BY_MISTAKE', '误结'], ['ON_REQUEST', '本人要求']].map(([code, zh]) => [code, { zh: zh! }] as const));

interface List { find(code: string): { readonly zh: string } | undefined }
export const CRISIS_LISTS: Readonly<Record<string, List>> = {
  level: riskLevels, from: riskLevels, 'SafetyUpgraded.to': riskLevels, 'SafetyDowngraded.to': riskLevels, 'SafetyRaised.source': riskSources, 'SafetyRaised.kind': riskKinds, 'SafetyUpgraded.kind': riskKinds,
  'SafetyDowngraded.reason': lowerReasons, 'SafetyCleared.reason': lowerReasons, agreed: planAgreements, 'EpisodeResponded.form': responseForms, whom: notifiedParties, 'PartyNotified.basis': notifyBases, told: toldThings,
  'CrisisActionTaken.kind': crisisActionKinds, outcome: episodeOutcomes, 'MandatoryReportMade.basis': reportBases, 'MandatoryReportMade.to': reportReceivers, 'MandatoryReportMade.form': reportForms,
  'EpisodeResponded.reason': lateReasons, 'PartyNotified.reason': lateReasons, 'CrisisActionTaken.reason': lateReasons, 'MandatoryReportMade.reason': lateReasons,
  'CaseReopened.reason': { find: (code) => reopened.get(code) },
};
