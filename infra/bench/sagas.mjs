import { systemClock } from '../../libs/kernel/dist/index.js';
import { openSqliteEventLog } from '../../libs/event-log/dist/index.js';
import { forwardEvents, inProcessBus, openSqliteInbox, openSqliteLeases } from '../../libs/messaging/dist/index.js';
import { CommandPipeline, feedOf, issueTo, openSqliteSagaIndex, runSagas } from '../../libs/runtime/dist/index.js';
import { needTypes } from '../../libs/runtime/dist/sagas/testing/need-saga.js';

/** Two services on real files for the benches of sagas: `needs` runs them, `units` takes their commands. */
export const DISTRICT = '440106';
export const ACTOR = { id: 'bench', role: 'system', district: DISTRICT };

export async function openServices(folder, { sagas, commands = {}, received = () => true, logOf = (log) => log }) {
  const logs = { needs: await openSqliteEventLog({ path: `${folder}/needs.db` }), units: await openSqliteEventLog({ path: `${folder}/units.db` }) }; // writers in threads of their own, as servers have them
  const shown = { needs: logOf(logs.needs), units: logs.units };
  const pipelineOf = (service) => new CommandPipeline({
    service, installation: 'lianxin.example', log: shown[service], types: needTypes, clock: systemClock, seal: () => Promise.reject(new Error('nothing is sealed here')), secret: async () => Buffer.alloc(32, 1),
  });
  const pipelines = { needs: pipelineOf('needs'), units: pipelineOf('units') };
  const bus = inProcessBus();
  const feeds = new Map(Object.entries(shown).filter(([service]) => received(service)).map(([service, log]) => [service, feedOf(log)]));
  const [inbox, leases, index] = [openSqliteInbox(`${folder}/inbox.db`), openSqliteLeases(`${folder}/leases.db`), openSqliteSagaIndex(`${folder}/timers.db`)];
  const errors = [];
  const running = await runSagas({
    service: 'needs', sagas, pipeline: pipelines.needs, log: shown.needs, types: needTypes, clock: systemClock, bus, feeds, store: inbox, index,
    issuing: issueTo(new Map([['units', { pipeline: pipelines.units, commands }]])), onError: (error) => errors.push(error),
  });
  await running.ready;
  const forwarders = ['needs', 'units'].filter(received).map((service) => {
    const forwarder = forwardEvents({ service, feed: feeds.get(service), bus, leases, holder: 'bench', poll: 20 });
    logs[service].onAppended(() => forwarder.wake());
    return forwarder;
  });
  return {
    logs, pipelines, sagas: running, index, errors,
    async close() {
      for (const f of forwarders) await f.close();
      await running.close();
      await bus.close();
      for (const p of Object.values(pipelines)) await p.close();
      for (const l of Object.values(logs)) await l.close();
      await inbox.close();
      await leases.close();
      index.close();
    },
  };
}

/** So many at once. */
export async function side(count, at, work) {
  let next = 0;
  const one = async () => { while (next < count) { const i = next; next += 1; await work(i); } };
  await Promise.all(Array.from({ length: at }, one));
}

export async function until(what, holds, seconds = 170) {
  for (const end = performance.now() + seconds * 1000; !(await holds());) {
    if (performance.now() > end) throw new Error(`not in ${seconds} s: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}
