import { z } from 'zod';
import {
  clearSafety, district, dossierId, downgradeSafety, emergencyCard, endangered, events, isHighRisk, makeSafetyPlan, raiseSafety, reassessSafety, riskKinds, riskLevels, riskSources, termsOf, upgradeSafety, uuid,
  type ClearSafety, type DataOf, type DowngradeSafety, type MakeSafetyPlan, type RaiseSafety, type ReassessSafety, type RiskLevel, type safetyLeft, type SafetyLevel, type Sealed, type UpgradeSafety,
} from '@lianxin/contracts';
import { parseEnvelope, utc, type Actor, type Refusal, type Result } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { commandHandler, onCase, step, type CaseFacts, type Cases, type CommandHandler, type Happened, type PrepareContext, type Prepared, type Step } from '@lianxin/runtime';
import { anyCase } from '../case-gate.js';
import { episode, type EpisodeCommand } from '../episode/episode.decider.js';
import { sealWords } from '../sealing/seal-words.js';
import { episodeStream, safetyStream } from '../streams.js';
import { concernsMinor, safety, type Safety, type SafetyCommand } from './safety.decider.js';

export interface SafetyCommandParts { readonly cases: Cases; readonly log: EventLog }

/** A danger that another service found, taken over as it stands: closed codes only. The event it came with proves the case. */
const takeOverConcern = z.strictObject({
  dossier: dossierId, district: z.string(), level: riskLevels.schema, source: riskSources.schema, kind: riskKinds.schema, who: z.array(endangered.schema).min(1).max(5), cause: uuid,
});
export type TakeOverConcern = z.infer<typeof takeOverConcern>;
/** What reactions need. */
export interface TakesOver { readonly takeOverConcern: CommandHandler<TakeOverConcern> }

/** The case went from one district to another by the event `cause`. */
const moved = z.strictObject({ dossier: dossierId, from: district, to: district, cause: uuid });
export type Moved = z.infer<typeof moved>;
export interface MovesAlong { readonly leaveDistrict: CommandHandler<Moved>; readonly arriveInDistrict: CommandHandler<Moved> }
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

const openIfNamed = (newEpisode: string, level: RiskLevel) => (before: readonly Happened[]): EpisodeCommand =>
  ({ type: 'OpenEpisode', data: { level, opens: before.some((e) => (e.data as Told).episode === newEpisode) } });

/** What a case left behind in the log of another district when it moved. */
async function whatLeft(log: EventLog, from: string, dossier: string, cause: string): Promise<DataOf<typeof safetyLeft>> {
  const stored = await log.readStream(`crisis.${from}`, safetyStream(from, dossier), { limit: 100_000 });
  const left = stored.filter((e) => e.type === events.typeOf('SafetyLeft')).map((e) => parseEnvelope(e.body).data as DataOf<typeof safetyLeft>).findLast((d) => d.cause === cause);
  if (!left) throw new Error('the safety of this case has not left the other district');
  return left;
}

/** Decides on the safety stream and, should it name a new episode, opens that in the same append. */
function raising(context: PrepareContext, caseid: string, level: RiskLevel, command: (newEpisode: string) => SafetyCommand): readonly Step[] {
  const newEpisode = context.newId();
  return [
    step(safety, safetyStream(context.district, caseid), command(newEpisode), { caseid }),
    step(episode, episodeStream(context.district, newEpisode), openIfNamed(newEpisode, level), { caseid }),
  ];
}
const basis = (level: RiskLevel) => (isHighRisk(level) ? 'emergency' : 'statutory-duty');
const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;

/** The commands on a case's safety, each in the actor's own district. */
export function safetyCommands(parts: () => SafetyCommandParts) {
  type Ready = { readonly facts: CaseFacts; readonly minor: boolean };
  const stateOf = async (context: PrepareContext, caseid: string): Promise<Safety> => (await context.stateOf<Safety>(safety as never, safetyStream(context.district, caseid))).state;

  async function on(context: PrepareContext, caseid: string, gate: Promise<Result<CaseFacts>>, then: (ready: Ready) => Promise<Prepared>): Promise<Prepared | { readonly refusal: Refusal }> {
    const facts = await gate;
    return facts.ok ? then({ facts: facts.value, minor: concernsMinor(await stateOf(context, caseid)) }) : { refusal: facts.refusal };
  }
  const known = (context: PrepareContext, caseid: string, write: boolean) => onCase(parts().cases, caseid, context.actor, { district: context.district, write });
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

    leaveDistrict: commandHandler<Moved>({
      name: 'LeaveDistrict', action: 'crisis.safety.raise', body: moved, district: ({ from }) => from,
      async prepare({ dossier, to, cause }, context) {
        const { episode: open } = await stateOf(context, dossier);
        return {
          steps: [
            step(safety, safetyStream(context.district, dossier), { type: 'LeaveDistrict', data: { to, cause } }, { caseid: dossier }),
            ...(open === undefined ? [] : [step(episode, episodeStream(context.district, open), { type: 'LeaveDistrict', data: {} })]),
          ],
          processingbasis: 'statutory-duty',
        };
      },
    }),

    /** Given after `leaveDistrict`: takes up what that left. */
    arriveInDistrict: commandHandler<Moved>({
      name: 'ArriveInDistrict', action: 'crisis.safety.raise', body: moved, district: ({ to }) => to,
      async prepare({ dossier, from, cause }, context) {
        const { level, kind, who } = await whatLeft(parts().log, from, dossier, cause);
        const newEpisode = context.newId();
        return {
          steps: [
            step(safety, safetyStream(context.district, dossier), { type: 'ArriveInDistrict', data: { from, cause, level, kind, who, newEpisode } }, { caseid: dossier }),
            ...(level === 'NONE' ? [] : [step(episode, episodeStream(context.district, newEpisode), openIfNamed(newEpisode, level), { caseid: dossier })]),
          ],
          processingbasis: 'statutory-duty',
        };
      },
    }),

    /** Asked by the archive, which alone closes cases; whether the case is closed already is its to say. */
    clearForClosing: commandHandler<ClearForClosing>({
      name: 'ClearForClosing', action: 'crisis.closing.clear', body: clearForClosing, district: (body) => body.district,
      prepare: ({ dossier, ref }, context) => on(context, dossier, onCase(parts().cases, dossier, context.actor, { district: context.district, showsNothing: true }), () =>
        Promise.resolve(alone(context, dossier, { type: 'ClearForClosing', data: { ref } }))),
    }),
  };
}
