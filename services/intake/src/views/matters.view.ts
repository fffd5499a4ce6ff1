import { parseStream, projection, shanghaiDay, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { contentCategories, kindOfPurpose, type AnswerSource, type Channel, type MatterFlag, type Purpose, type SourceSystem, type UnitKind } from '@lianxin/contracts';
import type { MatterEvent } from '../matter/matter.decider.js';

/** One matter as lists and counts need it; its text stays sealed in the log. The document's id is the matter. */
export type MatterDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly number: string;
  readonly purpose: Purpose;
  /** Kind under the Regulations; '' for none. */
  readonly kind: string;
  readonly category: string;
  /** First-level name of the category; '' while there is none. */
  readonly level1: string;
  readonly channel: Channel;
  readonly flags: readonly MatterFlag[];
  readonly receivedAt: string;
  readonly answers: readonly { readonly unit: UnitKind; readonly at: string; readonly source: AnswerSource }[];
  readonly answered: 0 | 1;
  /** Calendar days in Asia/Shanghai from receipt to the first answer, the day of receipt not counted; -1 while there is none. */
  readonly daysToAnswer: number;
  readonly repeats: readonly { readonly matter: string; readonly case: string; readonly basis: string }[];
  readonly isRepeat: 0 | 1;
  readonly imported: SourceSystem | '';
  readonly recordedAt: string;
  /** How often its case had moved when it came to this district. */
  readonly moves: number;
  /** Its streams in the districts it was in, oldest first, the present one last. */
  readonly parts: readonly string[];
};

/** Civil Code art. 201: the day on which a period begins is not counted. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(shanghaiDay(Date.parse(to))) - Date.parse(shanghaiDay(Date.parse(from)))) / 86_400_000);

const idOf = (meta: EventMeta): string => parseStream(meta.stream)!.id;
const change = (docs: Docs<MatterDoc>, meta: EventMeta, by: (doc: MatterDoc) => Partial<MatterDoc>): void => {
  const doc = docs.get(idOf(meta));
  if (doc?.district === meta.district) docs.put(idOf(meta), { ...doc, ...by(doc) });
};
const answeredBy = (receivedAt: string, answers: MatterDoc['answers']) =>
  ({ answers, answered: answers.length > 0 ? 1 as const : 0 as const, daysToAnswer: answers.length > 0 ? Math.min(...answers.map((a) => daysBetween(receivedAt, a.at))) : -1 });
const classified = (purpose: Purpose, category: string) => ({ purpose, kind: kindOfPurpose(purpose) ?? '', category, level1: contentCategories.find(category)?.level1 ?? '' });

export const matters = projection<MatterEvent, MatterDoc>({
  name: 'matters',
  version: 2,
  indexes: ['district', 'caseid', 'number', 'purpose', 'kind', 'level1', 'channel', 'receivedAt', 'answered', 'daysToAnswer', 'isRepeat', 'imported', 'recordedAt'],
  handlers: {
    MatterRegistered(docs, e, meta) {
      if (docs.get(idOf(meta))) return; // it has moved on with its case since
      docs.put(idOf(meta), {
        district: meta.district, caseid: meta.caseid!, number: e.number, ...classified(e.purpose, e.category?.id ?? ''), channel: e.channel, flags: e.flags, receivedAt: e.receivedAt,
        ...answeredBy(e.receivedAt, []), repeats: [], isRepeat: 0, imported: e.imported?.system ?? '', recordedAt: utc(meta.recordedat), moves: 0, parts: [meta.stream],
      });
    },
    MatterReclassified: (docs, e, meta) => change(docs, meta, (d) => ({ ...classified(e.purpose ?? d.purpose, e.category?.id ?? d.category), flags: e.flags ?? d.flags })),
    AnswerRecorded: (docs, e, meta) => change(docs, meta, (d) => answeredBy(d.receivedAt, [...d.answers, { unit: e.unit, at: e.at, source: e.source }])),
    // A sealed link says only that there is one.
    RepeatLinked: (docs, e, meta) => change(docs, meta, (d) => ({
      isRepeat: 1, ...('earlier' in e ? { repeats: [...d.repeats, { matter: parseStream(e.earlier)!.id, case: e.case, basis: e.basis }] } : {}),
    })),
    MatterTakenOver(docs, { move, carried }, meta) {
      if ((docs.get(idOf(meta))?.moves ?? 0) >= move) return;
      docs.put(idOf(meta), {
        district: meta.district, caseid: meta.caseid!, number: carried.number, ...classified(carried.purpose, carried.category ?? ''), channel: carried.channel, flags: carried.flags, receivedAt: carried.receivedAt,
        ...answeredBy(carried.receivedAt, carried.answers), repeats: carried.repeats, isRepeat: carried.repeats.length > 0 || carried.sealedRepeats ? 1 : 0, imported: carried.imported ?? '',
        recordedAt: carried.recordedAt, moves: move, parts: [...carried.parts, meta.stream],
      });
    },
  },
});
