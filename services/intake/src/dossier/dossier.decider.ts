import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import {
  isConcern, kindOfPurpose,
  type ConflictKind, type ConsentForm, type ConsentScope, type DataOf, type District, type Endangered, type EventOf, type Purpose, type ReturnReason, type SafetyAnswer,
  type caseHandedOver, type caseRegistered, type caseReturned, type caseTaken, type caseTakenOver, type conflictDeclared, type consentGiven, type consentRefused, type consentWithdrawn, type contactMade, type contactNoted,
  type handOverAccepted, type handOverRecalled, type matterFiled, type rightsNoticeAcknowledged, type safetyAsked, type safetyConcernRaised,
} from '@lianxin/contracts';

/**
 * A dossier (卷宗) is the case: opened by the first contact, its id is `caseid` in all that concerns it. It waits in the
 * district's queue until a worker without a conflict of interest takes it. Nothing here accepts, refuses or decides a
 * petition matter: that is the authorities' (Regulations art. 22, 23). A case that moves to another district is offered
 * here and goes on here until the other has accepted; then this stream ends and the other district's continues it.
 */
export type DossierEvent =
  | EventOf<typeof contactMade> | EventOf<typeof caseRegistered> | EventOf<typeof contactNoted>
  | EventOf<typeof safetyAsked> | EventOf<typeof safetyConcernRaised>
  | EventOf<typeof consentGiven> | EventOf<typeof consentRefused> | EventOf<typeof consentWithdrawn>
  | EventOf<typeof conflictDeclared> | EventOf<typeof caseTaken> | EventOf<typeof caseReturned>
  | EventOf<typeof matterFiled> | EventOf<typeof rightsNoticeAcknowledged>
  | EventOf<typeof caseHandedOver> | EventOf<typeof handOverRecalled> | EventOf<typeof handOverAccepted> | EventOf<typeof caseTakenOver>;

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
    readonly rights?: DataOf<typeof rightsNoticeAcknowledged> | undefined;
  }>
  | Command<'NoteContact', { readonly contact: DataOf<typeof contactNoted>; readonly safety?: Safety | undefined }>
  | Command<'TakeCase', Readonly<Record<string, never>>>
  | Command<'AssignCase', { readonly worker: string }>
  | Command<'ReturnCase', { readonly reason: ReturnReason }>
  | Command<'RecordConsent', Consent>
  | Command<'WithdrawConsent', { readonly scopes: readonly ConsentScope[] }>
  | Command<'DeclareConflict', { readonly kind: ConflictKind }>
  | Command<'FileMatter', NewMatter>
  | Command<'AcknowledgeRights', DataOf<typeof rightsNoticeAcknowledged>>
  | Command<'HandOverCase', DataOf<typeof caseHandedOver>>
  | Command<'RecallHandOver', Readonly<Record<string, never>>>
  /** Given by the receiving district. */
  | Command<'AcceptHandOver', { readonly to: string }>
  | Command<'TakeOverCase', DataOf<typeof caseTakenOver>>;

export type Dossier =
  | { readonly phase: 'none' }
  /** The case went to another district and goes on there. */
  | { readonly phase: 'moved'; readonly to: string; readonly moves: number }
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
    /** Version of the notice of rights that was told last. */
    readonly rights?: number;
    /** How often the case has changed its district. */
    readonly moves: number;
    /** District that it is offered to. */
    readonly offeredTo?: District;
  };
type Open = Extract<Dossier, { phase: 'open' }>;

/** Whoever declared a conflict of interest does nothing in the case but take that back (Regulations art. 28). */
export const conflicted = (s: Open, worker: string): boolean => Object.hasOwn(s.conflicts, worker) && s.conflicts[worker] !== 'NONE';
const safetyEvents = ({ answer, who }: Safety): DossierEvent[] => [
  happened('SafetyAsked', { answer }),
  ...(isConcern(answer) ? [happened('SafetyConcernRaised', { answer, who: who?.length ? [...who] : ['UNCLEAR' as const] })] : []),
];
const consentEvent = ({ given, scopes, form }: Consent): DossierEvent =>
  (given ? happened('ConsentGiven', { scopes: [...scopes], form: form ?? 'ORAL' }) : happened('ConsentRefused', { scopes: [...scopes] }));

/** Nothing is written in a case that is not here, or not any more. */
const notHere = (s: Exclude<Dossier, Open>) => (s.phase === 'none' ? refuse('dossier/not-open') : refuse('dossier/moved', { with: { to: s.to } }));

/** An accusation and anything else are never in one case (Regulations art. 30). */
const belongs = (kind: Open['kind'], { purpose }: NewMatter): boolean => (purpose === 'ACCUSATION') === (kind === 'accusation');
const filed = ({ matter, number, purpose }: NewMatter): DossierEvent => {
  const kind = kindOfPurpose(purpose);
  return happened('MatterFiled', { matter, number, ...(kind ? { kind } : {}) });
};
/** Everything that is told in an accusation is sealed as such, and nothing else is. */
const sealedFor = (kind: Open['kind'], value: { readonly compartment: string } | undefined): boolean =>
  value === undefined || (value.compartment === 'accusation') === (kind === 'accusation');

/** What the rules must know from elsewhere. */
export interface DossierFacts {
  readonly closed?: boolean;
  /** May whoever is to hold the case hold cases at all (certificate, petition-law course)? */
  readonly qualified?: boolean;
  /** Matters that leave with the case in the same command. */
  readonly matters?: readonly string[];
}

export const dossier = decider<DossierCommand, DossierEvent, Dossier, DossierFacts>({
  name: 'dossier',
  stateVersion: 2,
  initial: { phase: 'none' },

  decide: {
    OpenDossier: ({ contact, registered, safety, consent, conflict, matter, rights }, s, { actor }) => {
      if (s.phase !== 'none') return refuse('dossier/already-open');
      if (!sealedFor(contact.kind, contact.words) || !sealedFor(contact.kind, registered.query?.code)) return refuse('intake/accusation-own-case');
      if (matter && !belongs(contact.kind, matter)) return refuse('intake/accusation-own-case', { path: '/matter/purpose' });
      return [
        happened('ContactMade', contact),
        happened('CaseRegistered', registered),
        ...safetyEvents(safety),
        ...(rights ? [happened('RightsNoticeAcknowledged', rights)] : []),
        ...(consent ? [consentEvent(consent)] : []),
        ...(conflict ? [happened('ConflictDeclared', { worker: actor.id, kind: conflict })] : []),
        ...(matter ? [filed(matter)] : []),
      ];
    },

    NoteContact: ({ contact, safety }, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      if (!sealedFor(s.kind, contact.words)) return refuse('intake/accusation-own-case');
      return [happened('ContactNoted', contact), ...(safety ? safetyEvents(safety) : [])];
    },

    TakeCase: (_, s, { actor, facts }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted'); // art. 28
      if (s.holder === actor.id) return [];
      if (s.holder !== undefined) return refuse('dossier/already-taken');
      if (facts.qualified === false) return refuse('dossier/unqualified');
      return [
        ...(s.conflicts[actor.id] === 'NONE' ? [] : [happened('ConflictDeclared', { worker: actor.id, kind: 'NONE' as const })]),
        happened('CaseTaken', { worker: actor.id }),
      ];
    },

    AssignCase: ({ worker }, s, { actor, facts }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id) || conflicted(s, worker)) return refuse('dossier/conflicted');
      if (s.holder === worker) return [];
      return facts.qualified === false ? refuse('dossier/unqualified', { path: '/worker' }) : [happened('CaseTaken', { worker })];
    },

    ReturnCase: ({ reason }, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      if (s.holder === undefined) return refuse('dossier/not-taken');
      if (s.holder !== actor.id && actor.role !== 'supervisor') return refuse('dossier/not-the-holder');
      return [happened('CaseReturned', { worker: s.holder, reason })];
    },

    RecordConsent: (c, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      return c.given && c.scopes.every((scope) => s.consents.includes(scope)) ? [] : [consentEvent(c)];
    },

    WithdrawConsent: ({ scopes }, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      if (!scopes.every((scope) => s.consents.includes(scope))) return refuse('dossier/consent-not-given', { path: '/scopes' });
      return [happened('ConsentWithdrawn', { scopes: [...scopes] })];
    },

    DeclareConflict: ({ kind }, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (s.conflicts[actor.id] === kind) return [];
      return [
        happened('ConflictDeclared', { worker: actor.id, kind }),
        ...(kind !== 'NONE' && s.holder === actor.id ? [happened('CaseReturned', { worker: actor.id, reason: 'CONFLICT' as const })] : []),
      ];
    },

    FileMatter: (c, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      if (!belongs(s.kind, c)) return refuse('intake/accusation-own-case', { path: '/purpose' });
      return s.matters.includes(c.matter) ? refuse('matter/already-registered') : [filed(c)];
    },

    AcknowledgeRights: (c, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      return [happened('RightsNoticeAcknowledged', c)];
    },

    HandOverCase: (c, s, { actor, facts }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      if (s.holder !== undefined && s.holder !== actor.id && actor.role !== 'supervisor') return refuse('dossier/not-the-holder');
      if (facts.closed === true) return refuse('case/closed');
      if (c.to === actor.district) return refuse('dossier/hand-over-to-itself', { path: '/to' });
      if (s.offeredTo !== undefined) return refuse('dossier/hand-over-pending', { with: { to: s.offeredTo } });
      return sealedFor(s.kind, c.summary) ? [happened('CaseHandedOver', c)] : refuse('intake/accusation-own-case');
    },

    RecallHandOver: (_, s, { actor }) => {
      if (s.phase !== 'open') return notHere(s);
      if (conflicted(s, actor.id)) return refuse('dossier/conflicted');
      return s.offeredTo === undefined ? refuse('dossier/not-handed-over') : [happened('HandOverRecalled', { to: s.offeredTo })];
    },

    AcceptHandOver: ({ to }, s, { actor, facts }) => {
      if (s.phase === 'moved' && s.to === to) return []; // accepted before; what is left to do is done in the other log
      if (s.phase !== 'open' || s.offeredTo === undefined || s.offeredTo !== to) return refuse('dossier/not-handed-over');
      if (conflicted(s, actor.id)) return refuse('dossier/hand-over-conflicted');
      if (facts.closed === true) return refuse('case/closed');
      if (!s.matters.every((m) => facts.matters?.includes(m))) return refuse('command/busy'); // one was filed this very moment
      return [happened('HandOverAccepted', { to: s.offeredTo, move: s.moves + 1 })];
    },

    TakeOverCase: (c, s) => {
      if (s.phase === 'open') return s.moves === c.move ? [] : refuse('dossier/already-open');
      return [happened('CaseTakenOver', c)];
    },
  },

  evolve: {
    ContactMade: (_, e) => ({ phase: 'open', kind: e.kind, subject: e.subject, conflicts: {}, consents: [], matters: [], moves: 0 }),
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
    RightsNoticeAcknowledged: (s, e) => (s.phase === 'open' ? { ...s, rights: e.version } : s),
    CaseHandedOver: (s, e) => (s.phase === 'open' ? { ...s, offeredTo: e.to } : s),
    HandOverRecalled: (s) => {
      if (s.phase !== 'open') return s;
      const { offeredTo: _, ...kept } = s;
      return kept;
    },
    HandOverAccepted: (_, e) => ({ phase: 'moved', to: e.to, moves: e.move }),
    CaseTakenOver: (_, { move, carried }) => ({
      phase: 'open', kind: carried.kind, subject: carried.subject, conflicts: Object.fromEntries(carried.conflicts.map((c) => [c.worker, c.kind])), consents: carried.consents,
      matters: carried.matters.map((m) => m.matter), moves: move, ...(carried.rights === undefined ? {} : { rights: carried.rights }),
    }),
  },
});
