import { join } from 'node:path';
import { systemClock, utc } from '@lianxin/kernel';
import { openSqliteEventLog } from '@lianxin/event-log';
import { openSqliteInbox, openSqliteLeases, type InboxStore, type MemoryTx } from '@lianxin/messaging';
import { openSqliteSagaIndex } from '../sqlite-saga-index.js';
import { eventually, World } from './world.js';

/**
 * A process that runs sagas on real files until all are finished or it is killed. Each of so many needs asks three units
 * and falls due at its own moment. Usage: `<folder> <needs> <first due, UTC ms> <ms between dues>`; says `done` at the end.
 */
const [folder = '', needs = '0', first = '0', between = '0'] = process.argv.slice(2);
const clock = { ...systemClock, set: () => undefined, advance: () => undefined };
const open = (name: string) => openSqliteEventLog({ path: join(folder, `${name}.db`), inThread: true });
const world = await World.start({
  clock, onError: (error) => { process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`); },
  kept: {
    needs: await open('needs'), units: await open('units'), leases: openSqliteLeases(join(folder, 'leases.db')), index: openSqliteSagaIndex(join(folder, 'timers.db')),
    inbox: openSqliteInbox(join(folder, 'inbox.db')) as unknown as InboxStore<MemoryTx>,
  },
});
for (let i = 0; i < Number(needs); i += 1) await world.raise(`n${i}`, ['a', 'b', 'c'], { due: utc(Number(first) + i * Number(between)) });
process.stdout.write('raised\n');
await eventually('all are finished', () => world.sagas.list({ status: 'finished', limit: 10_000 }).length === Number(needs));
await world.settled();
await world.stop();
process.stdout.write('done\n');
process.exit(0);
