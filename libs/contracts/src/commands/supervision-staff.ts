import { z } from 'zod';
import { certificateLevels, certificateVoidReasons, staffLeaveReasons, trainingKinds } from '../code-lists/supervision.js';
import { roles } from '../code-lists/protection.js';
import { rule } from '../refusals/rule.js';
import { district } from '../scalars.js';
import { withTarget } from './target.js';
import { line } from './text.js';

const opaque = line(100).regex(/^[A-Za-z0-9._:-]+$/);
const day = z.iso.date();
/** The city's office keeps the records of districts too. */
const where = { district: district.optional().describe('默认为本区 · default: the own district') };

export const staffId = opaque.meta({ id: 'StaffId', description: '工作人员编号（不含姓名）· opaque id of a member of the staff', examples: ['worker-440106'] });
export const agencyOrg = opaque.meta({ id: 'AgencyOrg', description: '机构编号 · opaque id of an agency', examples: ['station-440106'] });

export const registerAgencyBody = z.strictObject({
  ...where, org: agencyOrg, name: line(100).describe('机构名称（加密存储）· name (sealed)'), licence: line(60).optional().describe('登记证号（加密存储）· licence number (sealed)'),
  phone: line(40).optional(), from: day.describe('服务合同起始日 · contract from'), until: day.describe('服务合同终止日 · contract until'),
}).refine((b) => b.from <= b.until, rule('staff/dates', ['until']))
  .meta({ id: 'RegisterAgency', description: '登记社会工作服务机构及其合同 · register an agency and its contract', examples: [{ org: 'station-440106', name: '某社会工作服务中心', from: '2026-01-01', until: '2026-12-31' }] });
export type RegisterAgencyBody = z.infer<typeof registerAgencyBody>;

export const renewContractBody = z.strictObject({ ...where, from: day, until: day }).refine((b) => b.from <= b.until, rule('staff/dates', ['until']))
  .meta({ id: 'RenewContract', description: '服务合同续期 · renew the contract of an agency', examples: [{ from: '2027-01-01', until: '2027-12-31' }] });
export const renewContract = withTarget({ org: agencyOrg }, renewContractBody);
export type RenewContract = z.infer<typeof renewContract>;

export const registerStaffBody = z.strictObject({
  ...where, staff: staffId, role: roles.schema, org: opaque.optional().describe('所属机构编号 · opaque id of the agency'), since: day.describe('到岗日期 · in post since'),
  name: line(100).describe('姓名（加密存储）· name (sealed)'), phone: line(40).optional(),
}).meta({ id: 'RegisterStaff', description: '登记工作人员 · register a member of the staff', examples: [{ staff: 'worker-440106', role: 'worker', org: 'station-440106', since: '2026-01-05', name: '张某' }] });
export type RegisterStaffBody = z.infer<typeof registerStaffBody>;

const onStaff = { staff: staffId };
export const recordCertificateBody = z.strictObject({
  ...where, level: certificateLevels.schema, issued: day, expires: day.describe('登记有效期至 · registered until'), number: line(60).optional().describe('证书编号（加密存储）· number (sealed)'), authority: line(100).optional(),
}).refine((b) => b.issued < b.expires, rule('staff/dates', ['expires']))
  .meta({ id: 'RecordCertificate', description: '登记职业资格证书 · record a certificate', examples: [{ level: 'SOCIAL_WORKER', issued: '2024-10-01', expires: '2027-09-30', number: '2024-0001' }] });
export const recordCertificate = withTarget(onStaff, recordCertificateBody);
export type RecordCertificate = z.infer<typeof recordCertificate>;

export const voidCertificateBody = z.strictObject({ ...where, certificate: z.string().regex(/^C[1-9]\d?$/), reason: certificateVoidReasons.schema })
  .meta({ id: 'VoidCertificate', description: '证书作废 · a certificate no longer counts', examples: [{ certificate: 'C1', reason: 'REVOKED' }] });
export const voidCertificate = withTarget(onStaff, voidCertificateBody);
export type VoidCertificate = z.infer<typeof voidCertificate>;

export const recordTrainingBody = z.strictObject({ ...where, kind: trainingKinds.schema, hours: z.number().min(0.5).max(200).multipleOf(0.5), on: day })
  .meta({ id: 'RecordTraining', description: '登记培训学时 · record hours of training', examples: [{ kind: 'PETITION_LAW', hours: 8, on: '2025-12-20' }] });
export const recordTraining = withTarget(onStaff, recordTrainingBody);
export type RecordTraining = z.infer<typeof recordTraining>;

export const signConfidentialityBody = z.strictObject({ ...where, on: day })
  .meta({ id: 'SignConfidentiality', description: '登记保密协议 · a confidentiality agreement was signed', examples: [{ on: '2026-01-05' }] });
export const signConfidentiality = withTarget(onStaff, signConfidentialityBody);
export type SignConfidentiality = z.infer<typeof signConfidentiality>;

export const assignSupervisorBody = z.strictObject({ ...where, supervisor: staffId })
  .meta({ id: 'AssignSupervisor', description: '指定督导 · assign a supervisor', examples: [{ supervisor: 'supervisor-440106' }] });
export const assignSupervisor = withTarget(onStaff, assignSupervisorBody);
export type AssignSupervisor = z.infer<typeof assignSupervisor>;

export const endStaffBody = z.strictObject({ ...where, on: day, reason: staffLeaveReasons.schema })
  .meta({ id: 'EndStaff', description: '离岗 · somebody leaves', examples: [{ on: '2026-01-05', reason: 'LEFT' }] });
export const endStaff = withTarget(onStaff, endStaffBody);
export type EndStaff = z.infer<typeof endStaff>;
