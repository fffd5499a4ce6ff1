import { projection, utc, type Docs, type Event, type EventMeta } from '@lianxin/kernel';
import { coordinationEvents, jointMeetingFiled, nothingCoordinated, referralEvents, referralRoundEvents, seeInCoordination, type CoordinationSeen } from '@lianxin/contracts';

/** One case as coordination knows it: its streams here, and what may be done next. Codes and ids only. The id is the case. */
export type CaseworkDoc = { readonly district: string; readonly streams: readonly string[]; readonly seen: CoordinationSeen; readonly lastAt: string };

const handler = (name: string) => (docs: Docs<CaseworkDoc>, data: unknown, { caseid, district, stream, actorid, recordedat }: EventMeta): void => {
  if (caseid === undefined) return;
  const doc = docs.get(caseid) ?? { district, streams: [], seen: nothingCoordinated, lastAt: '' };
  docs.put(caseid, {
    district: doc.district, streams: doc.streams.includes(stream) ? doc.streams : [...doc.streams, stream], seen: seeInCoordination(doc.seen, { type: name, data, stream, actorid }), lastAt: utc(recordedat),
  });
};

export const casework = projection<Event, CaseworkDoc>({
  name: 'casework',
  version: 1,
  indexes: ['district', 'lastAt'],
  handlers: Object.fromEntries([...coordinationEvents, ...referralEvents, ...referralRoundEvents, jointMeetingFiled].map(({ name }) => [name, handler(name)])),
});
