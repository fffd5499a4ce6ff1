import { events as contracts } from '@lianxin/contracts';
import type { EventLog } from '@lianxin/event-log';
import type { Clock, SomeSaga } from '@lianxin/kernel';
import type { HealthCheck } from '@lianxin/nest';
import { builtModule, type EngineParts, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import { ArchiveModule } from './archive.module.js';
import { archiveViews, copyPath, openArchiveStores, startArchive, type Archive, type ArchiveStores } from './archive.js';
import type { Clearance } from './case-file/clearance.js';
import type { ClosingChecks } from './closing/closing-checks.js';
import { alarmWords } from './mirror/alarms.js';
import { feedOfStore } from './mirror/feeds.js';
import { whenCaseIsClosedThenFollowUp } from './sagas/when-case-is-closed-then-follow-up.saga.js';
import { whenDangerRaisedThenReopen } from './reactions/when-danger-raised-then-reopen.js';

/** What the archive asks of a host. */
export interface ArchiveHost {
  readonly clock: Clock;
  /** Names of all services of this host. */
  readonly services: readonly string[];
  /** The others, started before the archive. */
  readonly started: ReadonlyMap<string, { readonly stores: { readonly log: EventLog } }>;
  /** Asks the crisis service. */
  readonly clearance: Clearance;
  /** Asks supervision and coordination. */
  readonly closing: ClosingChecks;
  readonly logger: { error(what: object, message: string): void };
}

/** The archive as hosts start it: its copy of all logs is open before any service starts, it itself starts last and follows the others. */
export function archiveService() {
  let opened: ArchiveStores | undefined;
  const stores = (): ArchiveStores => {
    if (!opened) throw new Error('the archive’s stores were not opened before its engine');
    return opened;
  };
  return {
    name: 'archive',
    module: ArchiveModule,
    projections: { module: builtModule(import.meta.url, './projections.js'), shown: copyPath },

    async open(host: Pick<ArchiveHost, 'clock'>, dir: string): Promise<{ readonly mirror: EventLog; close(): Promise<void> }> {
      const made = await openArchiveStores(dir, { clock: host.clock });
      opened = made;
      return { mirror: made.copy, close: () => made.close() };
    },

    // What the archive opens goes through its own policy, which knows the cases; nothing opens past it.
    engine: (): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror' | 'shows'> => ({
      types: contracts, projections: archiveViews, shows: stores().copy, mirror: stores().copy, policy: () => ({ code: 'access/compartment' }),
    }),

    async start(engine: ServiceEngine, host: ArchiveHost): Promise<{ readonly parts: Archive; readonly checks: Readonly<Record<string, HealthCheck>>; readonly reactions: readonly Reaction[]; readonly sagas: readonly SomeSaga[]; settle(): Promise<void>; close(): Promise<void> }> {
      const archive = await startArchive({
        engine, stores: stores(), services: [...new Set([...host.services, 'archive'])], clearance: host.clearance, closing: host.closing,
        onAlarm: ({ log, kind, detail }) => host.logger.error({ log, kind, detail }, 'a log failed the archive’s check and is not followed any further'),
        onError: (where, error) => host.logger.error({ err: error, service: 'archive', where }, 'background work failed'),
      });
      const unfollow = [...host.started].filter(([name]) => name !== 'archive').map(([name, running]) => archive.follow(feedOfStore(name, running.stores.log, host.clock)));
      return {
        parts: archive,
        checks: { mirror: mirrorCheck(archive) },
        reactions: [whenDangerRaisedThenReopen({ ...archive.commands, home: async (caseid) => (await archive.cases.get(caseid))?.home })],
        sagas: [whenCaseIsClosedThenFollowUp],
        settle: () => archive.mirror.catchUp(),
        async close() {
          await archive.close();
          await Promise.all(unfollow.map((stop) => stop()));
        },
      };
    },
  };
}

const mirrorCheck = ({ alarms }: Archive): HealthCheck => () => {
  const found = alarms.all().map((a) => ({ log: a.log, words: alarmWords(a.kind) }));
  return found.length === 0 ? undefined : {
    zh: found.map(({ log, words }) => `${log}：${words.zh}`).join('；'), en: found.map(({ log, words }) => `${log}: ${words.en}`).join('; '),
  };
};
