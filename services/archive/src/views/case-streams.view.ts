import { projection, type Event } from '@lianxin/kernel';

/** Which streams belong to a case. A stream belongs to one case for ever (its first event says so), hence one small document per stream. */
export type CaseStream = { readonly caseid: string; readonly log: string; readonly stream: string };

export const caseStreams = projection<Event, CaseStream>({
  name: 'case-streams',
  version: 1,
  indexes: ['caseid'],
  // Also events of types that this release does not know: a seal must not leave them out.
  every: (docs, _type, { caseid, log, stream, version }) => {
    if (caseid !== undefined && version === 1) docs.put(`${log}/${stream}`, { caseid, log, stream });
  },
  handlers: {},
});
