import { riskLevels, safetyAnswers } from '@lianxin/contracts';
import { districtName } from '../../dev/demo-users.js';
import { beijing, categoryName, codeName } from '../labels.js';
import { dataOf, every, first, last, textIn, word, type Recorded } from './recorded.js';
import type { Sheet } from './sheet.js';

const ID_TYPES: Readonly<Record<string, string>> = { ID_CARD: '居民身份证', PASSPORT: '护照', HK_MACAO_PERMIT: '港澳居民来往内地通行证', TAIWAN_PERMIT: '台湾居民来往大陆通行证', CREDIT_CODE: '统一社会信用代码', OTHER: '其他' };

function consent(recorded: Recorded): string | undefined {
  const said = every(recorded, 'ConsentGiven', 'ConsentRefused', 'ConsentWithdrawn').map((e) => `${e.zh}：${word(e, 'scopes') ?? ''}${e.name === 'ConsentGiven' ? `（${word(e, 'form') ?? ''}）` : ''}`);
  return said.length === 0 ? undefined : said.join('\n');
}

/** 接案登记表: who came, with what, and what was asked and told at the first contact. */
export function intakeForm(recorded: Recorded): Sheet {
  const contact = first(recorded, 'ContactMade', 'CaseTakenOver');
  const identity = dataOf(last(recorded, 'IdentityCorrected', 'SubjectRecorded'))['identity'];
  const reach = dataOf(last(recorded, 'ContactCorrected', 'SubjectRecorded'))['contact'];
  const matters = every(recorded, 'MatterRegistered');
  const changed = last(recorded, 'MatterReclassified');
  const repeats = every(recorded, 'RepeatLinked').length;
  const safety = dataOf(first(recorded, 'SafetyAsked', 'SafetyConcernRaised'));
  const level = dataOf(first(recorded, 'SafetyRaised'))['level'];
  const taken = last(recorded, 'CaseTaken');
  const category = (e: typeof changed): string | undefined => { const c = dataOf(e)['category'] as { id?: string } | undefined; return c?.id === undefined ? undefined : categoryName(c.id); };
  const sex = textIn(identity, 'sex');
  const idType = textIn(identity, 'idType');
  const anonymous = dataOf(contact)['anonymous'] === true;
  return {
    title: '信访社会工作接案登记表', number: recorded.number,
    fields: [
      { label: '登记时间', value: contact && beijing(contact.time) }, { label: '所属区', value: districtName(recorded.district) },
      { label: '信访形式', value: word(contact, 'channel') }, { label: '接触方式', value: word(contact, 'form') },
      { label: '登记人', value: contact?.actorid }, { label: '承办人', value: taken && textIn(dataOf(taken)['worker']) },
      { label: '姓名', value: anonymous ? '匿名' : textIn(identity, 'name') }, { label: '性别', value: sex === undefined ? undefined : codeName('', 'sex', sex) },
      { label: '出生日期', value: textIn(identity, 'birthDate') }, { label: '语言或方言', value: textIn(identity, 'language') },
      { label: '证件类型', value: idType === undefined ? undefined : ID_TYPES[idType] ?? idType }, { label: '证件号码', value: textIn(identity, 'idNumber') },
      { label: '联系电话', value: textIn(reach, 'phone') }, { label: '其他联系', value: textIn(reach, 'email', 'other') },
      { label: '住址', value: textIn(reach, 'address'), size: 'wide' },
      { label: '户籍地', size: 'wide' },
      { label: '职业、单位' }, { label: '代理人及关系' },
      { label: '特别需要', value: textIn(identity, 'needs'), size: 'wide' },
      { label: '诉求（如实记录）', value: textIn(dataOf(contact)['words'], 'claim'), size: 'tall' },
      { label: '信访目的', value: word(changed, 'purpose') ?? word(matters[0], 'purpose') }, { label: '事项数', value: String(matters.length) },
      { label: '内容分类', value: category(changed) ?? category(matters[0]), size: 'wide' },
      { label: '登记号', value: matters.map((m) => textIn(dataOf(m)['number'])).join('、'), size: 'wide' },
      { label: '信访经过', value: repeats > 0 ? `关联较早的事项 ${repeats} 次` : undefined, size: 'tall' },
      { label: '情绪状态' }, { label: '紧急需要' },
      { label: '首次安全询问', value: safetyAnswers.find(String(safety['answer']))?.zh }, { label: '首次风险等级', value: riskLevels.find(String(level))?.zh },
      { label: '知情同意', value: consent(recorded), size: 'wide' },
      { label: '权利告知', value: word(last(recorded, 'RightsNoticeAcknowledged'), 'how') }, { label: '利害关系声明', value: word(last(recorded, 'ConflictDeclared'), 'kind') },
    ],
    signatures: ['信访人签名', '登记人签名'],
    note: '社会工作者不受理、不办理信访事项，也不决定结果；本表只用于提供服务。',
  };
}
