import { issue, reaction, type Reaction } from '@lianxin/runtime';
import type { TakesOver } from '../safety/safety.commands.js';

/**
 * A worker who serves saw new or greater danger and wrote it down with the service. Like "danger" in answer to the first
 * safety question it counts as ORANGE until a person has looked; what was seen stands sealed in the record of the service.
 */
export const whenDangerSeenThenRaiseSafety = ({ takeOverConcern }: TakesOver): Reaction => reaction({
  name: 'when-danger-seen-then-raise-safety', on: ['DangerSeen'],
  react: (_, { caseid, district, id }) =>
    (caseid === undefined ? [] : [issue(takeOverConcern, { dossier: caseid, district, level: 'ORANGE', source: 'SERVICE', kind: 'UNCLEAR', who: ['UNCLEAR'], cause: id })]),
});
