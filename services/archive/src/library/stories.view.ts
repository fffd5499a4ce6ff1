import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { LibraryBasis, ServiceContent, SpecialProcess } from '@lianxin/contracts';
import type { StoryEvent } from './story.decider.js';

/** One story as the library lists it; title and text stay sealed. The id is the story. */
export type StoryDoc = {
  readonly district: string;
  readonly phase: 'drafted' | 'returned' | 'published' | 'withdrawn';
  readonly edition: number;
  readonly author: string;
  readonly basis: LibraryBasis;
  readonly contents: readonly ServiceContent[];
  /** '' for the general process. */
  readonly process: SpecialProcess | '';
  readonly reviewedBy: string;
  /** UTC; '' while it is not published. */
  readonly publishedAt: string;
  readonly lastAt: string;
};

const idOf = (meta: EventMeta): string => parseStream(meta.stream)!.id;
const change = (docs: Docs<StoryDoc>, meta: EventMeta, by: Partial<StoryDoc>): void => {
  const doc = docs.get(idOf(meta));
  if (doc) docs.put(idOf(meta), { ...doc, ...by, lastAt: utc(meta.recordedat) });
};

export const stories = projection<StoryEvent, StoryDoc>({
  name: 'stories',
  version: 1,
  indexes: ['phase', 'author', 'district', 'process', 'lastAt'],
  handlers: {
    StoryDrafted: (docs, { edition, basis, contents, process }, meta) => docs.put(idOf(meta), {
      district: meta.district, phase: 'drafted', edition, author: meta.actorid, basis, contents, process: process ?? '', reviewedBy: '', publishedAt: '', lastAt: utc(meta.recordedat),
    }),
    StoryRevised: (docs, { edition, basis, contents, process }, meta) => change(docs, meta, { phase: 'drafted', edition, basis, contents, process: process ?? '', reviewedBy: '', publishedAt: '' }),
    StoryReturned: (docs, _, meta) => change(docs, meta, { phase: 'returned', reviewedBy: meta.actorid }),
    StoryPublished: (docs, _, meta) => change(docs, meta, { phase: 'published', reviewedBy: meta.actorid, publishedAt: utc(meta.time) }),
    StoryWithdrawn: (docs, _, meta) => change(docs, meta, { phase: 'withdrawn', publishedAt: '' }),
  },
});
