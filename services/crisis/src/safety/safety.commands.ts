import { z } from 'zod';
import {
  clearSafety, dossierId, downgradeSafety, emergencyCard, endangered, isHighRisk, makeSafetyPlan, raiseSafety, reassessSafety, riskKinds, riskLevels, riskSources, termsOf, upgradeSafety, uuid,
  type ClearSafety, type DowngradeSafety, type MakeSafetyPlan, type RaiseSafety, type ReassessSafety, type RiskLevel, type SafetyLevel, type Sealed, type UpgradeSafety,
} from '@lianxin/contracts';
import { utc, type Actor, type Refusal, type Result } from '@lianxin/kernel';
import { commandHandler, step, type CaseFacts, type Cases, type CommandHandler, type Happened, type PrepareContext, type Prepared, type Step } from '@lianxin/runtime';
import { anyCase, caseOf, theCase } from '../case-gate.js';
import { episode, type EpisodeCommand } from '../episode/episode.decider.js';
import { sealWords } from '../sealing/seal-words.js';
import { episodeStream, safetyStream } from '../streams.js';
import { safety, type Safety, type SafetyCommand } from './safety.decider.js';

export interface SafetyCommandParts { readonly cases: Cases }

/** A danger that another service found, taken over as it stands: closed codes only. The event it came with proves the case. */
const takeOverConcern = z.strictObject({
  dossier: dossierId, district: z.string(), level: riskLevels.schema, source: riskSources.schema, kind: riskKinds.schema, who: z.array(endangered.schema).min(1).max(5), cause: uuid,
});
export type TakeOverConcern = z.infer<typeof takeOverConcern>;
/** What reactions need. */
export interface TakesOver { readonly takeOverConcern: CommandHandler<TakeOverConcern> }
const clearForClosing = z.strictObject({ dossier: dossierId, district: z.string(), ref: z.string().min(1).max(64) });
export type ClearForClosing = z.infer<typeof clearForClosing>;

const own = (_: unknown, actor: Actor): string => actor.district;

interface Told { readonly level?: RiskLevel; readonly to?: RiskLevel; readonly episode?: string }
/** What the caller is told: the level these events speak of, what must follow and how soon, and at RED and ORANGE whom to call. */
export function toldOfSafety(events: readonly Happened[]): { id?: string; [more: string]: unknown } {
  const levels: Readonly<Record<string, (told: Told) => SafetyLevel | undefined>> = {
    SafetyRaised: (t) => t.level, SafetyUpgraded: (t) => t.to, SafetyDowngraded: (t) => t.to, SafetyCleared: () => 'NONE', SafetyReassessed: (t) => t.level,
  };
  const spoken = events.flatMap((e) => levels[e.type]?.(e.data as Told) ?? []);
  const level = spoken.at(-1);
  const inEpisode = events.map((e) => (e.data as Told).episode).find((id) => id !== undefined);
  return {
    ...(events[0]?.caseid === undefined ? {} : { id: events[0].caseid }), ...(level === undefined ? {} : { level, terms: termsOf(level) }), ...(inEpisode === undefined ? {} : { episode: inEpisode }),
    ...(spoken.some(isHighRisk) || inEpisode !== undefined ? { emergency: emergencyCard } : {}),
  };
}

/** Decides on the safety stream and, should it name a new episode, opens that in the same append. */
function raising(context: PrepareContext, caseid: string, level: RiskLevel, command: (newEpisode: string) => SafetyCommand): readonly Step[] {
  const newEpisode = context.newId();
  const opening = (before: readonly Happened[]): EpisodeCommand => ({ type: 'OpenEpisode', data: { level, opens: before.some((e) => (e.data as Told).episode === newEpisode) } });
  return [
    step(safety, safetyStream(context.district, caseid), command(newEpisode), { caseid }),
    step(episode, episodeStream(context.district, newEpisode), opening, { caseid }),
  ];
}
const basis = (level: RiskLevel) => (isHighRisk(level) ? 'emergency' : 'statutory-duty');
const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;

/** The commands on a case's safety, each in the actor's own district. */
export function safetyCommands(parts: () => SafetyCommandParts) {
  type Ready = { readonly facts: CaseFacts; readonly minor: boolean };
  const minorIn = async (context: PrepareContext, caseid: string): Promise<boolean> => (await context.stateOf<Safety>(safety as never, safetyStream(context.district, caseid))).state.minor;

  async function on(context: PrepareContext, caseid: string, gate: Promise<Result<CaseFacts>>, then: (ready: Ready) => Promise<Prepared>): Promise<Prepared | { readonly refusal: Refusal }> {
    const facts = await gate;
    return facts.ok ? then({ facts: facts.value, minor: await minorIn(context, caseid) }) : { refusal: facts.refusal };
  }
  const known = (context: PrepareContext, caseid: string, write: boolean) => theCase(parts().cases, caseid, context.district, context.actor, { write });
  const sealed = async (context: PrepareContext, ready: Ready, event: string, text: string | undefined): Promise<{ readonly words?: Sealed }> =>
    (text === undefined ? {} : { words: await sealWords(context, ready, 'health', event, '/words', { text }) });
  const alone = (context: PrepareContext, caseid: string, command: SafetyCommand): Prepared => ({ steps: [step(safety, safetyStream(context.district, caseid), command, { caseid })], processingbasis: 'statutory-duty' });

  return {
    raiseSafety: commandHandler<RaiseSafety>({
      name: 'RaiseSafety', action: 'crisis.safety.raise', body: raiseSafety, district: own, answer: toldOfSafety,
      prepare: ({ dossier, level, kind, who, words, screening }, context) => on(context, dossier, anyCase(parts().cases, dossier, context.district), async ({ facts, minor }) => {
        const told = await sealed(context, { facts, minor: minor || who.includes('MINOR') }, 'SafetyRaised', words);
        const source = screening === true ? 'SCREENING' as const : 'PERSON' as const;
        return { steps: raising(context, dossier, level, (newEpisode) => ({ type: 'RaiseSafety', data: { level, source, kind, who, ...told, newEpisode } })), processingbasis: basis(level) };
      }),
    }),

    takeOverConcern: commandHandler<TakeOverConcern>({
      name: 'TakeOverConcern', action: 'crisis.safety.raise', body: takeOverConcern, district: (body) => body.district, answer: toldOfSafety,
      prepare: ({ dossier, level, source, kind, who, cause }, context) => Promise.resolve({
        steps: raising(context, dossier, level, (newEpisode) => ({ type: 'RaiseSafety', data: { level, source, kind, who, cause, newEpisode } })), processingbasis: basis(level),
      }),
    }),

    upgradeSafety: commandHandler<UpgradeSafety>({
      name: 'UpgradeSafety', action: 'crisis.safety.upgrade', body: upgradeSafety, district: own, answer: toldOfSafety,
      prepare: ({ dossier, level, kind, words }, context) => on(context, dossier, known(context, dossier, false), async (ready) => {
        const data = defined({ to: level, kind, ...await sealed(context, ready, 'SafetyUpgraded', words) });
        return { steps: raising(context, dossier, level, (newEpisode) => ({ type: 'UpgradeSafety', data: { ...data, newEpisode } })), processingbasis: basis(level) };
      }),
    }),

    downgradeSafety: commandHandler<DowngradeSafety>({
      name: 'DowngradeSafety', action: 'crisis.safety.downgrade', body: downgradeSafety, district: own, answer: toldOfSafety,
      prepare: ({ dossier, level, reason, words }, context) => on(context, dossier, known(context, dossier, true), async (ready) =>
        alone(context, dossier, { type: 'DowngradeSafety', data: { to: level, reason, ...await sealed(context, ready, 'SafetyDowngraded', words) } })),
    }),

    clearSafety: commandHandler<ClearSafety>({
      name: 'ClearSafety', action: 'crisis.safety.clear', body: clearSafety, district: own, answer: toldOfSafety,
      prepare: ({ dossier, reason, words }, context) => on(context, dossier, known(context, dossier, true), async (ready) =>
        alone(context, dossier, { type: 'ClearSafety', data: { reason, ...await sealed(context, ready, 'SafetyCleared', words) } })),
    }),

    reassessSafety: commandHandler<ReassessSafety>({
      name: 'ReassessSafety', action: 'crisis.safety.reassess', body: reassessSafety, district: own, answer: toldOfSafety,
      prepare: ({ dossier, level, words }, context) => on(context, dossier, known(context, dossier, false), async (ready) => {
        const told = await sealWords(context, ready, 'health', 'SafetyReassessed', '/words', { text: words });
        return { steps: raising(context, dossier, level, (newEpisode) => ({ type: 'ReassessSafety', data: { level, words: told, newEpisode } })), processingbasis: basis(level) };
      }),
    }),

    makeSafetyPlan: commandHandler<MakeSafetyPlan>({
      name: 'MakeSafetyPlan', action: 'crisis.safety.plan', body: makeSafetyPlan, district: own, answer: toldOfSafety,
      prepare: ({ dossier, validUntil, agreed, ...plan }, context) => on(context, dossier, known(context, dossier, true), async (ready) => alone(context, dossier, {
        type: 'MakeSafetyPlan', data: { validUntil: utc(Date.parse(validUntil)), agreed, plan: await sealWords(context, ready, 'health', 'SafetyPlanMade', '/plan', defined(plan)) },
      })),
    }),

    /** Asked by the archive, which alone closes cases; whether the case is closed already is its to say. */
    clearForClosing: commandHandler<ClearForClosing>({
      name: 'ClearForClosing', action: 'crisis.closing.clear', body: clearForClosing, district: (body) => body.district,
      prepare: ({ dossier, ref }, context) => on(context, dossier, caseOf(parts().cases, dossier, context.district, context.actor), () =>
        Promise.resolve(alone(context, dossier, { type: 'ClearForClosing', data: { ref } }))),
    }),
  };
}
