import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { isDanger, type DangerLevel, type Instrument } from '@lianxin/contracts';
import type { ScreeningEvent } from '../screening/screening.decider.js';

/** One screening by codes only: items, sums and bands are health data and stay sealed. The document's id is the screening. */
export type ScreeningDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly instrument: Instrument;
  /** Version of the instrument; 0 when it was declined. */
  readonly version: number;
  readonly state: 'recorded' | 'voided' | 'declined';
  /** As confirmed, before that as the answers show it. */
  readonly level: DangerLevel;
  /** Shows danger: 1 and 0, for lists. */
  readonly positive: 0 | 1;
  readonly confirmed: 0 | 1;
  readonly complete: 0 | 1;
  /** The instrument that should follow; '' for none. */
  readonly advised: Instrument | '';
  readonly by: string;
  readonly at: string;
};

const idOf = (meta: EventMeta): string => parseStream(meta.stream)!.id;
const change = (docs: Docs<ScreeningDoc>, meta: EventMeta, by: (doc: ScreeningDoc) => Partial<ScreeningDoc>): void => {
  const doc = docs.get(idOf(meta));
  if (doc) docs.put(idOf(meta), { ...doc, ...by(doc) });
};
const flag = (on: boolean): 0 | 1 => (on ? 1 : 0);

export const screenings = projection<ScreeningEvent, ScreeningDoc>({
  name: 'screenings',
  version: 1,
  indexes: ['district', 'caseid', 'instrument', 'state', 'level', 'positive', 'confirmed', 'complete', 'by', 'at'],
  handlers: {
    ScreeningRecorded: (docs, e, meta) => docs.put(idOf(meta), {
      district: meta.district, caseid: meta.caseid!, instrument: e.instrument, version: e.instrumentVersion, state: 'recorded', level: e.level, positive: flag(isDanger(e.level)), confirmed: 0,
      complete: flag(e.complete), advised: e.advised ?? '', by: meta.actorid, at: utc(meta.recordedat),
    }),
    ScreeningConfirmed: (docs, e, meta) => change(docs, meta, () => ({ level: e.level, positive: flag(isDanger(e.level)), confirmed: 1 })),
    ScreeningVoided: (docs, _, meta) => change(docs, meta, () => ({ state: 'voided' })),
    ScreeningDeclined: (docs, e, meta) => docs.put(idOf(meta), {
      district: meta.district, caseid: meta.caseid!, instrument: e.instrument, version: 0, state: 'declined', level: 'NONE', positive: 0, confirmed: 0, complete: 0, advised: '', by: meta.actorid, at: utc(meta.recordedat),
    }),
  },
});
