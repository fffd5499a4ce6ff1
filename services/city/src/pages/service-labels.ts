import {
  contactForms, counsellingTechniques, deliveryOutcomes, deliveryPlaces, homeworkStates, presentPersons, rightsConfirmations, risksSeen, serviceContents, serviceMethods, sessionChanges,
} from '@lianxin/contracts';

/** Chinese names of what stands in events of service; see labels.ts. */
export const SERVICE_MEMBERS: Readonly<Record<string, string>> = {
  minutes: '用时（分钟）', workers: '工作者', clients: '服务对象编号', present: '在场人', method: '服务方法', risk: '所见风险', reflection: '反思', session: '场次', techniques: '方法', change: '变化', lastHomework: '上次练习', homework: '约定练习', talk: '会谈',
  aim: '目的', facts: '经过', response: '反应', next: '下一步', process: '经过', delivery: '服务记录', how: '确认方式',
};

interface List { find(code: string): { readonly zh: string } | undefined }
export const SERVICE_LISTS: Readonly<Record<string, List>> = {
  'ServiceDelivered.content': serviceContents, 'ServiceDelivered.method': serviceMethods, 'ServiceDelivered.form': contactForms, 'ServiceDelivered.place': deliveryPlaces, 'ServiceDelivered.present': presentPersons,
  'ServiceDelivered.outcome': deliveryOutcomes, 'ServiceDelivered.risk': risksSeen, 'CounsellingHeld.techniques': counsellingTechniques, 'CounsellingHeld.change': sessionChanges, 'CounsellingHeld.risk': risksSeen,
  'CounsellingHeld.lastHomework': homeworkStates, 'RightsNoticeAcknowledged.how': rightsConfirmations,
};
