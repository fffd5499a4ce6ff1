import { alarmWords, feedOfStore, openArchiveStores, startArchive, type Archive, type ArchiveStores } from '@lianxin/archive';
import { events } from '@lianxin/contracts';
import type { ServiceParts } from '@lianxin/nest';
import type { HostedService } from '../compose.js';

/** What the archive's module injects. */
export interface ArchiveParts extends ServiceParts { readonly archive: Archive }

/** The archive as this host runs it: its copy of all logs is opened first of all, and it follows the services that started before it. */
export function archiveService(): HostedService {
  let stores: ArchiveStores | undefined;
  return {
    name: 'archive',
    async open(host, dir) {
      stores = await openArchiveStores(dir, { clock: host.clock });
      return { mirror: stores.copy, close: () => stores!.close() };
    },
    // It opens values of other services' events under a policy of its own; nothing of its own logs is opened here.
    engine: () => ({ types: events, projections: [], policy: () => ({ code: 'access/compartment' }) }),
    async start(engine, host) {
      const archive = await startArchive({
        engine, stores: stores!, services: host.services,
        onAlarm: ({ log, kind, detail }) => host.logger.error({ log, kind, detail }, 'the archive stopped following a log'),
        onError: (where, error) => host.logger.error({ err: error, service: 'archive', where }, 'background work failed'),
      });
      const unfollow = await Promise.all([...host.started].map(([name, running]) => archive.follow(feedOfStore(name, running.stores.log, host.clock))));
      const parts: ArchiveParts = { engine, archive };
      return {
        parts,
        projections: [archive.projections],
        checks: { mirror: () => {
          const [first] = archive.alarms.all();
          return first && { zh: `${alarmWords(first.kind).zh}：${first.log}`, en: `${alarmWords(first.kind).en}: ${first.log}` };
        } },
        async close() {
          for (const leave of unfollow) await leave();
          await archive.close();
        },
      };
    },
  };
}
