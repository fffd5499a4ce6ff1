import type { DataOf, EventOf, screeningPositive } from '@lianxin/contracts';
import { issue, reaction, type Reaction } from '@lianxin/runtime';
import type { TakesOver } from '../safety/safety.commands.js';

const LEVEL_OF: Readonly<Record<DataOf<typeof screeningPositive>['level'], 'ORANGE' | 'YELLOW' | 'BLUE'>> = { HIGH: 'ORANGE', MODERATE: 'YELLOW', LOW: 'BLUE' };

/** A screening that shows danger. RED is a person's judgement, never an instrument's. */
export const whenScreeningPositiveThenRaiseSafety = ({ takeOverConcern }: TakesOver): Reaction => reaction({
  name: 'when-screening-positive-then-raise-safety', on: ['ScreeningPositive'],
  react(event, { caseid, district, id }) {
    const { level, instrument } = (event as EventOf<typeof screeningPositive>).data;
    if (caseid === undefined) return [];
    const kind = instrument === 'GAD7' ? 'DISTRESS' as const : 'SUICIDE' as const;
    return [issue(takeOverConcern, { dossier: caseid, district, level: LEVEL_OF[level], source: 'SCREENING', kind, who: ['SELF'], cause: id })];
  },
});
