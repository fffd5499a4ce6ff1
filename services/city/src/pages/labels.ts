import {
  answerSources, channels, closingReasons, compartments, conflictKinds, consentForms, consentScopes, contactForms, contentCategories, correctionReasons, endangered, erasureReasons, flags, lateReasons,
  purposeKinds, purposes, repeatBases, retentionClasses, returnReasons, safetyAnswers, sourceDocuments, sourceSystems, subjectKinds, unitKinds,
} from '@lianxin/contracts';
import { ARCHIVE_LISTS, ARCHIVE_MEMBERS } from './archive-labels.js';
import { ASSESSMENT_LISTS, ASSESSMENT_MEMBERS } from './assessment-labels.js';
import { CRISIS_LISTS, CRISIS_MEMBERS } from './crisis-labels.js';
import { SERVICE_LISTS, SERVICE_MEMBERS } from './service-labels.js';

/** Chinese names of what stands in events: members, codes, times. A name that is missing here shows as it is stored. */

const MEMBERS: Readonly<Record<string, string>> = {
  ...ASSESSMENT_MEMBERS, ...ARCHIVE_MEMBERS, ...CRISIS_MEMBERS, ...SERVICE_MEMBERS,
  kind: '类别', channel: '信访形式', form: '方式', anonymous: '匿名', subject: '信访人编号', words: '记录', claim: '诉求', note: '记录', sourceDocument: '来源凭证', place: '地点', late: '补录', reason: '原因', document: '来源凭证',
  imported: '导入自', system: '来源系统', number: '号码', query: '查询码', code: '查询码', answer: '回答', who: '谁有危险', scopes: '同意事项', worker: '承办人', matter: '事项', purpose: '信访目的', category: '内容分类',
  receivedAt: '收到时间', flags: '标志', content: '内容', title: '标题', text: '正文', record: '来源记录', unit: '单位类别', unitName: '单位', at: '时间', source: '来源', earlier: '较早的事项', case: '卷宗', basis: '依据', link: '关联',
  clearance: '结案许可', summary: '结案小结', class: '保管期限', streamCount: '流数', eventCount: '记录数', name: '姓名', sex: '性别', birthDate: '出生日期', idType: '证件类型', idNumber: '证件号码', externalUser: '来源用户名',
  language: '语言', needs: '特别需要', phone: '电话', address: '地址', email: '电子邮箱', other: '其他', identity: '身份', contact: '联系方式', accuser: '检举控告人', scope: '范围', list: '代码表', version: '版本', id: '编号',
};
export const memberName = (member: string): string => (Object.hasOwn(MEMBERS, member) ? MEMBERS[member]! : member);

/** Members that only programs read: a seal's lists stand on the seal card, proofs in the bundle. */
const FOR_PROGRAMS = new Set(['hmac', 'seal', 'sealDigest', 'asOf', 'checkpoint', 'root', 'continues', 'carried']);
export const isForPrograms = (member: string): boolean => FOR_PROGRAMS.has(member);

interface List { find(code: string): { readonly zh: string } | undefined }
const words = (names: Readonly<Record<string, string>>): List => ({ find: (code) => (Object.hasOwn(names, code) ? { zh: names[code]! } : undefined) });

/** Code lists by member; `Event.member` where a member means different things. */
const LISTS: Readonly<Record<string, List>> = {
  ...ASSESSMENT_LISTS, ...ARCHIVE_LISTS, ...CRISIS_LISTS, ...SERVICE_LISTS,
  channel: channels, purpose: purposes, flags, unit: unitKinds, scopes: consentScopes, who: endangered, answer: safetyAnswers, system: sourceSystems, document: sourceDocuments, class: retentionClasses,
  'ContactMade.kind': words({ ordinary: '一般', accusation: '检举控告' }), 'ContactMade.form': contactForms, 'ContactNoted.form': contactForms, 'ConsentGiven.form': consentForms,
  'MatterFiled.kind': purposeKinds, 'ConflictDeclared.kind': conflictKinds, 'SubjectRecorded.kind': subjectKinds, 'IdentityCorrected.kind': subjectKinds,
  'ContactMade.reason': lateReasons, 'ContactNoted.reason': lateReasons, 'CaseReturned.reason': returnReasons, 'MatterReclassified.reason': correctionReasons, 'IdentityCorrected.reason': correctionReasons,
  'ContactCorrected.reason': correctionReasons, 'CaseClosed.reason': closingReasons, 'ErasureRequested.reason': erasureReasons, 'AnswerRecorded.source': answerSources, 'RepeatLinked.basis': repeatBases,
  'HoldPlaced.basis': words({ LITIGATION: '诉讼', SUPERVISION: '督查督办', AUDIT: '审计', ARCHIVE_LAW: '档案法' }), 'CaseClosed.clearance': words({ none: '当时尚无危机服务，未作许可' }),
  sex: words({ F: '女', M: '男', UNKNOWN: '不详' }),
};

/** A code in words; what is no code stays what it is. */
export function codeName(event: string, member: string, code: string): string {
  const list = LISTS[`${event}.${member}`] ?? LISTS[member];
  return list?.find(code)?.zh ?? code;
}

export const compartmentName = (code: string): string => compartments.find(code)?.zh ?? code;

export function categoryName(id: string): string {
  const c = contentCategories.find(id);
  return c ? [c.level1, c.level2, c.level3].filter((name) => name !== '').join(' / ') : id;
}

const BEIJING = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
/** A stored moment as a Guangzhou clock shows it: `2026-03-05 09:30:00`. */
export function beijing(moment: string | number): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return String(moment);
  const part = Object.fromEntries(BEIJING.formatToParts(at).map((p) => [p.type, p.value]));
  return `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}:${part['second']}`;
}
export const isStoredTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
