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
  /** Other districts that a case of this subject came to: it can be read and corrected there too. */
  readonly alsoIn: readonly string[];
};

const blank = (district: string, recordedat: number): SubjectDoc => ({ district, kind: 'UNKNOWN', accuser: false, cases: [], recordedAt: utc(recordedat), alsoIn: [] });

export const subjects = projection<SubjectEvent | DossierEvent, SubjectDoc>({
  name: 'subjects',
  version: 2,
  indexes: ['district', 'recordedAt'],
  handlers: {
    // A case that moved is in two logs, and these are read in any order: each part adds what it knows.
    SubjectRecorded(docs, e, meta) {
      const id = parseStream(meta.stream)!.id;
      const { cases, alsoIn } = docs.get(id) ?? blank(meta.district, meta.recordedat);
      docs.put(id, { district: meta.district, kind: e.kind, accuser: e.accuser === true, cases, recordedAt: utc(meta.recordedat), alsoIn });
    },
    IdentityCorrected(docs, e, meta) {
      const id = parseStream(meta.stream)!.id;
      const doc = docs.get(id);
      if (doc && e.kind !== undefined) docs.put(id, { ...doc, kind: e.kind });
    },
    // The subject's own event stands before the dossier's in the same append, so it is known here.
    ContactMade(docs, e, meta) {
      const doc = docs.get(e.subject);
      if (doc && meta.caseid !== undefined) docs.put(e.subject, { ...doc, cases: [...new Set([...doc.cases, meta.caseid])].sort() });
    },
    SubjectTakenOver(docs, e, meta) {
      const id = parseStream(meta.stream)!.id;
      const doc = docs.get(id) ?? { ...blank(e.from, meta.recordedat), kind: e.kind, accuser: e.accuser === true };
      docs.put(id, { ...doc, alsoIn: [...new Set([...doc.alsoIn, meta.district])].sort() });
    },
  },
});
