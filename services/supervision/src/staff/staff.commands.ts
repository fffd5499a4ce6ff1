import { z } from 'zod';
import {
  assignSupervisor, district, endStaff, recordCertificate, recordTraining, registerAgencyBody, registerStaffBody, renewContract, signConfidentiality, staffId, voidCertificate,
  type AssignSupervisor, type EndStaff, type RecordCertificate, type RecordTraining, type RegisterAgencyBody, type RegisterStaffBody, type RenewContract, type SignConfidentiality, type VoidCertificate,
} from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { commandHandler, step, type PrepareContext, type Prepared, type Step } from '@lianxin/runtime';
import { defined } from '../defined.js';
import { sealIdentity } from '../sealing/seal-values.js';
import { agencyStream, agencySubject, staffStream, staffSubject } from '../streams.js';
import { agency } from './agency.decider.js';
import { staff, type StaffCommand } from './staff.decider.js';

/** The made-up staff of demo mode: qualified, so that they can work. */
const demoStaff = z.strictObject({ district, staff: z.array(z.strictObject({ staff: staffId, role: z.enum(['worker', 'supervisor']), org: z.string().optional(), name: z.string().min(1) })).min(1).max(50), since: z.iso.date(), until: z.iso.date() });
export type DemoStaff = z.infer<typeof demoStaff>;

const where = (body: { readonly district?: string | undefined }, actor: Actor): string => body.district ?? actor.district;
const on = (context: PrepareContext, id: string, command: StaffCommand): Prepared => ({ steps: [step(staff, staffStream(context.district, id), command)], processingbasis: 'statutory-duty' });
const told = (id: string) => ({ id });

async function registering(context: PrepareContext, { staff: id, role, org, since, name, phone }: RegisterStaffBody): Promise<Step> {
  const identity = await sealIdentity(context, staffSubject(id), 'StaffRegistered', '/identity', defined({ name, phone }));
  return step(staff, staffStream(context.district, id), { type: 'RegisterStaff', data: { actor: id, role, since, identity, ...(org === undefined ? {} : { org }) } });
}

/** Records of staff and agencies; the city's office keeps those of the districts too. */
export const staffCommands = {
  registerAgency: commandHandler<RegisterAgencyBody>({
    name: 'RegisterAgency', action: 'supervision.agency.register', body: registerAgencyBody, district: where,
    async prepare({ org, name, licence, phone, from, until }, context) {
      const identity = await sealIdentity(context, agencySubject(org), 'AgencyRegistered', '/identity', defined({ name, licence, phone }));
      return { steps: [step(agency, agencyStream(context.district, org), { type: 'RegisterAgency', data: { org, contract: { from, until }, identity } })], processingbasis: 'statutory-duty' };
    },
    answer: (events) => (events[0] ? told((events[0].data as { org: string }).org) : {}),
  }),

  renewContract: commandHandler<RenewContract>({
    name: 'RenewContract', action: 'supervision.agency.register', body: renewContract, district: where,
    prepare: ({ org, from, until }, context) => Promise.resolve({ steps: [step(agency, agencyStream(context.district, org), { type: 'RenewContract', data: { from, until } })], processingbasis: 'statutory-duty' }),
  }),

  registerStaff: commandHandler<RegisterStaffBody>({
    name: 'RegisterStaff', action: 'supervision.staff.register', body: registerStaffBody, district: where,
    prepare: async (body, context) => ({ steps: [await registering(context, body)], processingbasis: 'statutory-duty' }),
    answer: (events) => (events[0] ? told((events[0].data as { actor: string }).actor) : {}),
  }),

  recordCertificate: commandHandler<RecordCertificate>({
    name: 'RecordCertificate', action: 'supervision.staff.record', body: recordCertificate, district: where,
    async prepare({ staff: id, level, issued, expires, number, authority }, context) {
      const paper = number === undefined && authority === undefined ? undefined : await sealIdentity(context, staffSubject(id), 'CertificateRecorded', '/paper', defined({ number, authority }));
      return on(context, id, { type: 'RecordCertificate', data: { level, issued, expires, paper } });
    },
    answer: (events) => (events[0] ? { certificate: (events[0].data as { certificate: string }).certificate } : {}),
  }),

  voidCertificate: commandHandler<VoidCertificate>({
    name: 'VoidCertificate', action: 'supervision.staff.record', body: voidCertificate, district: where,
    prepare: ({ staff: id, certificate, reason }, context) => Promise.resolve(on(context, id, { type: 'VoidCertificate', data: { certificate, reason } })),
  }),

  recordTraining: commandHandler<RecordTraining>({
    name: 'RecordTraining', action: 'supervision.staff.record', body: recordTraining, district: where,
    prepare: ({ staff: id, kind, hours, on: day }, context) => Promise.resolve(on(context, id, { type: 'RecordTraining', data: { kind, hours, on: day } })),
  }),

  signConfidentiality: commandHandler<SignConfidentiality>({
    name: 'SignConfidentiality', action: 'supervision.staff.record', body: signConfidentiality, district: where,
    prepare: ({ staff: id, on: day }, context) => Promise.resolve(on(context, id, { type: 'SignConfidentiality', data: { on: day } })),
  }),

  assignSupervisor: commandHandler<AssignSupervisor>({
    name: 'AssignSupervisor', action: 'supervision.staff.record', body: assignSupervisor, district: where,
    prepare: ({ staff: id, supervisor }, context) => Promise.resolve(on(context, id, { type: 'AssignSupervisor', data: { supervisor } })),
  }),

  endStaff: commandHandler<EndStaff>({
    name: 'EndStaff', action: 'supervision.staff.record', body: endStaff, district: where,
    prepare: ({ staff: id, on: day, reason }, context) => Promise.resolve(on(context, id, { type: 'EndStaff', data: { on: day, reason } })),
  }),

  /** Demo mode alone: given by the host at start, never over HTTP. */
  seedDemoStaff: commandHandler<DemoStaff>({
    name: 'SeedDemoStaff', action: 'supervision.staff.register', body: demoStaff, district: where,
    async prepare({ staff: all, since, until }, context) {
      const each = await Promise.all(all.map(async ({ staff: id, role, org, name }): Promise<Step[]> => {
        const stream = staffStream(context.district, id);
        return [
          await registering(context, { staff: id, role, since, name, ...(org === undefined ? {} : { org }) }),
          step(staff, stream, { type: 'RecordCertificate', data: { level: role === 'supervisor' ? 'SENIOR' : 'SOCIAL_WORKER', issued: since, expires: until } }),
          step(staff, stream, { type: 'RecordTraining', data: { kind: 'PETITION_LAW', hours: 8, on: since } }),
        ];
      }));
      return { steps: each.flat(), processingbasis: 'statutory-duty' };
    },
  }),
};
