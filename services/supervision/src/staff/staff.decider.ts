import { decider, happened, refuse, shanghaiDay, type Command, type DecideContext } from '@lianxin/kernel';
import type {
  CertificateLevel, DataOf, EventOf, Role, Sealed, certificateRecorded, certificateVoided, confidentialitySigned, staffLeft, staffRegistered, supervisorAssigned, trainingRecorded,
} from '@lianxin/contracts';

/**
 * A member of the staff (人员要求, M5): certificates with their expiry, training, the petition-law course, who supervises.
 * Envelopes name staff by an opaque id; the name stands sealed here alone. Nobody records the own qualification.
 */
export type StaffEvent =
  | EventOf<typeof staffRegistered> | EventOf<typeof certificateRecorded> | EventOf<typeof certificateVoided> | EventOf<typeof trainingRecorded>
  | EventOf<typeof confidentialitySigned> | EventOf<typeof supervisorAssigned> | EventOf<typeof staffLeft>;

export interface NewCertificate { readonly level: CertificateLevel; readonly issued: string; readonly expires: string; readonly paper?: Sealed | undefined }

export type StaffCommand =
  | Command<'RegisterStaff', DataOf<typeof staffRegistered>>
  | Command<'RecordCertificate', NewCertificate>
  | Command<'VoidCertificate', DataOf<typeof certificateVoided>>
  | Command<'RecordTraining', DataOf<typeof trainingRecorded>>
  | Command<'SignConfidentiality', DataOf<typeof confidentialitySigned>>
  | Command<'AssignSupervisor', DataOf<typeof supervisorAssigned>>
  | Command<'EndStaff', DataOf<typeof staffLeft>>;

export interface Certificate { readonly id: string; readonly level: CertificateLevel; readonly issued: string; readonly expires: string; readonly voided: boolean }

export type Staff =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'active' | 'left';
    readonly actor: string;
    readonly role: Role;
    readonly since: string;
    readonly certificates: readonly Certificate[];
    /** Day of the newest petition-law course. */
    readonly petitionLaw?: string;
    readonly supervisor?: string;
  };
type Known = Exclude<Staff, { phase: 'none' }>;

const ahead = (day: string, { now }: DecideContext): boolean => day > shanghaiDay(now);

/** The rules that all records share: somebody in post, by another person, not ahead of time. */
function record(s: Staff, context: DecideContext, day: string | undefined, then: (s: Known) => readonly StaffEvent[] | ReturnType<typeof refuse>) {
  if (s.phase !== 'active') return refuse('staff/not-registered');
  if (s.actor === context.actor.id) return refuse('staff/own-record');
  if (day !== undefined && ahead(day, context)) return refuse('staff/ahead');
  return then(s);
}

export const staff = decider<StaffCommand, StaffEvent, Staff>({
  name: 'staff',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RegisterStaff: (c, s, context) => {
      if (c.actor === context.actor.id) return refuse('staff/own-record');
      return s.phase === 'active' ? refuse('staff/already-registered') : [happened('StaffRegistered', c)];
    },
    RecordCertificate: ({ level, issued, expires, paper }, s, context) => record(s, context, issued, ({ certificates }) => {
      if (expires <= issued) return refuse('staff/dates', { path: '/expires' });
      return [happened('CertificateRecorded', { certificate: `C${certificates.length + 1}`, level, issued, expires, ...(paper ? { paper } : {}) })];
    }),
    VoidCertificate: (c, s, context) => record(s, context, undefined, ({ certificates }) =>
      (certificates.some((x) => x.id === c.certificate && !x.voided) ? [happened('CertificateVoided', c)] : refuse('staff/no-such-certificate', { path: '/certificate' }))),
    RecordTraining: (c, s, context) => record(s, context, c.on, () => [happened('TrainingRecorded', c)]),
    SignConfidentiality: (c, s, context) => record(s, context, c.on, () => [happened('ConfidentialitySigned', c)]),
    AssignSupervisor: (c, s, context) => record(s, context, undefined, ({ actor, supervisor }) => {
      if (c.supervisor === actor) return refuse('staff/own-supervisor', { path: '/supervisor' });
      return supervisor === c.supervisor ? [] : [happened('SupervisorAssigned', c)];
    }),
    EndStaff: (c, s, context) => record(s, context, c.on, () => [happened('StaffLeft', c)]),
  },

  evolve: {
    // Whoever comes back keeps what was on record.
    StaffRegistered: (s, e) => ({ certificates: [], ...(s.phase === 'none' ? {} : s), phase: 'active', actor: e.actor, role: e.role, since: e.since }),
    CertificateRecorded: (s, e) => (s.phase === 'none' ? s : { ...s, certificates: [...s.certificates, { id: e.certificate, level: e.level, issued: e.issued, expires: e.expires, voided: false }] }),
    CertificateVoided: (s, e) => (s.phase === 'none' ? s : { ...s, certificates: s.certificates.map((c) => (c.id === e.certificate ? { ...c, voided: true } : c)) }),
    TrainingRecorded: (s, e) => (s.phase === 'none' || e.kind !== 'PETITION_LAW' || (s.petitionLaw !== undefined && s.petitionLaw > e.on) ? s : { ...s, petitionLaw: e.on }),
    ConfidentialitySigned: (s) => s,
    SupervisorAssigned: (s, e) => (s.phase === 'none' ? s : { ...s, supervisor: e.supervisor }),
    StaffLeft: (s) => (s.phase === 'none' ? s : { ...s, phase: 'left' }),
  },
});
