import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { events } from '@lianxin/contracts';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { headText, parseEnvelope, utc, uuidv7, virtualClock, type Actor, type Envelope, type Result } from '@lianxin/kernel';
import { forwardEvents, inProcessBus, memoryInbox, memoryLeases } from '@lianxin/messaging';
import { feedOf, memoryErasureFollower, memorySnapshots, memoryViewStore, runReactions, startEngine, type Answer, type CaseFacts, type CommandHandler, type ServiceEngine } from '@lianxin/runtime';
import { memoryKeyStore, type KeyStore } from '@lianxin/trust';
import { crisis, type CrisisParts } from '../crisis.js';

const of = (role: string, id = `${role}-440106`, district = '440106'): Actor => ({ id, role, district });
export const worker = of('worker');
export const colleague = of('worker', 'worker-440106-2');
export const stranger = of('worker', 'worker-440105', '440105');
export const desk = of('desk');
export const supervisor = of('supervisor');
export const archivist = of('archivist');
export const auditor = of('auditor', 'auditor', '440100');

/** A whole crisis service in memory, with real sealing and views; cases are told by hand, time is set by hand. */
export interface RunningCrisis {
  readonly parts: CrisisParts;
  readonly engine: ServiceEngine;
  readonly keys: KeyStore;
  readonly clock: ReturnType<typeof virtualClock>;
  /** A stand-in for the logs of other services; what is recorded there reaches crisis over the bus. */
  readonly elsewhere: EventLog;
  /** Makes a case known, as intake and the archive would. */
  known(more?: Partial<CaseFacts>): string;
  change(caseid: string, more: Partial<CaseFacts>): void;
  /** Appends an event of another service to a stream of a case. */
  record(service: string, caseid: string, name: string, data: unknown, district?: string): Promise<void>;
  /** Begins to follow the other services; resolves when what they held is taken over. */
  follow(): Promise<{ settled(): Promise<void>; close(): Promise<void> }>;
  done<B>(handler: CommandHandler<B>, body: B, actor?: Actor): Promise<Answer>;
  /** The code of a refusal, or `accepted`. */
  code<B>(handler: CommandHandler<B>, body: B, actor?: Actor): Promise<string>;
  stored(): Promise<readonly Envelope[]>;
  names(caseid: string, district?: string): Promise<readonly string[]>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function runningCrisis(now = Date.UTC(2026, 0, 5, 1)): Promise<RunningCrisis> {
  const dir = mkdtempSync(join(tmpdir(), 'crisis-'));
  const clock = virtualClock(now);
  const [log, elsewhere] = [memoryEventLog({ clock }), memoryEventLog({ clock })];
  const keys = memoryKeyStore(clock);
  const cases = new Map<string, CaseFacts>();
  const ask = { facts: (caseid: string) => Promise.resolve(cases.get(caseid)) };
  const faults: unknown[] = [];
  const service = crisis();
  const erasures = await memoryErasureFollower(keys, clock, (_, error) => faults.push(error));
  const engine = await startEngine({
    service: 'crisis', installation: 'test.example', keysDir: dir, clock, log, views: memoryViewStore(), snapshots: memorySnapshots(), keys, ...service.engine(ask), erasures, onError: (_, error) => faults.push(error),
  });
  const parts = service.start({ engine, cases: ask });
  const give = <B>(handler: CommandHandler<B>, body: B, actor = worker): Promise<Result<Answer>> => engine.pipeline.execute(handler, body, { actor });
  const stored = async (district = '440106') => (await log.read(`crisis.${district}`, { limit: 100_000 })).map((e) => parseEnvelope(e.body));
  return {
    parts, engine, keys, clock, elsewhere, stored,
    known(more = {}) {
      const caseid = more.caseid ?? uuidv7(clock.now());
      cases.set(caseid, { caseid, district: '440106', number: `440106-2026-${String(cases.size + 1).padStart(6, '0')}`, subject: uuidv7(clock.now()), accusation: false, conflicted: [], consents: [], closed: false, ...more });
      return caseid;
    },
    change(caseid, more) { cases.set(caseid, { ...cases.get(caseid)!, ...more }); },
    async record(from, caseid, name, data, district = '440106') {
      const [id, stream] = [uuidv7(clock.now()), `dossier-${district}-${caseid}`];
      const logName = `${from}.${district}`;
      const type = events.typeOf(name);
      const before = await elsewhere.readStream(logName, stream);
      const head = headText({
        specversion: '1.0', id, source: `test.example/${logName}`, type, subject: stream, time: utc(clock.now()), datacontenttype: 'application/json', log: logName, stream, caseid, district, actorid: 'desk-440106', actorrole: 'desk',
        correlationid: id, data,
      });
      const outcome = await elsewhere.append({ log: logName, actorid: 'desk-440106', streams: [{ stream, caseid, expected: before.length, events: [{ id, type, time: clock.now(), head }] }] });
      if (outcome.kind !== 'appended') throw new Error(JSON.stringify(outcome));
    },
    async follow() {
      const bus = inProcessBus();
      const feed = feedOf(elsewhere);
      const inbox = await runReactions({ service: 'crisis', reactions: service.reactions, pipeline: engine.pipeline, types: events, bus, feeds: new Map([['intake', feed]]), store: memoryInbox(), onError: (error) => faults.push(error) });
      const forwarder = forwardEvents({ service: 'intake', feed, bus, leases: memoryLeases(), holder: 'test', poll: 20 });
      return {
        async settled() {
          for (const until = Date.now() + 5_000; Date.now() < until;) {
            if ((await inbox.lag()).every((l) => l.behind === 0)) {
              const parked = await inbox.parked();
              if (parked.length > 0) throw new Error(parked[0]!.error);
              return;
            }
            await new Promise((resolve) => { setTimeout(resolve, 10); });
          }
          throw new Error('the reactions did not catch up in 5 s');
        },
        async close() { await forwarder.close(); await inbox.close(); await bus.close(); },
      };
    },
    async done(handler, body, actor) {
      const result = await give(handler, body, actor);
      if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
      return result.value;
    },
    async code(handler, body, actor) {
      const result = await give(handler, body, actor);
      return result.ok ? 'accepted' : result.refusal.code;
    },
    names: async (caseid, district) => (await stored(district)).filter((e) => e.caseid === caseid).map((e) => events.nameOf(e.type) ?? e.type),
    caughtUp: () => engine.projections.caughtUp(),
    async close() {
      await engine.close();
      await erasures.close();
      await Promise.all([log.close(), elsewhere.close()]);
      rmSync(dir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error('background work failed', { cause: faults[0] });
    },
  };
}
