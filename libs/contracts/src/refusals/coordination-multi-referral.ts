import { says, type RefusalTable } from './table.js';

export const referralRoundRefusals: RefusalTable = {
  'referral-round/already-started': says(409, '该需求正在多方转介', '该卷宗的这一需求已有一轮多方转介在进行，请先办结或撤销。', 'Round under way', 'A round for this need of the case is under way: let it end, or call it off.', '服务原则：多元联动'),
  'referral-round/none': says(404, '没有这轮多方转介', '没有这轮多方转介，或不在您的权限范围内。', 'No such round', 'There is no such round within your rights.'),
  'referral-round/over': says(409, '多方转介已结束', '这轮多方转介已经结束。', 'Round over', 'This round has ended.'),
  'referral-round/asked-already': says(409, '已向该单位转介', '这轮多方转介已向该单位转介。', 'Asked already', 'This unit was asked in this round before.'),
  'referral-round/not-asked': says(409, '未向该单位转介', '这轮多方转介没有向该单位转介。', 'Not asked', 'This unit was not asked in this round.'),
  'referral-round/at-least': says(422, '规则与家数不符', '“至少若干单位”的规则须注明家数，且不多于参与单位；其他规则不填。', 'So many', 'AT_LEAST rules say how many, no more than are asked; other rules do not.', '服务原则：多元联动'),
  'referral-round/term': says(422, '答复期限过长', '答复期限最长30个工作日或45日。', 'Term too long', 'A reply term is at most 30 working days or 45 days.', '转介办理（内部规则）'),
  'referral-round/lead': says(422, '牵头单位', '牵头单位须是参与单位之一；要求牵头单位答复的规则须注明牵头单位。', 'Lead', 'The lead is one of the members; a rule with the lead names it.', '服务原则：多元联动'),
  'referral-round/consent': says(409, '缺少单独同意', '向 {unit} 提供信息须有信访人的单独同意，且包含所提供的全部信息种类。', 'Consent missing', 'Giving data to {unit} needs separate consent that covers every kind of data given.', '个人信息保护法第23条'),
  'referral-round/not-stuck': says(409, '规则仍可满足', '这轮多方转介仍可满足规则，无须决定。', 'Still open', 'The rule can still be met: there is nothing to decide.'),
  'referral-round/reroutes-itself': says(409, '由系统改送', '多方转介中的转介由系统改送所指的单位，不另行改送。', 'Sent on by its round', 'A referral of a round is sent on by the round itself.'),
  'referral-round/own-unit': says(409, '不能更换单位', '多方转介中的转介不能更换接收单位。', 'Unit is fixed', 'A referral of a round keeps its unit.'),
};
