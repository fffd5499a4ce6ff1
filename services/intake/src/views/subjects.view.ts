import { parseStream, projection, utc } from '@lianxin/kernel';
import type { SubjectKind } from '@lianxin/contracts';
import type { DossierEvent } from '../dossier/dossier.decider.js';
import type { SubjectEvent } from '../subject/subject.decider.js';

/** Whose stream it is and in which cases; who it is stays sealed. The document's id is the subject. */
export type SubjectDoc = {
  readonly district: string;
  readonly kind: SubjectKind;
  readonly accuser: boolean;
  readonly cases: readonly string[];
  readonly recordedAt: string;
};

export const subjects = projection<SubjectEvent | DossierEvent, SubjectDoc>({
  name: 'subjects',
  version: 1,
  indexes: ['district', 'recordedAt'],
  handlers: {
    SubjectRecorded: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, { district: meta.district, kind: e.kind, accuser: e.accuser === true, cases: [], recordedAt: utc(meta.recordedat) }),
    IdentityCorrected(docs, e, meta) {
      const id = parseStream(meta.stream)!.id;
      const doc = docs.get(id);
      if (doc && e.kind !== undefined) docs.put(id, { ...doc, kind: e.kind });
    },
    // The subject's own event stands before the dossier's in the same append, so it is known here.
    ContactMade(docs, e, meta) {
      const doc = docs.get(e.subject);
      if (doc && meta.caseid !== undefined) docs.put(e.subject, { ...doc, cases: [...doc.cases, meta.caseid] });
    },
  },
});
