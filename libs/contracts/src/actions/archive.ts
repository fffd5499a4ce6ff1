import { care, front, type ActionRule } from './rule.js';

/** Rights in archive: see the role table in actions.ts. */
export const archiveActions = {
  'archive.case.read': { zh: '查看全卷', en: 'read a whole case', roles: { ...front, archivist: 'city', auditor: 'city' } },
  'archive.case.close': { zh: '结案', en: 'close a case', roles: { ...care, archivist: 'city' } },
  'archive.case.reopen': { zh: '重新开案', en: 'reopen a case', roles: { supervisor: 'own', archivist: 'city', system: 'any' } },
  'archive.case.seal': { zh: '封卷', en: 'seal a case', roles: { archivist: 'city', supervisor: 'own', system: 'any' } },
  'archive.checkpoint.anchor': { zh: '锚定检查点', en: 'anchor checkpoints in the city’s log', roles: { system: 'any' } },
  'archive.retention.assign': { zh: '确定保管期限', en: 'assign a retention class', roles: { archivist: 'city' } },
  'archive.hold.place': { zh: '冻结', en: 'place a hold', roles: { archivist: 'city' } },
  'archive.hold.lift': { zh: '解除冻结', en: 'lift a hold', roles: { archivist: 'city' } },
  'archive.followup.record': { zh: '登记回访', en: 'record a follow-up', roles: care },
  'archive.followup.list': { zh: '查看到期回访', en: 'read which follow-ups are due', roles: { ...care, archivist: 'city' } },
  'archive.file.lend': { zh: '登记借阅、归还', en: 'record loans of files', roles: { archivist: 'city' } },
  'archive.loan.read': { zh: '查看借阅登记', en: 'read the log of loans', roles: { supervisor: 'own', archivist: 'city', auditor: 'city' } },
  'archive.library.write': { zh: '编写案例', en: 'write for the case library', roles: { ...care, archivist: 'own' } },
  'archive.library.review': { zh: '审核、撤下案例', en: 'review the case library', roles: { supervisor: 'own' } },
  'archive.library.read': { zh: '查看案例库', en: 'read the case library', roles: { worker: 'any', supervisor: 'any', desk: 'any', archivist: 'any', analyst: 'any' } },
  'archive.bundle.issue': { zh: '出具证据包', en: 'issue a bundle', roles: { archivist: 'city', supervisor: 'own' } },
  'archive.log.read': { zh: '读取日志', en: 'read the log feed', roles: { auditor: 'city', admin: 'city', system: 'any' } },
  'archive.proof.read': { zh: '读取证明', en: 'read checkpoints and proofs', roles: { ...front, archivist: 'city', auditor: 'city', analyst: 'city', admin: 'city', system: 'any' } },
  'archive.access.read': { zh: '查看访问记录', en: 'read the access log', roles: { auditor: 'city' } },
  'archive.export': { zh: '导出', en: 'export', roles: { archivist: 'city', analyst: 'city' } },
} as const satisfies Record<string, ActionRule>;
