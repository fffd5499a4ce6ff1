import { canonicalJson, decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, LadderRung, ladderDefined } from '@lianxin/contracts';
import { defaultLadders } from './default-ladders.js';

/** A district's ladder for a process; edition 0 is the platform's own. */
export type LadderEvent = EventOf<typeof ladderDefined>;
export type LadderCommand = Command<'DefineLadder', Omit<DataOf<typeof ladderDefined>, 'edition'>>;
export interface Ladder { readonly edition: number; readonly rungs: readonly LadderRung[] | undefined }

export const ladder = decider<LadderCommand, LadderEvent, Ladder>({
  name: 'ladder',
  stateVersion: 1,
  initial: { edition: 0, rungs: undefined },
  decide: {
    DefineLadder: (c, { edition, rungs }) =>
      (canonicalJson(c.rungs) === canonicalJson(rungs ?? defaultLadders[c.process]) ? refuse('ladder/same', { path: '/rungs' }) : [happened('LadderDefined', { process: c.process, edition: edition + 1, rungs: c.rungs })]),
  },
  evolve: { LadderDefined: (_, { edition, rungs }) => ({ edition, rungs }) },
});
