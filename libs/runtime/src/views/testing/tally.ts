import { projection, type Event } from '@lianxin/kernel';
import { typeOf } from './log-words.js';

/** Views for tests that a thread can load: `Opened` and `Noted` of a stream, counted; `{ poison: true }` cannot be taken. */
type Counted = Event<'Opened', { colour: string; poison?: boolean }> | Event<'Noted', { poison?: boolean }>;
export type Tally = { readonly versions: readonly number[]; readonly colour: string; readonly n: number };

const names = ['Opened', 'Noted'];
const byType = new Map(names.map((name) => [typeOf(name), name]));
export const types = {
  typeOf,
  nameOf: (type: string): string | undefined => byType.get(type),
  read: (type: string, data: unknown): Event | undefined => { const name = byType.get(type); return name === undefined ? undefined : { type: name, data }; },
};

const taken = (data: { readonly poison?: boolean }): void => { if (data.poison === true) throw new Error('cannot take this'); };

export const tally = projection<Counted, Tally>({
  name: 'tally', version: 1, indexes: ['colour', 'n'],
  handlers: {
    Opened(docs, data, meta) {
      taken(data);
      docs.put(meta.stream, { versions: [meta.version], colour: data.colour, n: 1 });
    },
    Noted(docs, data, meta) {
      taken(data);
      const doc = docs.get(meta.stream)!;
      docs.put(meta.stream, { ...doc, versions: [...doc.versions, meta.version], n: doc.n + 1 });
    },
  },
});
/** One document for all streams. */
export const seen = projection<Counted, { readonly events: number }>({ name: 'seen', version: 1, indexes: [], every: (docs) => docs.put('all', { events: (docs.get('all')?.events ?? 0) + 1 }), handlers: {} });

export const projections = [tally, seen] as const;
