import type { EventOf, safetyConcernRaised } from '@lianxin/contracts';
import { issue, reaction, type Reaction } from '@lianxin/runtime';
import type { TakesOver } from '../safety/safety.commands.js';

/**
 * Answers to the first safety question, from the first ever recorded on. "Danger" counts as ORANGE until a person has
 * looked, "unclear" as YELLOW: life first, and nobody is called to the police by an answer alone.
 */
export const whenSafetyConcernRaisedThenRaiseSafety = ({ takeOverConcern }: TakesOver): Reaction => reaction({
  name: 'when-safety-concern-raised-then-raise-safety', on: ['SafetyConcernRaised'],
  react(event, { caseid, district, id }) {
    const { answer, who } = (event as EventOf<typeof safetyConcernRaised>).data;
    if (caseid === undefined) return [];
    const level = answer === 'YES' ? 'ORANGE' as const : 'YELLOW' as const;
    return [issue(takeOverConcern, { dossier: caseid, district, level, source: 'INTAKE_ANSWER', kind: 'UNCLEAR', who: [...who], cause: id })];
  },
});
