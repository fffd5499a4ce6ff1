import { projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type {
  caseClosed, caseRegistered, caseReopened, caseResealed, CaseSeal, caseSealed, caseTakenOver, conflictDeclared, consentGiven, consentRefused, consentWithdrawn, contactMade, EventOf, FollowUpMark, followUpRecorded, holdLifted, holdPlaced, retentionAssigned, RetentionClass, WithoutServiceReason,
} from '@lianxin/contracts';
import { followUpsDue } from '../follow-up/schedule.js';

/**
 * Each case as the archive knows it. Logs are read side by side, so every handler gives the same document in whatever
 * order the logs are taken.
 */
export type Case = {
  /** District that has the case now. */
  readonly district: string;
  /** District in which it was opened: its file lies in the archive's log there, wherever the case goes. */
  readonly home: string;
  /** How often it has changed its district. */
  readonly moves: number;
  readonly number?: string;
  readonly kind?: 'ordinary' | 'accusation';
  /** Opaque id of the petitioner; finds the cases of one person (holds, erasure). */
  readonly subject?: string;
  /** Who declared a conflict of interest: this case is shut to them (Regulations art. 28). */
  readonly recused: readonly string[];
  readonly state: 'open' | 'closed' | 'sealed';
  /** Closed, or sealed and something was recorded since: the archive owes it a seal. Kept as 1 and 0 for the index. */
  readonly due: 0 | 1;
  readonly retention?: RetentionClass;
  /** Closed (UTC); the retention period counts from here. */
  readonly closedAt?: string;
  /** It closed without a case service, for this reason. */
  readonly without?: WithoutServiceReason;
  /** The petitioner agreed to be followed up after closing. */
  readonly followUp: boolean;
  /** Follow-ups of the schedule that were made since it was closed. */
  readonly followedUp: readonly FollowUpMark[];
  /** Legal day of the next one; '' while none is due. */
  readonly followUpDue: string;
  readonly held: boolean;
  /** Events of the case without its seals. */
  readonly events: number;
  /** Of these, how many the newest seal covers. */
  readonly sealedEvents: number;
  /** Where the newest seal stands. */
  readonly seal?: { readonly log: string; readonly position: number; readonly at: string };
  readonly firstAt: string;
  readonly lastAt: string;
  /** When a person last recorded something; reminders and what sagas write do not count. */
  readonly touchedAt: string;
};

type Known = EventOf<typeof contactMade> | EventOf<typeof caseTakenOver> | EventOf<typeof conflictDeclared> | EventOf<typeof caseRegistered> | EventOf<typeof caseClosed> | EventOf<typeof caseReopened> | EventOf<typeof retentionAssigned>
  | EventOf<typeof consentGiven> | EventOf<typeof consentRefused> | EventOf<typeof consentWithdrawn> | EventOf<typeof followUpRecorded> | EventOf<typeof caseSealed> | EventOf<typeof caseResealed> | EventOf<typeof holdPlaced> | EventOf<typeof holdLifted>;

const isSeal = (type: string): boolean => /^lianxin\.archive\.case(?:re)?sealed\.v\d+$/.test(type);

/** Stores the document with what follows from the rest of it. */
const put = (docs: Docs<Case>, id: string, doc: Omit<Case, 'due' | 'followUpDue'>): void => {
  const next = doc.closedAt === undefined || !doc.followUp ? undefined : followUpsDue(Date.parse(doc.closedAt), doc.followedUp, 0)[0];
  docs.put(id, { ...doc, followUpDue: next?.day ?? '', due: doc.state === 'closed' || (doc.state === 'sealed' && doc.events !== doc.sealedEvents) ? 1 : 0 });
};

const change = (docs: Docs<Case>, { caseid }: EventMeta, by: (doc: Case) => Partial<Case>): void => {
  if (caseid === undefined) return;
  const doc = docs.get(caseid); // `every` has put it
  if (doc) put(docs, caseid, { ...doc, ...by(doc) });
};

const sealedBy = (docs: Docs<Case>, seal: CaseSeal, meta: EventMeta): void =>
  change(docs, meta, () => ({ state: 'sealed', sealedEvents: seal.eventCount, seal: { log: meta.log, position: meta.position, at: utc(meta.recordedat) } }));

const consented = (given: boolean) => (docs: Docs<Case>, { scopes }: { readonly scopes: readonly string[] }, meta: EventMeta): void =>
  change(docs, meta, () => (scopes.includes('FOLLOW_UP') ? { followUp: given } : {}));

export const cases = projection<Known, Case>({
  name: 'cases',
  version: 7,
  indexes: ['due', 'subject', 'district', 'followUpDue', 'state', 'closedAt'],
  every: (docs, type, meta) => {
    if (meta.caseid === undefined) return;
    const at = utc(meta.recordedat);
    const doc = docs.get(meta.caseid) ?? { district: meta.district, home: meta.district, moves: 0, state: 'open' as const, recused: [], followUp: false, followedUp: [], held: false, events: 0, sealedEvents: 0, firstAt: at, lastAt: at, touchedAt: at };
    put(docs, meta.caseid, {
      ...doc, events: doc.events + (isSeal(type) ? 0 : 1), firstAt: at < doc.firstAt ? at : doc.firstAt, lastAt: at > doc.lastAt ? at : doc.lastAt, touchedAt: meta.actorrole !== 'system' && at > doc.touchedAt ? at : doc.touchedAt,
    });
  },
  handlers: {
    ContactMade: (docs, { kind, subject }, meta) => change(docs, meta, (doc) => ({ kind, subject, home: meta.district, ...(doc.moves === 0 ? { district: meta.district } : {}) })),
    CaseTakenOver: (docs, { move }, meta) => change(docs, meta, (doc) => (move > doc.moves ? { district: meta.district, moves: move } : {})),
    ConflictDeclared: (docs, { worker, kind }, meta) => change(docs, meta, (doc) => {
      const others = doc.recused.filter((id) => id !== worker);
      return { recused: kind === 'NONE' ? others : [...others, worker] };
    }),
    CaseRegistered: (docs, { number }, meta) => change(docs, meta, () => ({ number })),
    CaseClosed: (docs, { without }, meta) => change(docs, meta, () => ({ state: 'closed', closedAt: utc(meta.recordedat), ...(without === undefined ? {} : { without }) })),
    ConsentGiven: consented(true),
    ConsentRefused: consented(false),
    ConsentWithdrawn: consented(false),
    FollowUpRecorded: (docs, { mark, outcome }, meta) => change(docs, meta, (doc) => (outcome === 'NOT_REACHED' ? {} : { followedUp: [...doc.followedUp, mark] })),
    CaseReopened: (docs, _, { caseid }) => {
      const doc = caseid === undefined ? undefined : docs.get(caseid);
      if (!doc || caseid === undefined) return;
      const { closedAt: __, without: ___, ...open } = doc;
      put(docs, caseid, { ...open, state: 'open', followedUp: [] });
    },
    RetentionAssigned: (docs, e, meta) => change(docs, meta, () => ({ retention: e.class })),
    CaseSealed: sealedBy,
    CaseResealed: sealedBy,
    HoldPlaced: (docs, _, meta) => change(docs, meta, () => ({ held: true })),
    HoldLifted: (docs, _, meta) => change(docs, meta, () => ({ held: false })),
  },
});
