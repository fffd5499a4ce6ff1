import {
  claimReasonableness, consentForms, dangerLevels, declineReasons, dispositions, guardianships, instruments, legalPathways, needKinds, planReturnReasons, prohibitedActs, revisionReasons, reviewOutcomes, routes, screeningBases, specialProcesses,
} from '@lianxin/contracts';

/** Chinese names of what stands in events of assessment and planning; see labels.ts. */
export const ASSESSMENT_MEMBERS: Readonly<Record<string, string>> = {
  guardianship: '监护情况', profile: '需要与差异', guardian: '监护人', health: '健康', instrument: '筛查工具', instrumentVersion: '工具版本', complete: '是否完整', advised: '建议再做的筛查', result: '筛查结果', edition: '版次', reasonableness: '诉求合理性',
  disposition: '三到位一处理', acts: '禁止的行为', pathways: '法定途径', picture: '预估内容', risks: '谁有危险', route: '服务去向', process: '特别流程', planDue: '计划期限', calendar: '日历版本', goals: '目标', exit: '结案标准', individual: '确为本人制定',
};

interface List { find(code: string): { readonly zh: string } | undefined }
export const ASSESSMENT_LISTS: Readonly<Record<string, List>> = {
  guardianship: guardianships, instrument: instruments, advised: instruments, reasonableness: claimReasonableness, disposition: dispositions, acts: prohibitedActs, pathways: legalPathways, 'AssessmentCompleted.needs': needKinds, route: routes,
  'RouteDecided.process': specialProcesses, 'ScreeningRecorded.level': dangerLevels, 'ScreeningPositive.level': dangerLevels, 'ScreeningConfirmed.level': dangerLevels, 'ScreeningRecorded.basis': screeningBases, 'ScreeningRecorded.consent': consentForms,
  'GuardianConsentRecorded.form': consentForms, 'PlanAgreed.form': consentForms, 'PlanRevised.reason': revisionReasons, 'PlanReturned.reason': planReturnReasons, 'PlanReviewed.outcome': reviewOutcomes, 'CaseDeclined.reason': declineReasons,
};
