import {
  breakCommitment, keepCommitment, makeCommitment, postponeCommitment, type BreakCommitment, type KeepCommitment, type MakeCommitment, type PostponeCommitment, type Sealed,
} from '@lianxin/contracts';
import { commandHandler, step, type PrepareContext } from '@lianxin/runtime';
import { answerStream, atHand, own, type CaseAtHand, type MaybePrepared } from '../case/at-hand.js';
import { givenWhen, sourceOf, type Timed } from '../case/given-when.js';
import type { CaseParts } from '../delivery/delivery.commands.js';
import { said, sealText, type Belongs } from '../sealing/seal-values.js';
import { commitmentStream } from '../streams.js';
import { commitment, type Commitment, type CommitmentCommand } from './commitment.decider.js';

const answer = answerStream('commitment');
async function words(context: PrepareContext, belongs: Belongs, event: string, text: string | undefined, timed: Timed = {}): Promise<{ readonly words?: Sealed }> {
  const value = said({ text, ...sourceOf(timed) });
  return Object.keys(value).length === 0 ? {} : { words: await sealText(context, belongs, 'narrative', event, '/words', value) };
}

export function commitmentCommands({ cases }: CaseParts) {
  async function on(context: PrepareContext, id: string, minor: boolean | undefined, then: (found: CaseAtHand) => Promise<CommitmentCommand>, timed: Timed = {}): Promise<MaybePrepared> {
    const stream = commitmentStream(context.district, id);
    const { state } = await context.stateOf<Commitment>(commitment as never, stream);
    if (state.phase === 'none' || state.caseid === undefined) return { refusal: { code: 'commitment/not-made' } };
    const found = await atHand(cases, context, state.caseid, minor);
    if (!found.ok) return found;
    const keptAt = timed.time === undefined ? context.now : Date.parse(timed.time);
    return { steps: [step(commitment, stream, await then(found.value), { facts: { keptAt } })], processingbasis: 'consent', ...givenWhen(timed) };
  }

  return {
    makeCommitment: commandHandler<MakeCommitment>({
      name: 'MakeCommitment', action: 'coordination.commitment.make', body: makeCommitment, district: own, answer,
      async prepare({ dossier, kind, what, due, by, minor }, context) {
        const found = await atHand(cases, context, dossier, minor);
        if (!found.ok) return found;
        const sealed = await sealText(context, found.value.belongs, 'narrative', 'CommitmentMade', '/what', { text: what });
        const command: CommitmentCommand = { type: 'MakeCommitment', data: { kind, due, by: by ?? context.actor.id, what: sealed } };
        return { steps: [step(commitment, commitmentStream(context.district, context.newId()), command, { caseid: dossier })], processingbasis: 'consent' };
      },
    }),

    postponeCommitment: commandHandler<PostponeCommitment>({
      name: 'PostponeCommitment', action: 'coordination.commitment.settle', body: postponeCommitment, district: own, answer,
      prepare: ({ commitment: id, due, reason, told }, context) => on(context, id, undefined, () => Promise.resolve({ type: 'PostponeCommitment', data: { due, reason, told } })),
    }),

    keepCommitment: commandHandler<KeepCommitment>({
      name: 'KeepCommitment', action: 'coordination.commitment.settle', body: keepCommitment, district: own, answer,
      prepare: (body, context) => on(context, body.commitment, body.minor, async ({ belongs }) => ({ type: 'KeepCommitment', data: await words(context, belongs, 'CommitmentKept', body.words, body) }), body),
    }),

    breakCommitment: commandHandler<BreakCommitment>({
      name: 'BreakCommitment', action: 'coordination.commitment.settle', body: breakCommitment, district: own, answer,
      prepare: ({ commitment: id, reason, told, words: text, minor }, context) => on(context, id, minor, async ({ belongs }) => (
        { type: 'BreakCommitment', data: { reason, told, ...await words(context, belongs, 'CommitmentBroken', text) } })),
    }),
  };
}
