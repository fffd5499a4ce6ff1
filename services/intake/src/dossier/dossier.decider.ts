import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import {
  isConcern, kindOfPurpose,
  type ConflictKind, type ConsentForm, type ConsentScope, type DataOf, type Endangered, type EventOf, type Purpose, type ReturnReason, type SafetyAnswer,
  type caseRegistered, type caseReturned, type caseTaken, type conflictDeclared, type consentGiven, type consentRefused, type consentWithdrawn, type contactMade, type contactNoted,
  type matterFiled, type safetyAsked, type safetyConcernRaised,
} from '@lianxin/contracts';

/**
 * A dossier (卷宗) is the case: opened by the first contact, its id is `caseid` in all that concerns it. It waits in the
 * district's queue until a worker without a conflict of interest takes it. Nothing here accepts, refuses or decides a
 * petition matter: that is the authorities' (Regulations art. 22, 23).
 */
export type DossierEvent =
  | EventOf<typeof contactMade> | EventOf<typeof caseRegistered> | EventOf<typeof contactNoted>
  | EventOf<typeof safetyAsked> | EventOf<typeof safetyConcernRaised>
  | EventOf<typeof consentGiven> | EventOf<typeof consentRefused> | EventOf<typeof consentWithdrawn>
  | EventOf<typeof conflictDeclared> | EventOf<typeof caseTaken> | EventOf<typeof caseReturned>
  | EventOf<typeof matterFiled>;

export interface Safety { readonly answer: SafetyAnswer; readonly who?: readonly Endangered[] | undefined }
export interface Consent { readonly given: boolean; readonly scopes: readonly ConsentScope[]; readonly form?: ConsentForm | undefined }
export interface NewMatter { readonly matter: string; readonly number: string; readonly purpose: Purpose }

export type DossierCommand =
  | Command<'OpenDossier', {
    readonly contact: DataOf<typeof contactMade>;
    readonly registered: DataOf<typeof caseRegistered>;
    readonly safety: Safety;
    readonly consent?: Consent | undefined;
    /** Absent when no person registers (imports). */
    readonly conflict?: ConflictKind | undefined;
    readonly matter?: NewMatter | undefined;
  }>
  | Command<'NoteContact', { readonly contact: DataOf<typeof contactNoted>; readonly safety?: Safety | undefined }>
  | Command<'TakeCase', Readonly<Record<string, never>>>
  | Command<'AssignCase', { readonly worker: string }>
  | Command<'ReturnCase', { readonly reason: ReturnReason }>
  | Command<'RecordConsent', Consent>
  | Command<'WithdrawConsent', { readonly scopes: readonly ConsentScope[] }>
  | Command<'DeclareConflict', { readonly kind: ConflictKind }>
  | Command<'FileMatter', NewMatter>;

export type Dossier =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'open';
    readonly kind: 'ordinary' | 'accusation';
    readonly subject: string;
    /** Who holds the case; undefined while it waits in the queue. */
    readonly holder?: string;
    /** What each worker declared last. */
    readonly conflicts: Readonly<Record<string, ConflictKind>>;
    readonly consents: readonly ConsentScope[];
    readonly matters: readonly string[];
  };
type Open = Extract<Dossier, { phase: 'open' }>;

const conflicted = (s: Open, worker: string): boolean => Object.hasOwn(s.conflicts, worker) && s.conflicts[worker] !== 'NONE';
const safetyEvents = ({ answer, who }: Safety): DossierEvent[] => [
  happened('SafetyAsked', { answer }),
  ...(isConcern(answer) ? [happened('SafetyConcernRaised', { answer, who: who?.length ? [...who] : ['UNCLEAR' as const] })] : []),
];
const consentEvent = ({ given, scopes, form }: Consent): DossierEvent =>
  (given ? happened('ConsentGiven', { scopes: [...scopes], form: form ?? 'ORAL' }) : happened('ConsentRefused', { scopes: [...scopes] }));

/** An accusation and anything else are never in one case (Regulations art. 30). */
const belongs = (kind: Open['kind'], { purpose }: NewMatter): boolean => (purpose === 'ACCUSATION') === (kind === 'accusation');
const filed = ({ matter, number, purpose }: NewMatter): DossierEvent => {
  const kind = kindOfPurpose(purpose);
  return happened('MatterFiled', { matter, number, ...(kind ? { kind } : {}) });
};
/** Everything that is told in an accusation is sealed as such, and nothing else is. */
const sealedFor = (kind: Open['kind'], value: { readonly compartment: string } | undefined): boolean =>
  value === undefined || (value.compartment === 'accusation') === (kind === 'accusation');

export const dossier = decider<DossierCommand, DossierEvent, Dossier>({
  name: 'dossier',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    OpenDossier: ({ contact, registered, safety, consent, conflict, matter }, s, { actor }) => {
      if (s.phase === 'open') return refuse('dossier/already-open');
      if (!sealedFor(contact.kind, contact.words) || !sealedFor(contact.kind, registered.query?.code)) return refuse('intake/accusation-own-case');
      if (matter && !belongs(contact.kind, matter)) return refuse('intake/accusation-own-case', { path: '/matter/purpose' });
      return [
        happened('ContactMade', contact),
        happened('CaseRegistered', registered),
        ...safetyEvents(safety),
        ...(consent ? [consentEvent(consent)] : []),
        ...(conflict ? [happened('ConflictDeclared', { worker: actor.id, kind: conflict })] : []),
        ...(matter ? [filed(matter)] : []),
      ];
    },

    NoteContact: ({ contact, safety }, s, { actor }) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      if (!sealedFor(s.kind, contact.words)) return refuse('intake/accusation-own-case');
      return [happened('ContactNoted', contact), ...(safety ? safetyEvents(safety) : [])];
    },

    TakeCase: (_, s, { actor }) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted'); // art. 28
      if (s.holder === actor.id) return [];
      if (s.holder !== undefined) return refuse('dossier/already-taken');
      return [
        ...(s.conflicts[actor.id] === 'NONE' ? [] : [happened('ConflictDeclared', { worker: actor.id, kind: 'NONE' as const })]),
        happened('CaseTaken', { worker: actor.id }),
      ];
    },

    AssignCase: ({ worker }, s, { actor }) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      if (conflicted(s, actor.id) || conflicted(s, worker)) return refuse('dossier/conflicted');
      return s.holder === worker ? [] : [happened('CaseTaken', { worker })];
    },

    ReturnCase: ({ reason }, s, { actor }) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      if (s.holder === undefined) return refuse('dossier/not-taken');
      if (s.holder !== actor.id && actor.role !== 'supervisor') return refuse('dossier/not-the-holder');
      return [happened('CaseReturned', { worker: s.holder, reason })];
    },

    RecordConsent: (c, s) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      return c.given && c.scopes.every((scope) => s.consents.includes(scope)) ? [] : [consentEvent(c)];
    },

    WithdrawConsent: ({ scopes }, s) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      if (!scopes.every((scope) => s.consents.includes(scope))) return refuse('dossier/consent-not-given', { path: '/scopes' });
      return [happened('ConsentWithdrawn', { scopes: [...scopes] })];
    },

    DeclareConflict: ({ kind }, s, { actor }) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      if (s.conflicts[actor.id] === kind) return [];
      return [
        happened('ConflictDeclared', { worker: actor.id, kind }),
        ...(kind !== 'NONE' && s.holder === actor.id ? [happened('CaseReturned', { worker: actor.id, reason: 'CONFLICT' as const })] : []),
      ];
    },

    FileMatter: (c, s, { actor }) => {
      if (s.phase === 'none') return refuse('dossier/not-open');
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      if (!belongs(s.kind, c)) return refuse('intake/accusation-own-case', { path: '/purpose' });
      return s.matters.includes(c.matter) ? refuse('matter/already-registered') : [filed(c)];
    },
  },

  evolve: {
    ContactMade: (_, e) => ({ phase: 'open', kind: e.kind, subject: e.subject, conflicts: {}, consents: [], matters: [] }),
    CaseRegistered: (s) => s,
    ContactNoted: (s) => s,
    SafetyAsked: (s) => s,
    SafetyConcernRaised: (s) => s,
    ConsentGiven: (s, e) => (s.phase === 'open' ? { ...s, consents: [...new Set([...s.consents, ...e.scopes])] } : s),
    ConsentRefused: (s, e) => (s.phase === 'open' ? { ...s, consents: s.consents.filter((c) => !e.scopes.includes(c)) } : s),
    ConsentWithdrawn: (s, e) => (s.phase === 'open' ? { ...s, consents: s.consents.filter((c) => !e.scopes.includes(c)) } : s),
    ConflictDeclared: (s, e) => (s.phase === 'open' ? { ...s, conflicts: { ...s.conflicts, [e.worker]: e.kind } } : s),
    CaseTaken: (s, e) => (s.phase === 'open' ? { ...s, holder: e.worker } : s),
    CaseReturned: (s) => {
      if (s.phase !== 'open') return s;
      const { holder: _, ...waiting } = s;
      return waiting;
    },
    MatterFiled: (s, e) => (s.phase === 'open' ? { ...s, matters: [...s.matters, e.matter] } : s),
  },
});
