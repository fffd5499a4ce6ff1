import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, SubjectKind, contactCorrected, identityCorrected, subjectRecorded, subjectTakenOver } from '@lianxin/contracts';

/**
 * A subject (信访人): one person's or body's identity and contact data, sealed, in a stream without a case, so that it can
 * be corrected once and erased alone. Also an anonymous petitioner is a subject, with nothing in it. Whoever accuses is
 * recorded anew for that one case and never met again elsewhere (Regulations art. 30).
 */
export type SubjectEvent = EventOf<typeof subjectRecorded> | EventOf<typeof identityCorrected> | EventOf<typeof contactCorrected> | EventOf<typeof subjectTakenOver>;

export type SubjectCommand =
  | Command<'RecordSubject', DataOf<typeof subjectRecorded>>
  /** For imports, where the same external user comes again. */
  | Command<'RecordSubjectOnce', DataOf<typeof subjectRecorded>>
  /** A further case of a recorded subject; changes nothing here. */
  | Command<'UseSubject', Readonly<Record<string, never>>>
  | Command<'CorrectIdentity', DataOf<typeof identityCorrected>>
  | Command<'CorrectContact', DataOf<typeof contactCorrected>>
  /** A case of this subject came here from another district. */
  | Command<'TakeOverSubject', DataOf<typeof subjectTakenOver>>;

export type Subject = { readonly phase: 'none' } | { readonly phase: 'recorded'; readonly kind: SubjectKind; readonly accuser: boolean };

/** What is said of an accuser is sealed as accusation, whatever it is; of everybody else never. */
const wellSealed = (accuser: boolean, ...values: readonly ({ readonly compartment: string } | undefined)[]): boolean =>
  values.every((v) => v === undefined || (v.compartment === 'accusation') === accuser);

export const subject = decider<SubjectCommand, SubjectEvent, Subject>({
  name: 'subject',
  stateVersion: 2,
  initial: { phase: 'none' },

  decide: {
    RecordSubject: (c, s) => {
      if (s.phase === 'recorded') return refuse('subject/already-recorded');
      if (!wellSealed(c.accuser === true, c.identity, c.contact)) return refuse('subject/accuser');
      return [happened('SubjectRecorded', c)];
    },

    RecordSubjectOnce: (c, s) => {
      if (s.phase === 'recorded') return s.accuser ? refuse('subject/accuser') : [];
      return wellSealed(c.accuser === true, c.identity, c.contact) ? [happened('SubjectRecorded', c)] : refuse('subject/accuser');
    },

    UseSubject: (_, s) => {
      if (s.phase === 'none') return refuse('subject/not-recorded');
      return s.accuser ? refuse('subject/accuser') : [];
    },

    CorrectIdentity: (c, s) => {
      if (s.phase === 'none') return refuse('subject/not-recorded');
      return wellSealed(s.accuser, c.identity) ? [happened('IdentityCorrected', c)] : refuse('subject/accuser');
    },

    CorrectContact: (c, s) => {
      if (s.phase === 'none') return refuse('subject/not-recorded');
      return wellSealed(s.accuser, c.contact) ? [happened('ContactCorrected', c)] : refuse('subject/accuser');
    },

    TakeOverSubject: (c, s) => (s.phase === 'recorded' ? [] : [happened('SubjectTakenOver', c)]),
  },

  evolve: {
    SubjectRecorded: (_, e) => ({ phase: 'recorded', kind: e.kind, accuser: e.accuser === true }),
    IdentityCorrected: (s, e) => (s.phase === 'recorded' && e.kind !== undefined ? { ...s, kind: e.kind } : s),
    ContactCorrected: (s) => s,
    SubjectTakenOver: (_, e) => ({ phase: 'recorded', kind: e.kind, accuser: e.accuser === true }),
  },
});
