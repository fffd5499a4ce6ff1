import { projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { Channel, SourceSystem } from '@lianxin/contracts';
import type { DossierEvent } from '../dossier/dossier.decider.js';

/** One case as lists show it: codes, numbers and times only. What people said stays sealed in the log and is opened on reading. */
export type DossierDoc = {
  readonly district: string;
  readonly number: string;
  readonly kind: 'ordinary' | 'accusation';
  readonly channel: Channel;
  readonly anonymous: boolean;
  readonly subject: string;
  readonly queue: 'new' | 'taken';
  readonly holder: string;
  /** Who has declared a conflict of interest: they do not read the case either (Regulations art. 28). */
  readonly recused: readonly string[];
  /** A safety concern was raised. 1 and 0, for sorting the queue. */
  readonly concern: 0 | 1;
  readonly imported: SourceSystem | '';
  /** HMAC of the 查询码; '' when the case has none. */
  readonly queryHmac: string;
  readonly matters: readonly string[];
  readonly consents: readonly string[];
  /** Version of the notice of rights that was told; 0 while none was. */
  readonly rights: number;
  /** How often the case has changed its district. */
  readonly moves: number;
  /** District that it is offered to; '' while it is not. */
  readonly offeredTo: string;
  /** Streams of the case in the districts it was in, oldest first, the present one last. */
  readonly parts: readonly string[];
  /** UTC: first contact, its recording, the last entry. */
  readonly contactAt: string;
  readonly recordedAt: string;
  readonly lastAt: string;
};

/** Only the district that has the case says how it stands; what the earlier ones recorded was carried on, in whatever order the logs are read. */
const change = (docs: Docs<DossierDoc>, { caseid, district, recordedat }: EventMeta, by: (doc: DossierDoc) => Partial<DossierDoc>): void => {
  const doc = caseid === undefined ? undefined : docs.get(caseid);
  if (doc?.district === district && caseid !== undefined) docs.put(caseid, { ...doc, ...by(doc), lastAt: utc(recordedat) });
};

/** The cases and their queues; the document's id is the case. */
export const dossiers = projection<DossierEvent, DossierDoc>({
  name: 'dossiers',
  version: 3,
  indexes: ['district', 'number', 'kind', 'queue', 'holder', 'concern', 'subject', 'queryHmac', 'recordedAt', 'imported', 'offeredTo'],
  handlers: {
    ContactMade(docs, e, meta) {
      if (docs.get(meta.caseid!)) return; // it has moved on since
      const at = utc(meta.recordedat);
      docs.put(meta.caseid!, {
        district: meta.district, number: '', kind: e.kind, channel: e.channel, anonymous: e.anonymous, subject: e.subject, queue: 'new', holder: '', recused: [], concern: 0,
        imported: e.imported?.system ?? '', queryHmac: '', matters: [], consents: [], rights: 0, moves: 0, offeredTo: '', parts: [meta.stream], contactAt: utc(meta.time), recordedAt: at, lastAt: at,
      });
    },
    CaseRegistered: (docs, e, meta) => change(docs, meta, () => ({ number: e.number, queryHmac: e.query?.hmac ?? '' })),
    ContactNoted: (docs, _, meta) => change(docs, meta, () => ({})),
    SafetyConcernRaised: (docs, _, meta) => change(docs, meta, () => ({ concern: 1 })),
    ConsentGiven: (docs, e, meta) => change(docs, meta, (d) => ({ consents: [...new Set([...d.consents, ...e.scopes])] })),
    ConsentRefused: (docs, e, meta) => change(docs, meta, (d) => ({ consents: d.consents.filter((c) => !e.scopes.some((s) => s === c)) })),
    ConsentWithdrawn: (docs, e, meta) => change(docs, meta, (d) => ({ consents: d.consents.filter((c) => !e.scopes.some((s) => s === c)) })),
    ConflictDeclared: (docs, e, meta) => change(docs, meta, (d) => ({ recused: [...d.recused.filter((w) => w !== e.worker), ...(e.kind === 'NONE' ? [] : [e.worker])] })),
    CaseTaken: (docs, e, meta) => change(docs, meta, () => ({ queue: 'taken', holder: e.worker })),
    CaseReturned: (docs, _, meta) => change(docs, meta, () => ({ queue: 'new', holder: '' })),
    MatterFiled: (docs, e, meta) => change(docs, meta, (d) => ({ matters: [...d.matters, e.matter] })),
    RightsNoticeAcknowledged: (docs, e, meta) => change(docs, meta, () => ({ rights: e.version })),
    CaseHandedOver: (docs, e, meta) => change(docs, meta, () => ({ offeredTo: e.to })),
    HandOverRecalled: (docs, _, meta) => change(docs, meta, () => ({ offeredTo: '' })),
    CaseTakenOver(docs, { move, carried }, meta) {
      if ((docs.get(meta.caseid!)?.moves ?? 0) >= move) return;
      docs.put(meta.caseid!, {
        district: meta.district, number: carried.number, kind: carried.kind, channel: carried.channel, anonymous: carried.anonymous, subject: carried.subject, queue: 'new', holder: '',
        recused: carried.conflicts.filter((c) => c.kind !== 'NONE').map((c) => c.worker), concern: carried.concern ? 1 : 0, imported: carried.imported ?? '', queryHmac: carried.queryHmac ?? '',
        matters: carried.matters.map((m) => m.matter), consents: carried.consents, rights: carried.rights ?? 0, moves: move, offeredTo: '', parts: [...carried.parts, meta.stream],
        contactAt: carried.contactAt, recordedAt: carried.recordedAt, lastAt: utc(meta.recordedat),
      });
    },
  },
});
