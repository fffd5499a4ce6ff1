import type { CoordinationParts } from '@lianxin/coordination';

type Running = ReadonlyMap<string, { readonly started: { readonly parts: object } }>;

/** The earliest day, from `from` on, of an open promise to the petitioner of a case, for the petitioner's own view: a day and nothing else. */
export const promisedDayOf = (running: Running) => async (caseid: string, from: string): Promise<string | undefined> => {
  const coordination = running.get('coordination')?.started.parts as CoordinationParts | undefined;
  const open = await coordination?.commitments.find({ where: { caseid, state: 'OPEN', due: { from } }, orderBy: 'due', limit: 1 });
  return open?.items[0]?.doc.due;
};
