import type { caseTakenOver, EventOf } from '@lianxin/contracts';
import { issue, reaction, type Reaction } from '@lianxin/runtime';
import type { MovesAlong } from '../safety/safety.commands.js';

/** A case that another district takes over takes its open danger along: it ends there and is raised here, whatever happens between the two. */
export const whenCaseTakenOverThenCarrySafety = ({ leaveDistrict, arriveInDistrict }: MovesAlong): Reaction => reaction({
  name: 'when-case-taken-over-then-carry-safety', on: ['CaseTakenOver'],
  react(event, { caseid, district, id }) {
    const { from } = (event as EventOf<typeof caseTakenOver>).data;
    if (caseid === undefined) return [];
    const move = { dossier: caseid, from, to: district as typeof from, cause: id };
    return [issue(leaveDistrict, move), issue(arriveInDistrict, move)];
  },
});
