import { parseStream, projection, utc } from '@lianxin/kernel';
import type { ErasureScope } from '@lianxin/contracts';
import type { ErasureEvent } from '../erasure/erasure.decider.js';

/** Requests to erase and what became of them. An erased one is carried out again at every start. The id is the request. */
export type ErasureDoc = {
  readonly district: string;
  readonly state: 'requested' | 'declined' | 'erased' | 'restricted';
  readonly scope: ErasureScope;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
};

type Decided = Exclude<ErasureDoc['state'], 'requested'>;
const decided = (state: Decided) => (docs: { get(id: string): ErasureDoc | undefined; put(id: string, doc: ErasureDoc): void }, _: unknown, meta: { stream: string; actorid: string; recordedat: number }): void => {
  const id = parseStream(meta.stream)!.id;
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, state, decidedBy: meta.actorid, decidedAt: utc(meta.recordedat) });
};

export const erasures = projection<ErasureEvent, ErasureDoc>({
  name: 'erasures',
  version: 1,
  indexes: ['district', 'state', 'requestedAt'],
  handlers: {
    ErasureRequested: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, state: 'requested', scope: e.scope, reason: e.reason, requestedBy: meta.actorid, requestedAt: utc(meta.recordedat),
    }),
    ErasureDeclined: decided('declined'),
    SubjectErased: decided('erased'),
    TextErased: decided('erased'),
    Restricted: decided('restricted'),
  },
});
