import {
  closeCrisis, debriefCrisis, emergencyCard, handOverCrisis, notifyInCrisis, recordCrisisAction, respondToCrisis, takeOverCrisis,
  type CloseCrisis, type DebriefCrisis, type HandOverCrisis, type NotifyInCrisis, type RecordCrisisAction, type RespondToCrisis, type Sealed, type TakeOverCrisis,
} from '@lianxin/contracts';
import type { Actor, Refusal } from '@lianxin/kernel';
import { commandHandler, onCase, step, type CaseFacts, type Happened, type PrepareContext, type Prepared } from '@lianxin/runtime';
import { givenWhen, sourceOf, type Timed } from '../given-when.js';
import { sealWords } from '../sealing/seal-words.js';
import { concernsMinor, safety, type Safety } from '../safety/safety.decider.js';
import type { SafetyCommandParts } from '../safety/safety.commands.js';
import { episodeStream, safetyStream } from '../streams.js';
import { episode, type Episode, type EpisodeCommand } from './episode.decider.js';

interface Ready { readonly facts: CaseFacts; readonly minor: boolean }
const own = (_: unknown, actor: Actor): string => actor.district;
const answer = (events: readonly Happened[]) => (events[0]?.caseid === undefined ? {} : { id: events[0].caseid, emergency: emergencyCard });

/** The commands on a crisis episode. They are taken whatever the archive says of the case: a danger opens it again, which may take a moment. */
export function episodeCommands(parts: () => SafetyCommandParts) {
  async function on(context: PrepareContext, id: string, then: (ready: Ready) => Promise<EpisodeCommand>, timed: Timed = {}): Promise<Prepared | { readonly refusal: Refusal }> {
    const stream = episodeStream(context.district, id);
    const { state } = await context.stateOf<Episode>(episode as never, stream);
    if (state.phase === 'none' || state.caseid === undefined) return { refusal: { code: 'episode/not-open' } };
    const facts = await onCase(parts().cases, state.caseid, context.actor, { district: context.district });
    if (!facts.ok) return { refusal: facts.refusal };
    const { state: known } = await context.stateOf<Safety>(safety as never, safetyStream(context.district, state.caseid));
    const command = await then({ facts: facts.value, minor: concernsMinor(known) });
    return {
      steps: [
        step(episode, stream, command, { facts: { accusation: facts.value.accusation } }),
        ...(command.type === 'CloseCrisis' ? [step(safety, safetyStream(context.district, state.caseid), { type: 'EndEpisode', data: { episode: id } })] : []),
      ],
      processingbasis: 'emergency', ...givenWhen(timed),
    };
  }
  const words = async (context: PrepareContext, ready: Ready, event: string, text: string | undefined, timed: Timed = {}): Promise<{ readonly words?: Sealed }> => {
    const value = { ...(text === undefined ? {} : { text }), ...sourceOf(timed) };
    return Object.keys(value).length === 0 ? {} : { words: await sealWords(context, ready, 'health', event, '/words', value) };
  };
  const late = ({ late: given }: Timed) => (given ? { late: { reason: given.reason, document: given.document } } : {});

  return {
    respondToCrisis: commandHandler<RespondToCrisis>({
      name: 'RespondToCrisis', action: 'crisis.episode.respond', body: respondToCrisis, district: own, answer,
      prepare: (body, context) => on(context, body.episode, async (ready) => (
        { type: 'RespondToCrisis', data: { form: body.form, together: body.together, ...await words(context, ready, 'EpisodeResponded', body.words, body), ...late(body) } }), body),
    }),

    notifyInCrisis: commandHandler<NotifyInCrisis>({
      name: 'NotifyInCrisis', action: 'crisis.episode.notify', body: notifyInCrisis, district: own, answer,
      prepare: (body, context) => on(context, body.episode, async (ready) => {
        const { whom, basis, told, said, name } = body;
        const sealed = await sealWords(context, ready, 'health', 'PartyNotified', '/words', { said, ...(name === undefined ? {} : { name }), ...sourceOf(body) });
        return { type: 'NotifyInCrisis', data: { whom, basis, told, words: sealed, ...late(body) } };
      }, body),
    }),

    recordCrisisAction: commandHandler<RecordCrisisAction>({
      name: 'RecordCrisisAction', action: 'crisis.episode.act', body: recordCrisisAction, district: own, answer,
      prepare: (body, context) => on(context, body.episode, async (ready) => (
        { type: 'RecordCrisisAction', data: { kind: body.kind, ...await words(context, ready, 'CrisisActionTaken', body.words, body), ...late(body) } }), body),
    }),

    handOverCrisis: commandHandler<HandOverCrisis>({
      name: 'HandOverCrisis', action: 'crisis.episode.hand-over', body: handOverCrisis, district: own, answer,
      prepare: (body, context) => on(context, body.episode, async (ready) => ({ type: 'HandOverCrisis', data: { to: body.to, ...await words(context, ready, 'EpisodeHandedOver', body.words) } })),
    }),

    takeOverCrisis: commandHandler<TakeOverCrisis>({
      name: 'TakeOverCrisis', action: 'crisis.episode.take-over', body: takeOverCrisis, district: own, answer,
      prepare: (body, context) => on(context, body.episode, () => Promise.resolve({ type: 'TakeOverCrisis', data: {} })),
    }),

    debriefCrisis: commandHandler<DebriefCrisis>({
      name: 'DebriefCrisis', action: 'crisis.episode.debrief', body: debriefCrisis, district: own, answer,
      prepare: (body, context) => on(context, body.episode, async (ready) => (
        { type: 'DebriefCrisis', data: { present: body.present, words: await sealWords(context, ready, 'staffnote', 'EpisodeDebriefed', '/words', { text: body.words }) } })),
    }),

    closeCrisis: commandHandler<CloseCrisis>({
      name: 'CloseCrisis', action: 'crisis.episode.close', body: closeCrisis, district: own, answer,
      prepare: (body, context) => on(context, body.episode, () => Promise.resolve({ type: 'CloseCrisis', data: { outcome: body.outcome } })),
    }),
  };
}
