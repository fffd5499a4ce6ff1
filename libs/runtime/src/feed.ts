import type { EventLog } from '@lianxin/event-log';
import type { Feed } from '@lianxin/messaging';

/** An event log as the feed that its owner shows to others. `shows` chooses the logs; default all of the store. */
export function feedOf(log: EventLog, shows: (log: string) => boolean = () => true): Feed {
  const mustShow = (name: string): void => { if (!shows(name)) throw new Error(`log ${name} is not shown`); };
  return {
    async logs() {
      const names = (await log.logs()).filter(shows);
      const heads = await Promise.all(names.map((name) => log.head(name)));
      return heads.map((head) => ({ log: head.log, size: head.size, completeTo: head.clock }));
    },
    async read(name, after, limit) {
      mustShow(name);
      return (await log.read(name, { after, limit })).map(({ position, body }) => ({ position, body }));
    },
    async checkpoint(name) {
      mustShow(name);
      return (await log.lastCheckpoint(name))?.text;
    },
  };
}
