import { codeList } from './code-list.js';

/** Where a service was given: the kind of place only. Nobody's whereabouts are kept. */
export const deliveryPlaces = codeList({
  id: 'DeliveryPlace', version: 1, zh: '服务地点类别', en: 'Kind of place',
  entries: [
    { code: 'STATION', zh: '社工服务站点', en: 'station of the service' },
    { code: 'RECEPTION', zh: '信访接待场所', en: 'petition reception' },
    { code: 'GOVERNANCE_CENTRE', zh: '综治中心', en: 'governance centre' },
    { code: 'HOME', zh: '信访人住处', en: 'home' },
    { code: 'COMMUNITY', zh: '村（居）', en: 'village or community' },
    { code: 'HOSPITAL', zh: '医疗机构', en: 'hospital' },
    { code: 'UNIT', zh: '机关单位', en: 'an authority or unit' },
    { code: 'PUBLIC', zh: '公共场所', en: 'public place' },
    { code: 'REMOTE', zh: '电话、网络、书信', en: 'by phone, online or by letter' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type DeliveryPlace = (typeof deliveryPlaces.codes)[number];

export const deliveryOutcomes = codeList({
  id: 'DeliveryOutcome', version: 1, zh: '服务结果', en: 'Outcome of a delivery',
  entries: [
    { code: 'DONE', zh: '已完成', en: 'done' },
    { code: 'PARTLY', zh: '部分完成', en: 'partly done' },
    { code: 'NOT_MET', zh: '未见到本人', en: 'the person was not met' },
    { code: 'DECLINED', zh: '本人未接受', en: 'declined by the person' },
    { code: 'POSTPONED', zh: '改期', en: 'postponed' },
  ],
});
export type DeliveryOutcome = (typeof deliveryOutcomes.codes)[number];

/** Who was there besides the workers named; names stand in the sealed note. */
export const presentPersons = codeList({
  id: 'PresentPerson', version: 1, zh: '在场人员', en: 'Who was present',
  entries: [
    { code: 'PETITIONER', zh: '信访人', en: 'the petitioner' },
    { code: 'FAMILY', zh: '家属', en: 'family' },
    { code: 'GUARDIAN', zh: '监护人', en: 'guardian' },
    { code: 'COLLEAGUE', zh: '同事', en: 'a colleague' },
    { code: 'COMMUNITY', zh: '村（居）工作人员', en: 'village or community staff' },
    { code: 'DEPARTMENT', zh: '机关单位人员', en: 'staff of an authority' },
    { code: 'LAWYER', zh: '律师、法律援助人员', en: 'lawyer or legal aid' },
    { code: 'VOLUNTEER', zh: '志愿者', en: 'volunteer' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type PresentPerson = (typeof presentPersons.codes)[number];

/** What was seen of danger while serving. A raised one is told to the crisis service; lowering is for its supervisor. */
export const risksSeen = codeList({
  id: 'RiskSeen', version: 1, zh: '服务中所见风险', en: 'Risk seen while serving',
  entries: [
    { code: 'NONE', zh: '未见危险', en: 'no danger seen' },
    { code: 'SAME', zh: '与前相同', en: 'as before' },
    { code: 'RAISED', zh: '有新的或更大的危险', en: 'new or greater danger' },
    { code: 'LOWERED', zh: '有所缓和', en: 'less than before' },
    { code: 'NOT_SEEN', zh: '未能了解', en: 'could not be seen' },
  ],
});
export type RiskSeen = (typeof risksSeen.codes)[number];

export const counsellingTechniques = codeList({
  id: 'CounsellingTechnique', version: 1, zh: '心理疏导技巧', en: 'Technique of a counselling session',
  entries: [
    { code: 'LISTENING', zh: '倾听与同理', en: 'listening and empathy' },
    { code: 'EMOTION', zh: '情绪疏导', en: 'relief of feelings' },
    { code: 'COGNITIVE', zh: '认知调整', en: 'work on thoughts' },
    { code: 'RELAXATION', zh: '放松训练', en: 'relaxation' },
    { code: 'SOLUTION_FOCUSED', zh: '焦点解决', en: 'solution-focused' },
    { code: 'MOTIVATIONAL', zh: '动机式访谈', en: 'motivational interviewing' },
    { code: 'PROBLEM_SOLVING', zh: '问题解决', en: 'problem solving' },
    { code: 'GRIEF', zh: '哀伤辅导', en: 'grief support' },
    { code: 'FAMILY', zh: '家庭辅导', en: 'family work' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type CounsellingTechnique = (typeof counsellingTechniques.codes)[number];

/** How a scale moved within a session or since the last one. The bands themselves are health data and stay sealed. */
export const sessionChanges = codeList({
  id: 'SessionChange', version: 1, zh: '量表变化', en: 'Change on a scale',
  entries: [
    { code: 'BETTER', zh: '减轻', en: 'better' },
    { code: 'SAME', zh: '无变化', en: 'the same' },
    { code: 'WORSE', zh: '加重', en: 'worse' },
    { code: 'MEASURED_ONCE', zh: '仅测一次', en: 'measured once' },
    { code: 'NOT_USED', zh: '未使用量表', en: 'no scale used' },
  ],
});
export type SessionChange = (typeof sessionChanges.codes)[number];

export const homeworkStates = codeList({
  id: 'HomeworkState', version: 1, zh: '上次约定的完成情况', en: 'What became of the last homework',
  entries: [
    { code: 'NONE', zh: '上次没有约定', en: 'there was none' },
    { code: 'DONE', zh: '完成', en: 'done' },
    { code: 'PARTLY', zh: '部分完成', en: 'partly done' },
    { code: 'NOT_DONE', zh: '未完成', en: 'not done' },
  ],
});
export type HomeworkState = (typeof homeworkStates.codes)[number];

/** What a behaviour plan may aim at: ways of acting that hurt the person or others. Petitioning itself is a right and no target (Regulations art. 17, 18). */
export const targetBehaviours = codeList({
  id: 'TargetBehaviour', version: 1, zh: '目标行为', en: 'Target behaviour',
  entries: [
    { code: 'AGITATION', zh: '情绪激动、辱骂', en: 'agitation, abuse' },
    { code: 'THREATENING', zh: '威胁、扬言', en: 'threats' },
    { code: 'BLOCKING', zh: '围堵、滞留', en: 'blocking, staying on' },
    { code: 'SELF_HARMING', zh: '以自伤相表达', en: 'speaking by self-harm' },
    { code: 'CONFLICT', zh: '家庭、邻里冲突方式', en: 'ways of conflict at home or with neighbours' },
    { code: 'SUBSTANCE', zh: '饮酒等', en: 'drinking and the like' },
    { code: 'DAILY_LIFE', zh: '作息与自我照顾', en: 'daily life and self-care' },
    { code: 'COMMUNICATION', zh: '沟通表达方式', en: 'ways of expressing oneself' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type TargetBehaviour = (typeof targetBehaviours.codes)[number];

/** Goal attainment scaling: from much less than expected to much more. */
export const attainments = codeList({
  id: 'Attainment', version: 1, zh: '目标达成程度', en: 'Goal attainment',
  entries: [
    { code: 'MUCH_LESS', zh: '远低于预期（-2）', en: 'much less than expected (-2)' },
    { code: 'LESS', zh: '低于预期（-1）', en: 'less than expected (-1)' },
    { code: 'AS_EXPECTED', zh: '达到预期（0）', en: 'as expected (0)' },
    { code: 'MORE', zh: '高于预期（+1）', en: 'more than expected (+1)' },
    { code: 'MUCH_MORE', zh: '远高于预期（+2）', en: 'much more than expected (+2)' },
  ],
});
export type Attainment = (typeof attainments.codes)[number];

export const behaviourEndReasons = codeList({
  id: 'BehaviourEndReason', version: 1, zh: '行为计划结束原因', en: 'Why a behaviour plan ended',
  entries: [
    { code: 'ATTAINED', zh: '目标达成', en: 'attained' },
    { code: 'CONSENT_WITHDRAWN', zh: '本人撤回同意', en: 'consent withdrawn' },
    { code: 'NOT_HELPFUL', zh: '不适合', en: 'did not help' },
    { code: 'REFERRED', zh: '转介', en: 'referred on' },
    { code: 'SERVICE_ENDED', zh: '服务结束', en: 'the service ended' },
  ],
});
export type BehaviourEndReason = (typeof behaviourEndReasons.codes)[number];

export const groupKinds = codeList({
  id: 'GroupKind', version: 1, zh: '小组或社区活动', en: 'Group or community activity',
  entries: [
    { code: 'GROUP', zh: '小组', en: 'group' },
    { code: 'COMMUNITY', zh: '社区活动', en: 'community activity' },
  ],
});
export type GroupKind = (typeof groupKinds.codes)[number];

export const groupPurposes = codeList({
  id: 'GroupPurpose', version: 1, zh: '小组、活动目的', en: 'Purpose of a group or activity',
  entries: [
    { code: 'SUPPORT', zh: '支持', en: 'support' },
    { code: 'EDUCATION', zh: '教育', en: 'education' },
    { code: 'GROWTH', zh: '成长', en: 'growth' },
    { code: 'MUTUAL_AID', zh: '互助', en: 'mutual aid' },
    { code: 'SKILLS', zh: '技能训练', en: 'skills' },
    { code: 'LAW', zh: '法治宣传与依法信访', en: 'law and lawful petitioning' },
    { code: 'PREVENTION', zh: '源头预防', en: 'prevention' },
  ],
});
export type GroupPurpose = (typeof groupPurposes.codes)[number];

/** Phases of group work 筹备→形成→转折→成熟→结束. */
export const groupPhases = codeList({
  id: 'GroupPhase', version: 1, zh: '小组阶段', en: 'Phase of a group',
  entries: [
    { code: 'PREPARING', zh: '筹备', en: 'preparing' },
    { code: 'FORMING', zh: '形成', en: 'forming' },
    { code: 'TURNING', zh: '转折', en: 'turning' },
    { code: 'WORKING', zh: '成熟', en: 'working' },
    { code: 'ENDING', zh: '结束', en: 'ending' },
  ],
});
export type GroupPhase = (typeof groupPhases.codes)[number];

export const publicityWays = codeList({
  id: 'PublicityWay', version: 1, zh: '招募与宣传方式', en: 'Publicity',
  entries: [
    { code: 'INVITATION', zh: '个别邀请', en: 'personal invitation' },
    { code: 'POSTER', zh: '海报', en: 'poster' },
    { code: 'COMMUNITY', zh: '村（居）通知', en: 'through the community' },
    { code: 'WECHAT', zh: '微信', en: 'WeChat' },
    { code: 'PHONE', zh: '电话', en: 'by phone' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type PublicityWay = (typeof publicityWays.codes)[number];

export const attendances = codeList({
  id: 'Attendance', version: 1, zh: '出席', en: 'Attendance',
  entries: [
    { code: 'PRESENT', zh: '出席', en: 'present' },
    { code: 'PART', zh: '部分时间出席', en: 'present for a part' },
    { code: 'EXCUSED', zh: '请假', en: 'excused' },
    { code: 'ABSENT', zh: '缺席', en: 'absent' },
  ],
});
export type Attendance = (typeof attendances.codes)[number];

export const leaveReasons = codeList({
  id: 'GroupLeaveReason', version: 1, zh: '退出原因', en: 'Why a member left',
  entries: [
    { code: 'OWN_WISH', zh: '本人意愿', en: 'own wish' },
    { code: 'CONSENT_WITHDRAWN', zh: '撤回同意', en: 'consent withdrawn' },
    { code: 'MOVED', zh: '迁出', en: 'moved away' },
    { code: 'SAFETY', zh: '安全考虑', en: 'for safety' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type GroupLeaveReason = (typeof leaveReasons.codes)[number];

export const groupOutcomes = codeList({
  id: 'GroupOutcome', version: 1, zh: '小组、活动成效', en: 'Outcome of a group or activity',
  entries: [
    { code: 'MET', zh: '目标达成', en: 'aims met' },
    { code: 'PARTLY', zh: '部分达成', en: 'partly met' },
    { code: 'NOT_MET', zh: '未达成', en: 'not met' },
  ],
});
export type GroupOutcome = (typeof groupOutcomes.codes)[number];

export const cancelReasons = codeList({
  id: 'GroupCancelReason', version: 1, zh: '取消原因', en: 'Why it was cancelled',
  entries: [
    { code: 'TOO_FEW', zh: '人数不足', en: 'too few people' },
    { code: 'SAFETY', zh: '安全考虑', en: 'for safety' },
    { code: 'RESOURCES', zh: '人力、经费、场地', en: 'staff, money or room' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type GroupCancelReason = (typeof cancelReasons.codes)[number];

/** What of a group a case's file is told. */
export const groupFilings = codeList({
  id: 'GroupFiling', version: 1, zh: '入卷内容', en: 'What is filed of a group',
  entries: [
    { code: 'ENROLLED', zh: '加入', en: 'enrolled' },
    { code: 'SESSION', zh: '一次活动', en: 'a session' },
    { code: 'LEFT', zh: '退出', en: 'left' },
    { code: 'EVALUATED', zh: '评估', en: 'evaluated' },
  ],
});
export type GroupFiling = (typeof groupFilings.codes)[number];

/** What was promised to the petitioner. */
export const commitmentKinds = codeList({
  id: 'CommitmentKind', version: 1, zh: '承诺事项', en: 'Kind of a commitment',
  entries: [
    { code: 'REPLY', zh: '回复', en: 'to reply' },
    { code: 'CONTACT', zh: '联系', en: 'to contact' },
    { code: 'ENQUIRE', zh: '查询进度', en: 'to enquire' },
    { code: 'ACCOMPANY', zh: '陪同', en: 'to accompany' },
    { code: 'DOCUMENT', zh: '协助材料', en: 'to help with documents' },
    { code: 'REFER', zh: '转介、对接资源', en: 'to refer or link' },
    { code: 'VISIT', zh: '探访', en: 'to visit' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type CommitmentKind = (typeof commitmentKinds.codes)[number];

export const brokenReasons = codeList({
  id: 'BrokenReason', version: 1, zh: '未能做到的原因', en: 'Why a commitment was broken',
  entries: [
    { code: 'OVERLOOKED', zh: '疏忽', en: 'overlooked' },
    { code: 'ABSENCE', zh: '人员离岗', en: 'absence' },
    { code: 'UNIT_SILENT', zh: '有关单位未答复', en: 'the unit gave no answer' },
    { code: 'NOT_POSSIBLE', zh: '无法做到', en: 'not possible' },
    { code: 'NOT_REACHED', zh: '联系不上信访人', en: 'the petitioner was not reached' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type BrokenReason = (typeof brokenReasons.codes)[number];

export const postponeReasons = codeList({
  id: 'PostponeReason', version: 1, zh: '改期原因', en: 'Why it was postponed',
  entries: [
    { code: 'PETITIONER', zh: '信访人提出', en: 'asked for by the petitioner' },
    { code: 'UNIT', zh: '有关单位原因', en: 'because of the unit' },
    { code: 'STAFF', zh: '工作人员原因', en: 'because of staff' },
    { code: 'SAFETY', zh: '先处置危险', en: 'danger was dealt with first' },
  ],
});
export type PostponeReason = (typeof postponeReasons.codes)[number];

/** How referrals reach a department. */
export const departmentWays = codeList({
  id: 'DepartmentWay', version: 1, zh: '接收方式', en: 'How referrals are received',
  entries: [
    { code: 'SYSTEM', zh: '本系统', en: 'in this system' },
    { code: 'PAPER', zh: '纸质公函', en: 'on paper' },
    { code: 'PHONE', zh: '电话', en: 'by phone' },
  ],
});
export type DepartmentWay = (typeof departmentWays.codes)[number];
