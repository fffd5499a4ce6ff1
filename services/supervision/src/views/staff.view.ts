import { projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { CertificateLevel, TrainingKind } from '@lianxin/contracts';
import type { AgencyEvent } from '../staff/agency.decider.js';
import type { Certificate, StaffEvent } from '../staff/staff.decider.js';

/** A member of the staff in one district; the name stays sealed in the log. The id is `<district>/<opaque id>`. */
export type StaffDoc = {
  readonly district: string;
  readonly staff: string;
  readonly role: string;
  /** '' when none was named. */
  readonly org: string;
  readonly since: string;
  readonly active: 0 | 1;
  readonly certificates: readonly Certificate[];
  /** The highest level of a certificate that was not voided; '' without one. */
  readonly level: CertificateLevel | '';
  /** Latest day until which a certificate is registered; '' without one. For the list of those who must renew. */
  readonly expires: string;
  readonly petitionLaw: string;
  readonly confidentiality: string;
  readonly supervisor: string;
  readonly training: readonly { readonly kind: TrainingKind; readonly hours: number; readonly on: string }[];
  readonly leftAt: string;
  readonly recordedAt: string;
};

export const staffDocId = (district: string, actor: string): string => `${district}/${actor}`;
const LEVELS: readonly CertificateLevel[] = ['ASSISTANT', 'SOCIAL_WORKER', 'SENIOR'];

/** Streams name their person in the first event only: the later ones find their document by the stream. */
type Known = StaffDoc & { readonly stream: string };
const change = (docs: Docs<Known>, meta: EventMeta, by: (doc: Known) => Partial<Known>): void => {
  for (const id of docs.idsWhere('stream', meta.stream)) {
    const doc = docs.get(id);
    if (doc) docs.put(id, { ...doc, ...by(doc) });
  }
};
const certified = (certificates: readonly Certificate[]): Pick<StaffDoc, 'certificates' | 'level' | 'expires'> => {
  const standing = certificates.filter((c) => !c.voided);
  return { certificates, level: LEVELS.findLast((level) => standing.some((c) => c.level === level)) ?? '', expires: standing.map((c) => c.expires).toSorted().at(-1) ?? '' };
};

export const staffList = projection<StaffEvent, Known>({
  name: 'staff',
  version: 1,
  indexes: ['district', 'stream', 'staff', 'role', 'org', 'active', 'expires'],
  handlers: {
    StaffRegistered(docs, e, meta) {
      const id = staffDocId(meta.district, e.actor);
      const before = docs.get(id);
      docs.put(id, {
        certificates: [], level: '', expires: '', petitionLaw: '', confidentiality: '', supervisor: '', training: [], recordedAt: utc(meta.recordedat), ...before,
        district: meta.district, stream: meta.stream, staff: e.actor, role: e.role, org: e.org ?? '', since: e.since, active: 1, leftAt: '',
      });
    },
    CertificateRecorded: (docs, e, meta) => change(docs, meta, (d) => certified([...d.certificates, { id: e.certificate, level: e.level, issued: e.issued, expires: e.expires, voided: false }])),
    CertificateVoided: (docs, e, meta) => change(docs, meta, (d) => certified(d.certificates.map((c) => (c.id === e.certificate ? { ...c, voided: true } : c)))),
    TrainingRecorded: (docs, e, meta) => change(docs, meta, (d) => ({ training: [...d.training, e], ...(e.kind === 'PETITION_LAW' && e.on > d.petitionLaw ? { petitionLaw: e.on } : {}) })),
    ConfidentialitySigned: (docs, e, meta) => change(docs, meta, () => ({ confidentiality: e.on })),
    SupervisorAssigned: (docs, e, meta) => change(docs, meta, () => ({ supervisor: e.supervisor })),
    StaffLeft: (docs, e, meta) => change(docs, meta, () => ({ active: 0, leftAt: e.on })),
  },
});

export type AgencyDoc = { readonly district: string; readonly stream: string; readonly org: string; readonly from: string; readonly until: string; readonly recordedAt: string };
export const agencies = projection<AgencyEvent, AgencyDoc>({
  name: 'agencies',
  version: 1,
  indexes: ['district', 'stream', 'org', 'until'],
  handlers: {
    AgencyRegistered: (docs, e, meta) => docs.put(`${meta.district}/${e.org}`, { district: meta.district, stream: meta.stream, org: e.org, ...e.contract, recordedAt: utc(meta.recordedat) }),
    AgencyContractRenewed(docs, e, meta) {
      for (const id of docs.idsWhere('stream', meta.stream)) docs.put(id, { ...docs.get(id)!, from: e.from, until: e.until });
    },
  },
});
