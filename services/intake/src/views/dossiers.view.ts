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
  /** UTC: first contact, its recording, the last entry. */
  readonly contactAt: string;
  readonly recordedAt: string;
  readonly lastAt: string;
};

const change = (docs: Docs<DossierDoc>, { caseid, recordedat }: EventMeta, by: (doc: DossierDoc) => Partial<DossierDoc>): void => {
  const doc = caseid === undefined ? undefined : docs.get(caseid);
  if (doc && caseid !== undefined) docs.put(caseid, { ...doc, ...by(doc), lastAt: utc(recordedat) });
};

/** The district's cases and their queue; the document's id is the case. */
export const dossiers = projection<DossierEvent, DossierDoc>({
  name: 'dossiers',
  version: 2,
  indexes: ['district', 'number', 'kind', 'queue', 'holder', 'concern', 'subject', 'queryHmac', 'recordedAt', 'imported'],
  handlers: {
    ContactMade(docs, e, meta) {
      const at = utc(meta.recordedat);
      docs.put(meta.caseid!, {
        district: meta.district, number: '', kind: e.kind, channel: e.channel, anonymous: e.anonymous, subject: e.subject, queue: 'new', holder: '', recused: [], concern: 0,
        imported: e.imported?.system ?? '', queryHmac: '', matters: [], consents: [], contactAt: utc(meta.time), recordedAt: at, lastAt: at,
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
  },
});
