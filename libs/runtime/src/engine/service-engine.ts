import type { Actor, Clock, Result } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { opening, sealing, type AccessRecorder, type KeyStore, type Opening, type OpenPolicy } from '@lianxin/trust';
import { accessRecorder } from '../access/access-recorder.js';
import { checkpointPublisher, type CheckpointPublisher } from '../checkpoints/publisher.js';
import { guardRestoredLogs, type Guarded } from '../checkpoints/restore-guard.js';
import { beginSuccessor, previewSuccession, type Succession } from '../checkpoints/succession.js';
import { keepFingerprints } from '../commands/fingerprints.js';
import { CommandPipeline } from '../commands/pipeline.js';
import type { EventTypes } from '../commands/event-types.js';
import type { ErasureFollower } from '../erasure/erasure-follower.js';
import type { Snapshots } from '../commands/snapshots.js';
import { decodingOf } from '../views/log-tail.js';
import { runProjections, type ProjectionRunner } from '../views/projection-runner.js';
import type { ProjectionThread } from '../views/thread/projection-thread.js';
import { threadedProjections } from '../views/thread/threaded-projections.js';
import type { AnyProjection } from '../views/view-builder.js';
import type { ViewStore } from '../views/view-store.js';

/** Where a service's views are built when not in this thread. */
export interface ViewsInThread {
  readonly thread: ProjectionThread;
  /** URL of the module that exports `projections` (those of `EngineParts`), `types` and, with a search index, `search`. */
  readonly module: string;
  /** Files: the service's log, the log that its views show (most often the same), the views. */
  readonly ownLog: string;
  readonly shownLog: string;
  readonly path: string;
}

export interface EngineParts {
  readonly service: string;
  readonly installation: string;
  readonly keysDir: string;
  readonly clock: Clock;
  readonly log: EventLog;
  /** A store for views built in this thread, or the thread and its files. */
  readonly views: ViewStore | ViewsInThread;
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
  /** A person goes on without what a log lost: begins the log that succeeds it; without `begin` only tells what that would mean. */
  succeed(log: string, begin?: { readonly reason: string; readonly actor: Actor }): Promise<Result<Succession>>;
  /** Ends in order: projections, snapshots, a last checkpoint. The stores stay open: who opened them closes them. */
  close(): Promise<void>;
}

/** Guards the logs first, then starts. */
export async function startEngine(parts: EngineParts): Promise<ServiceEngine> {
  const { service, installation, log, keys, clock, types, onError } = parts;
  const toGuard = { service, log, keysDir: parts.keysDir, ...(parts.mirror ? { mirror: parts.mirror } : {}) };
  const guarded = await guardRestoredLogs(toGuard);
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
  const projections = await startProjections(parts);
  const checkpoints = checkpointPublisher({
    log, keysDir: parts.keysDir, installation, ...(onError ? { onFault: (name: string, fault) => onError(`checkpoint of ${name}`, fault) } : {}),
  });
  const openingUnder = (policy: OpenPolicy): Opening => opening({ keys, policy: parts.erasures?.restrictions.before(policy) ?? policy, access });
  return {
    parts, pipeline, projections, access, guarded, checkpoints, openingUnder,
    opening: openingUnder(parts.policy),
    succeed: (name, begin) => (begin ? beginSuccessor({ ...toGuard, installation, clock }, name, begin.reason, begin.actor) : previewSuccession({ ...toGuard, installation, clock }, name)),
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

function startProjections({ service, log, shows = log, views, projections, clock, types, onError }: EngineParts): Promise<ProjectionRunner> {
  const report = onError ? { onError: (view: string, error: unknown) => onError(`view ${view}`, error) } : {};
  return 'thread' in views
    ? threadedProjections({ thread: views.thread, service, module: views.module, log: views.shownLog, views: views.path, shown: shows, projections, ...report })
    : runProjections({ log: shows, views, projections, clock, ...decodingOf(types), ...report });
}
