import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import type { Compartment, Role } from './code-lists/protection.js';
import { CITY } from './code-lists/districts.js';

/**
 * How far a right reaches. `own`: the actor's own district. `city`: the own district, and all districts for actors of
 * the city. `any`: every district (system principals that act for all).
 */
export type Reach = 'own' | 'city' | 'any';
export interface ActionRule { readonly zh: string; readonly en: string; readonly roles: Readonly<Partial<Record<Role, Reach>>> }

const front = { worker: 'own', supervisor: 'own', desk: 'own' } as const;
const care = { worker: 'own', supervisor: 'own' } as const;

/** The role table: who may do what, where. What is not written here nobody may do. */
export const actions = {
  'intake.contact.register': { zh: '接触登记', en: 'register a contact', roles: front },
  'intake.contact.note': { zh: '记录再次接触', en: 'note a contact', roles: front },
  'intake.case.take': { zh: '接案', en: 'take a case', roles: care },
  'intake.case.assign': { zh: '指派承办人', en: 'assign a case', roles: { supervisor: 'own' } },
  'intake.case.return': { zh: '退回待接', en: 'return a case', roles: care },
  'intake.case.read': { zh: '查看卷宗', en: 'read a case', roles: { ...front, archivist: 'city', auditor: 'city' } },
  'intake.queue.read': { zh: '查看待接队列', en: 'read the queue', roles: { ...front, auditor: 'city' } },
  'intake.consent.record': { zh: '登记同意', en: 'record consent', roles: front },
  'intake.consent.withdraw': { zh: '登记撤回同意', en: 'record withdrawal of consent', roles: front },
  'intake.conflict.declare': { zh: '声明利害关系', en: 'declare a conflict of interest', roles: front },
  'intake.subject.read': { zh: '查看信访人', en: 'read a subject', roles: { ...front, auditor: 'city' } },
  'intake.subject.correct': { zh: '更正信访人信息', en: 'correct a subject', roles: front },
  'intake.matter.register': { zh: '登记信访事项', en: 'register a matter', roles: front },
  'intake.matter.read': { zh: '查看信访事项', en: 'read a matter', roles: { ...front, archivist: 'city', auditor: 'city' } },
  'intake.matter.answer': { zh: '登记答复', en: 'record an answer', roles: front },
  'intake.matter.reclassify': { zh: '更正事项分类', en: 'reclassify a matter', roles: front },
  'intake.matter.link': { zh: '关联重复信访', en: 'link a repeat', roles: front },
  'intake.duplicates.read': { zh: '查重', en: 'look for duplicates', roles: front },
  'intake.search': { zh: '检索', en: 'search', roles: { ...front, archivist: 'city', auditor: 'city' } },
  'intake.item.import': { zh: '导入信访件', en: 'import an item', roles: { importer: 'any', admin: 'city' } },
  'intake.statistics.read': { zh: '查看统计', en: 'read statistics', roles: { supervisor: 'own', analyst: 'city', auditor: 'city', admin: 'city' } },
  'intake.erasure.request': { zh: '申请删除个人信息', en: 'request erasure', roles: { supervisor: 'own', archivist: 'city', admin: 'city' } },
  'intake.erasure.approve': { zh: '批准删除个人信息', en: 'approve erasure', roles: { supervisor: 'own', archivist: 'city', admin: 'city' } },
  'intake.erasure.decline': { zh: '不予删除', en: 'decline erasure', roles: { supervisor: 'own', archivist: 'city', admin: 'city' } },
  'intake.log.read': { zh: '读取日志', en: 'read the log feed', roles: { auditor: 'city', admin: 'city', system: 'any' } },

  'archive.case.read': { zh: '查看全卷', en: 'read a whole case', roles: { ...front, archivist: 'city', auditor: 'city' } },
  'archive.case.close': { zh: '结案', en: 'close a case', roles: { ...care, archivist: 'city' } },
  'archive.case.reopen': { zh: '重新开案', en: 'reopen a case', roles: { supervisor: 'own', archivist: 'city' } },
  'archive.case.seal': { zh: '封卷', en: 'seal a case', roles: { archivist: 'city', supervisor: 'own', system: 'any' } },
  'archive.checkpoint.anchor': { zh: '锚定检查点', en: 'anchor checkpoints in the city’s log', roles: { system: 'any' } },
  'archive.retention.assign': { zh: '确定保管期限', en: 'assign a retention class', roles: { archivist: 'city' } },
  'archive.hold.place': { zh: '冻结', en: 'place a hold', roles: { archivist: 'city' } },
  'archive.hold.lift': { zh: '解除冻结', en: 'lift a hold', roles: { archivist: 'city' } },
  'archive.bundle.issue': { zh: '出具证据包', en: 'issue a bundle', roles: { archivist: 'city', supervisor: 'own' } },
  'archive.log.read': { zh: '读取日志', en: 'read the log feed', roles: { auditor: 'city', admin: 'city', system: 'any' } },
  'archive.proof.read': { zh: '读取证明', en: 'read checkpoints and proofs', roles: { ...front, archivist: 'city', auditor: 'city', analyst: 'city', admin: 'city', system: 'any' } },
  'archive.access.read': { zh: '查看访问记录', en: 'read the access log', roles: { auditor: 'city' } },
  'archive.export': { zh: '导出', en: 'export', roles: { archivist: 'city', analyst: 'city' } },

  'platform.rebuild': { zh: '重建视图', en: 'rebuild views', roles: { admin: 'city', system: 'any' } },
  'platform.parked': { zh: '处理搁置事件', en: 'see and retry parked events', roles: { admin: 'city', system: 'any' } },
  'platform.verify': { zh: '核验日志', en: 'verify logs', roles: { auditor: 'city', archivist: 'city', admin: 'city', system: 'any' } },
} as const satisfies Record<string, ActionRule>;
export type Action = keyof typeof actions;

const reaches = (reach: Reach, actor: Actor, district: string): boolean =>
  reach === 'any' || actor.district === district || (reach === 'city' && actor.district === CITY);

/** May this actor do this action in this district? Closed unless the role table says so. */
export function mayDo(action: string, actor: Actor, at: { readonly district: string }): Result<true> {
  if (!Object.hasOwn(actions, action)) return refused('access/unknown-action');
  const rights: ActionRule['roles'] = actions[action as Action].roles;
  const reach = Object.hasOwn(rights, actor.role) ? rights[actor.role as Role] : undefined;
  if (reach === undefined) return refused('access/role');
  return reaches(reach, actor, at.district) ? ok(true) : refused('access/district');
}

const helpers = { worker: 'own', supervisor: 'own' } as const;
/**
 * Who may open sealed values of which compartment. An accusation is read by the reception desk and the supervisor of its
 * district only (Regulations art. 30); auditors see that something was opened, never what it says.
 */
export const compartmentRights: Readonly<Record<Compartment, ActionRule['roles']>> = {
  accusation: { desk: 'own', supervisor: 'own' },
  minor: helpers,
  health: helpers,
  staffnote: helpers,
  narrative: { ...helpers, desk: 'own', archivist: 'city' },
  identity: { ...helpers, desk: 'own', archivist: 'city' },
  contact: { ...helpers, desk: 'own' },
};

/** May this actor open values of this compartment in a case of this district? */
export function mayOpen(compartment: string, actor: Actor, at: { readonly district: string }): Result<true> {
  const rights = Object.hasOwn(compartmentRights, compartment) ? compartmentRights[compartment as Compartment] : {};
  const reach = Object.hasOwn(rights, actor.role) ? rights[actor.role as Role] : undefined;
  return reach !== undefined && reaches(reach, actor, at.district) ? ok(true) : refused('access/compartment');
}
