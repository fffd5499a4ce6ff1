import {
  borrowers, conditions, contactForms, districts, followUpMarks, followUpNext, followUpOutcomes, handOverReasons, loanForms, loanPurposes, needKinds, petitionStatuses, returnConditions, withoutServiceReasons,
} from '@lianxin/contracts';

/** Chinese names of what stands in events of the archive's files and of moves between districts; see labels.ts. */
export const ARCHIVE_MEMBERS: Readonly<Record<string, string>> = {
  without: '未提供个案服务', mark: '回访节点', outcome: '结果', condition: '情况', petition: '信访状态', repeatPetition: '重复信访', borrower: '借阅人', due: '期限', loan: '借阅编号', remark: '备注', letter: '函件',
  to: '接收区', from: '移出区', move: '第几次移交',
};

interface List { find(code: string): { readonly zh: string } | undefined }
export const ARCHIVE_LISTS: Readonly<Record<string, List>> = {
  'CaseClosed.without': withoutServiceReasons, 'FollowUpRecorded.mark': followUpMarks, 'FollowUpRecorded.form': contactForms, 'FollowUpRecorded.outcome': followUpOutcomes, 'FollowUpRecorded.condition': conditions,
  'FollowUpRecorded.petition': petitionStatuses, 'FollowUpRecorded.needs': needKinds, 'FollowUpRecorded.next': followUpNext, 'FileLent.borrower': borrowers, 'FileLent.form': loanForms, 'FileLent.purpose': loanPurposes,
  'FileReturned.condition': returnConditions, 'CaseHandedOver.to': districts, 'CaseHandedOver.reason': handOverReasons, 'HandOverRecalled.to': districts, 'HandOverAccepted.to': districts, 'CaseTakenOver.from': districts,
  'MatterLeft.to': districts, 'MatterTakenOver.from': districts,
};
