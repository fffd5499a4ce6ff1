import type { Clock } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { opening, sealing, type AccessRecorder, type KeyStore, type Opening, type OpenPolicy } from '@lianxin/trust';
import { accessRecorder } from '../access/access-recorder.js';
import { checkpointPublisher, type CheckpointPublisher } from '../checkpoints/publisher.js';
import { guardRestoredLogs, type Guarded } from '../checkpoints/restore-guard.js';
import { keepFingerprints } from '../commands/fingerprints.js';
import { CommandPipeline } from '../commands/pipeline.js';
import type { EventTypes } from '../commands/event-types.js';
import type { ErasureFollower } from '../erasure/erasure-follower.js';
import type { Snapshots } from '../commands/snapshots.js';
import { runProjections, type ProjectionRunner } from '../views/projection-runner.js';
import type { AnyProjection } from '../views/view-builder.js';
import type { ViewStore } from '../views/view-store.js';

export interface EngineParts {
  readonly service: string;
  readonly installation: string;
  readonly keysDir: string;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly views: ViewStore;
  readonly snapshots: Snapshots;
  readonly keys: KeyStore;
  readonly types: EventTypes & { nameOf(type: string): string | undefined };
  readonly projections: readonly AnyProjection[];
  /** Whose events the views show, if not the service's own log: the archive's show its copy of all logs. */
  readonly shows?: EventLog;
  /** Who may open which value. */
  readonly policy: OpenPolicy;
  /** The archive's copy of this service's logs, for the guard. */
  readonly mirror?: EventLog;
  /** Carries out what this service's logs order to erase, before anything else reads them. */
  readonly erasures?: ErasureFollower;
  /** Something went wrong in the background and is tried again. */
  readonly onError?: (where: string, error: unknown) => void;
}

/** One service, running on whatever adapters it was given: commands in, views and values out, checkpoints signed. */
export interface ServiceEngine {
  readonly parts: EngineParts;
  readonly pipeline: CommandPipeline;
  readonly projections: ProjectionRunner;
  readonly access: AccessRecorder;
  readonly opening: Opening;
  /** Opens under another policy of the service's own; restrictions hold there too. */
  openingUnder(policy: OpenPolicy): Opening;
  readonly checkpoints: CheckpointPublisher;
  /** What the guard found at start. */
  readonly guarded: readonly Guarded[];
  /** Ends in order: projections, snapshots, a last checkpoint. The stores stay open: who opened them closes them. */
  close(): Promise<void>;
}

/** Guards the logs first, then starts. */
export async function startEngine(parts: EngineParts): Promise<ServiceEngine> {
  const { service, installation, log, keys, clock, types, onError } = parts;
  const guarded = await guardRestoredLogs({ service, log, keysDir: parts.keysDir, ...(parts.mirror ? { mirror: parts.mirror } : {}) });
  const unfollow = await followErasures(parts, guarded);
  const access = accessRecorder({ service, installation, log, clock });
  const seals = sealing(keys);
  const fingerprints = await keepFingerprints({ service, log, keys, clock, ...(parts.erasures ? { erasures: parts.erasures } : {}), ...(onError ? { onError } : {}) });
  const pipeline = new CommandPipeline({
    service, installation, log, types, clock, snapshots: parts.snapshots,
    seal: ({ subject, case: caseid, compartment, own, slot, carriedBy }, value, carrier) => seals.seal(
      { scope: { compartment, ...(subject === undefined ? {} : { subject }), ...(caseid === undefined ? {} : { caseid }) }, ...(own ? { mentions: own.mentions } : {}) },
      { slot, carrier: { ...carrier, ...carriedBy } }, value,
    ),
    secret: (name) => (name.startsWith('fingerprint-') ? fingerprints.secret(name.slice('fingerprint-'.length)) : keys.secret(name)),
  });
  const projections = await runProjections({
    log: parts.shows ?? log, views: parts.views, projections: parts.projections, clock, upcast: (type, data) => newestOf(types, type, data), nameOf: (type) => types.nameOf(type),
    ...(onError ? { onError: (view: string, error: unknown) => onError(`view ${view}`, error) } : {}),
  });
  const checkpoints = checkpointPublisher({
    log, keysDir: parts.keysDir, installation, ...(onError ? { onFault: (name: string, fault) => onError(`checkpoint of ${name}`, fault) } : {}),
  });
  const openingUnder = (policy: OpenPolicy): Opening => opening({ keys, policy: parts.erasures?.restrictions.before(policy) ?? policy, access });
  return {
    parts, pipeline, projections, access, guarded, checkpoints, openingUnder,
    opening: openingUnder(parts.policy),
    async close() {
      await fingerprints.close();
      await unfollow();
      await projections.close();
      await pipeline.close();
      await checkpoints.close();
    },
  };
}

/** A log that opened read-only lacks events or holds others: then what the archive's copy orders counts too. */
async function followErasures({ erasures, log, mirror }: EngineParts, guarded: readonly Guarded[]): Promise<() => Promise<void>> {
  if (!erasures) return () => Promise.resolve();
  const cut = guarded.filter((g) => g.outcome === 'read-only').map((g) => g.log);
  if (mirror && cut.length > 0) await (await erasures.follow(mirror, cut))();
  return erasures.follow(log);
}

/** A stored event in its newest form; as it is when this program does not know it. */
function newestOf(types: EngineParts['types'], type: string, data: unknown): { type: string; data: unknown } {
  const event = types.read(type, data);
  return event ? { type: types.typeOf(event.type), data: event.data } : { type, data };
}
