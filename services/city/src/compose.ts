import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DynamicModule, Type } from '@nestjs/common';
import type { Clearance, ClosingChecks } from '@lianxin/archive';
import { openSqliteEventLog, type EventLog } from '@lianxin/event-log';
import type { Clock, SomeSaga } from '@lianxin/kernel';
import type { Config, HealthCheck, HostParts, ServiceParts } from '@lianxin/nest';
import { forwardEvents, inProcessBus, openSqliteInbox, openSqliteLeases, type Bus, type Feed } from '@lianxin/messaging';
import { ErasureFollower, feedOf, openOrderList, openSqliteSnapshots, openSqliteViewStore, paced, ProjectionThread, runReactions, startEngine, type Cases, type Reaction, type EngineParts, type Sagas, type ServiceEngine, type Snapshots } from '@lianxin/runtime';
import type { Calendars } from '@lianxin/statute';
import { openKeyStore, type KeyStore } from '@lianxin/trust';
import type { Logger } from 'pino';
import { casesOf } from './cases.js';
import { clearanceOf } from './clearance.js';
import { closingChecksOf } from './closing-checks.js';
import { promisedDayOf } from './promised-day.js';
import { AtRest } from './sagas/at-rest.js';
import { hostSagas } from './sagas/host-sagas.js';
import { calendarsOf } from './statute/calendars.js';

/** What a host knows while it puts services together. */
export interface Host {
  readonly config: Config;
  readonly installation: string;
  readonly clock: Clock;
  readonly keys: KeyStore;
  /** Has applied every erasure ordered so far before any service starts. */
  readonly erasures: ErasureFollower;
  readonly logger: Logger;
  /** Names of all services of this host. */
  readonly services: readonly string[];
  /** Services that were started before this one, by name. */
  readonly started: ReadonlyMap<string, Running>;
  /** Carries each service's events to the others. */
  readonly bus: Bus;
  /** What is known of a case, from the services that own the facts. */
  readonly cases: Cases;
  /** The calendar in force by which terms are counted; of supervision. */
  readonly calendars: Calendars;
  /** Clears cases for closing: crisis, asked by the archive. */
  readonly clearance: Clearance;
  /** The next day that a petitioner was promised something for, from a day on; of coordination. */
  readonly promised: (caseid: string, from: string) => Promise<string | undefined>;
  /** What supervision and coordination say to closing, asked by the archive. */
  readonly closing: ClosingChecks;
  /** The archive's copy of all logs: restored logs are refilled from it. There before any engine starts. */
  readonly mirror?: EventLog;
}

export interface Stores {
  /** `<data>/<service>`, for what else the service keeps (blobs, search index). */
  readonly dir: string;
  readonly log: EventLog;
  readonly views: EngineParts['views'];
  readonly snapshots: Snapshots;
}

/** A service as its package offers it to hosts: what its engine needs, what its module injects. */
export interface HostedService {
  readonly name: string;
  readonly module?: Type | DynamicModule;
  /** What the thread of projections loads of it, and which file its views show if not its own log. */
  readonly projections?: { readonly module: URL; shown?(dir: string): string };
  /** Opens what must be open before any service starts. */
  open?(host: Host, dir: string): Promise<{ readonly mirror?: EventLog; close(): Promise<void> }>;
  engine(host: Host, stores: Stores): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'>;
  /** Starts what it has besides the engine. */
  start(engine: ServiceEngine, host: Host, stores: Stores): Promise<Started>;
}

export interface Started {
  /** What its module injects. */
  readonly parts: ServiceParts;
  /** More checks for `/health/ready`, by name. */
  readonly checks?: Readonly<Record<string, HealthCheck>>;
  /** What it does when something happens in other services; begins once all services run. */
  readonly reactions?: readonly Reaction[];
  /** What it keeps to over time; begins once all services run. */
  readonly sagas?: readonly SomeSaga[];
  /** Brings to its end what runs in the background, before anything is closed (the archive copies and witnesses what is new). */
  settle?(): Promise<void>;
  /** Ends what `start` began; the engine and the stores end after it. */
  close?(): Promise<void>;
}

export interface Running { readonly service: HostedService; readonly engine: ServiceEngine; readonly stores: Stores; readonly started: Started; /** What has not caught up yet since the start. */ readonly behind: Set<string>; stop(): Promise<void> }

export interface Composition {
  readonly parts: HostParts;
  readonly modules: readonly (Type | DynamicModule)[];
  readonly running: ReadonlyMap<string, Running>;
  /** By service, of those that have sagas. */
  readonly sagas: ReadonlyMap<string, Sagas>;
  readonly rest: AtRest;
  readonly clock: Clock;
  readonly keys: KeyStore;
  /** Resolves when the thread of projections runs all it has to; throws when it cannot. */
  ready(): Promise<void>;
  /** Ends the services in reverse order, then closes the stores. Nothing that was answered is lost: it was durable before. */
  close(): Promise<void>;
}

export interface ComposeOptions {
  /** Builds views and search indexes in this thread instead of in one of their own. Default when run from sources (tests), where a thread could only load what was last built. */
  readonly inThread?: boolean;
}

/** Opens the key store and, service by service in the order given, the stores and the engine. What was opened is closed again when one fails. */
export async function compose(config: Config, installation: string, clock: Clock, logger: Logger, services: readonly HostedService[], { inThread = import.meta.url.endsWith('.ts') }: ComposeOptions = {}): Promise<Composition> {
  // First of all: it loads its programs while this thread opens stores.
  const thread = inThread ? undefined : new ProjectionThread({ clock, onError: (where, error) => logger.error({ err: error, where }, 'background work failed') });
  const keys = await openKeyStore({ dir: config.keysDir, clock, makesInThread: !inThread }).catch(async (error: unknown) => { await thread?.close(); throw error; });
  const opened: (() => Promise<void>)[] = [() => keys.close(), () => thread?.close() ?? Promise.resolve()];
  const close = async (): Promise<void> => { for (const end of opened.splice(0).toReversed()) await end(); };
  const running = new Map<string, Running>();
  const sagas = new Map<string, Sagas>();
  const rest = new AtRest();
  const bus = inProcessBus();
  opened.push(() => bus.close());
  try {
    const list = openOrderList(join(config.dataDir, 'erasures.db'));
    opened.push(() => Promise.resolve(list.close()));
    const erasures = await ErasureFollower.start({ keys, bus, list, installation, clock, onError: (where, error) => logger.error({ err: error, where }, 'an erasure is not carried out everywhere yet') });
    opened.push(() => erasures.close());
    let host: Host = { config, installation, clock, keys, erasures, logger, bus, cases: casesOf(running), calendars: calendarsOf(running), clearance: clearanceOf(running), closing: closingChecksOf(running), promised: promisedDayOf(running), services: services.map((s) => s.name), started: running };
    for (const service of services) {
      const early = await service.open?.(host, join(config.dataDir, service.name));
      if (early) opened.push(() => early.close());
      if (early?.mirror) host = { ...host, mirror: early.mirror };
    }
    for (const service of services) {
      const one = await startService(service, host, thread);
      opened.push(() => one.stop());
      running.set(service.name, one);
    }
    const feeds = new Map([...running].map(([name, { stores }]) => [name, feedOf(stores.log)]));
    rest.watch(feeds);
    for (const one of running.values()) opened.push(await react(one, host, feeds, rest));
    for (const one of running.values()) {
      const hosted = await hostSagas(one, { bus, feeds, clock, logger, all: running });
      if (!hosted) continue;
      opened.push(() => hosted.close());
      sagas.set(one.service.name, hosted.sagas);
      rest.add(() => hosted.sagas.atRest());
    }
    for (const one of running.values()) opened.push(forward(one, host, feeds.get(one.service.name)!, rest));
    opened.push(() => settle(running, logger));
  } catch (error) {
    await close();
    throw error;
  }
  return { parts: new Map([...running].map(([name, { started }]) => [name, started.parts])), modules: services.flatMap((s) => s.module ?? []), running, sagas, rest, clock, keys, ready: () => thread?.ready() ?? Promise.resolve(), close };
}

async function startService(service: HostedService, host: Host, thread: ProjectionThread | undefined): Promise<Running> {
  const dir = join(host.config.dataDir, service.name);
  const log = await openSqliteEventLog({ path: join(dir, 'log.db'), clock: host.clock });
  const opened: { close(): void | Promise<void> }[] = [log];
  const closeAll = async (): Promise<void> => { for (const part of opened.toReversed()) await part.close(); };
  try {
    const views = openViews(service, dir, thread);
    if ('close' in views) opened.push(views);
    const snapshots = openSqliteSnapshots(join(dir, 'snapshots.db'));
    opened.push(snapshots);
    const stores: Stores = { dir, log, views, snapshots };
    const engine = await startEngine({
      service: service.name, installation: host.installation, keysDir: host.config.keysDir, clock: host.clock, log, views, snapshots, keys: host.keys, erasures: host.erasures,
      onError: (where, error) => host.logger.error({ err: error, service: service.name, where }, 'background work failed'),
      ...service.engine(host, stores),
    });
    opened.push(engine);
    const started = await service.start(engine, host, stores);
    opened.push({ close: () => started.close?.() });
    return { service, engine, stores, started, behind: new Set(), stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function openViews({ projections }: HostedService, dir: string, thread: ProjectionThread | undefined): EngineParts['views'] {
  const path = join(dir, 'views.db');
  if (!thread || !projections) return openSqliteViewStore(path);
  const ownLog = join(dir, 'log.db');
  return { thread, module: projections.module.href, ownLog, shownLog: projections.shown?.(dir) ?? ownLog, path };
}

/** So long (ms) the start waits for a service to catch up with the events of others. */
const CATCH_UP_PATIENCE = 1_500;

/**
 * Begins what a service does about events of others. The start waits a moment for it to catch up; what takes longer (a
 * service that is new to a large log) goes on behind, and readiness says so.
 */
async function react({ service, engine, stores, started, behind }: Running, host: Host, feeds: ReadonlyMap<string, Feed>, rest: AtRest): Promise<() => Promise<void>> {
  rest.add(async () => (await engine.projections.lag()).every((l) => l.behind === 0));
  if (!started.reactions || started.reactions.length === 0) return () => Promise.resolve();
  const { types } = engine.parts;
  const store = openSqliteInbox(join(stores.dir, 'inbox.db'));
  const report = (error: unknown) => host.logger.error({ err: error, service: service.name, where: 'reactions' }, 'background work failed');
  const stop = new AbortController();
  behind.add('reactions');
  const opening = runReactions({ service: service.name, reactions: started.reactions, pipeline: engine.pipeline, types, bus: host.bus, feeds, store, onError: report, signal: stop.signal })
    .then((inbox) => { behind.delete('reactions'); return inbox; });
  opening.catch(report);
  rest.add(async () => (await (await opening).lag()).every((l) => l.behind === 0));
  await Promise.race([opening.catch(() => undefined), delay(CATCH_UP_PATIENCE, undefined, { ref: false })]);
  return async () => {
    stop.abort();
    await (await opening.catch(() => undefined))?.close();
    await store.close();
  };
}

/** New events go to the bus at most every so many ms: under load many at once, each time in one transaction of those who receive them. */
const FORWARD_PACE_MS = 50;

/** Sends a service's events to the bus. */
function forward({ service, stores }: Running, host: Host, feed: Feed, rest: AtRest): () => Promise<void> {
  const leases = openSqliteLeases(join(stores.dir, 'forwarder.db'));
  const forwarder = forwardEvents({
    service: service.name, feed, bus: host.bus, leases, holder: `${process.pid}`,
    onError: (error) => host.logger.error({ err: error, service: service.name, where: 'forwarder' }, 'background work failed'),
  });
  const news = paced(() => forwarder.wake(), FORWARD_PACE_MS);
  const unsubscribe = stores.log.onAppended(() => news.wake());
  rest.add(async () => (await forwarder.lag()).every((l) => l.behind === 0));
  return async () => { unsubscribe(); news.stop(); await forwarder.close(); await leases.close(); };
}

/**
 * Signs what is new and has it copied and witnessed, so that after a clean stop the copy holds all that was signed. Twice,
 * because witnessing itself writes. Whatever fails here is made up for at the next start.
 */
async function settle(running: ReadonlyMap<string, Running>, logger: Logger): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    for (const { service, engine, started } of running.values()) {
      try {
        await engine.checkpoints.publish();
        await started.settle?.();
      } catch (error) { logger.error({ err: error, service: service.name, where: 'settle' }, 'background work failed'); }
    }
  }
}
