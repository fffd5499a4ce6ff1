import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { events } from '@lianxin/contracts';
import { memoryEventLog } from '@lianxin/event-log';
import { headText, parseEnvelope, utc, uuidv7, virtualClock, type Actor, type Envelope, type Result } from '@lianxin/kernel';
import { forwardEvents, inProcessBus, memoryInbox, memoryLeases } from '@lianxin/messaging';
import { feedOf, memoryErasureFollower, memorySnapshots, memoryViewStore, runReactions, startEngine, type Answer, type CaseFacts, type CommandHandler, type ServiceEngine } from '@lianxin/runtime';
import { memoryKeyStore, type KeyStore } from '@lianxin/trust';
import { followCalendars } from '../calendars/followed-calendars.js';
import type { CaseListed, MatterListed } from '../ports.js';
import { supervision, type SupervisionParts } from '../supervision.js';

const of = (role: string, id = `${role}-440106`, district = '440106'): Actor => ({ id, role, district, org: `station-${district}` });
export const worker = of('worker');
export const colleague = of('worker', 'worker-440106-2');
export const stranger = of('supervisor', 'supervisor-440105', '440105');
export const desk = of('desk');
export const supervisor = of('supervisor');
export const second = of('supervisor', 'supervisor-440106-2');
export const admin = of('admin', 'admin', '440100');
export const auditor = of('auditor', 'auditor', '440100');
export const analyst = of('analyst', 'analyst', '440100');

/** A whole supervision service in memory, with real sealing and views; cases and matters are told by hand, time is set by hand. */
export interface RunningSupervision {
  readonly parts: SupervisionParts;
  readonly engine: ServiceEngine;
  readonly keys: KeyStore;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly matters: MatterListed[];
  /** Goals of plans, by case. */
  readonly goals: Map<string, readonly string[]>;
  /** Cases by 查询码. */
  readonly codes: Map<string, string>;
  /** Makes a case known, as intake and the archive would. */
  known(more?: Partial<CaseFacts>): string;
  change(caseid: string, more: Partial<CaseFacts>): void;
  /** Something happens in a case in another service, and its reactions are done. */
  happens(service: string, caseid: string, name: string, data: unknown, district?: string): Promise<void>;
  done<B>(handler: CommandHandler<B>, body: B, actor?: Actor): Promise<Answer>;
  /** The code of a refusal, or `accepted`. */
  code<B>(handler: CommandHandler<B>, body: B, actor?: Actor): Promise<string>;
  stored(district?: string): Promise<readonly Envelope[]>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function runningSupervision(now = Date.UTC(2026, 0, 5, 1)): Promise<RunningSupervision> {
  const dir = mkdtempSync(join(tmpdir(), 'supervision-'));
  const clock = virtualClock(now);
  const [log, elsewhere] = [memoryEventLog({ clock }), memoryEventLog({ clock })];
  const keys = memoryKeyStore(clock);
  const cases = new Map<string, CaseFacts & { readonly openedAt: string; readonly closedAt?: string }>();
  const matters: MatterListed[] = [];
  const [goals, codes] = [new Map<string, readonly string[]>(), new Map<string, string>()];
  const ask = { facts: (caseid: string) => Promise.resolve(cases.get(caseid)) };
  const faults: unknown[] = [];
  const service = supervision();
  const erasures = await memoryErasureFollower(keys, clock, (_, error) => faults.push(error));
  const engine = await startEngine({
    service: 'supervision', installation: 'test.example', keysDir: dir, clock, log, views: memoryViewStore(), snapshots: memorySnapshots(), keys, ...service.engine(ask), erasures, onError: (_, error) => faults.push(error),
  });
  const listed = (of: string | undefined, inTime: (c: CaseListed) => boolean): Promise<readonly CaseListed[]> =>
    Promise.resolve([...cases.values()].map(({ caseid, district, accusation, openedAt, closedAt }) => ({ caseid, district, accusation, openedAt, ...(closedAt === undefined ? {} : { closedAt }) })).filter((c) => (of === undefined || c.district === of) && inTime(c)));
  const calendars = await followCalendars({ log, types: events, onError: (error) => faults.push(error) });
  const parts = service.start({
    engine, calendars,
    ports: {
      cases: ask, secret: (name) => keys.secret(name), planGoals: (caseid) => Promise.resolve(goals.get(caseid)), caseOfCode: (code) => Promise.resolve(codes.get(code)),
      casesOpened: ({ district, from, below }) => listed(district, (c) => c.openedAt >= from && c.openedAt < below),
      casesClosed: ({ district, from, below }) => listed(district, (c) => c.closedAt !== undefined && c.closedAt >= from && c.closedAt < below),
      mattersReceived: ({ district, from, below }) => Promise.resolve(matters.filter((m) => (district === undefined || m.district === district) && m.receivedAt >= from && m.receivedAt < below)),
    },
  });
  const bus = inProcessBus();
  const feed = feedOf(elsewhere);
  const inbox = await runReactions({ service: 'supervision', reactions: service.reactions, pipeline: engine.pipeline, types: events, bus, feeds: new Map([['intake', feed]]), store: memoryInbox(), onError: (error) => faults.push(error) });
  const forwarder = forwardEvents({ service: 'intake', feed, bus, leases: memoryLeases(), holder: 'test', poll: 20 });
  async function settled(): Promise<void> {
    for (const until = Date.now() + 5_000; Date.now() < until;) {
      if ((await inbox.lag()).every((l) => l.behind === 0)) {
        const [parked] = await inbox.parked();
        if (parked) throw new Error(parked.error);
        return;
      }
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
    throw new Error('the reactions did not catch up in 5 s');
  }
  const give = <B>(handler: CommandHandler<B>, body: B, actor = supervisor): Promise<Result<Answer>> => engine.pipeline.execute(handler, body, { actor });
  const stored = async (district = '440106') => (await log.read(`supervision.${district}`, { limit: 100_000 })).map((e) => parseEnvelope(e.body));

  return {
    parts, engine, keys, clock, matters, goals, codes, stored,
    known(more = {}) {
      const caseid = more.caseid ?? uuidv7(clock.now());
      cases.set(caseid, {
        caseid, district: '440106', number: `440106-2026-${String(cases.size + 1).padStart(6, '0')}`, subject: uuidv7(clock.now()), accusation: false, owner: worker.id, conflicted: [], consents: [], closed: false, openedAt: utc(clock.now()), ...more,
      });
      return caseid;
    },
    change(caseid, more) { cases.set(caseid, { ...cases.get(caseid)!, ...more, ...(more.closed === true ? { closedAt: utc(clock.now()) } : {}) }); },
    async happens(from, caseid, name, data, district = '440106') {
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
      await settled();
      await engine.projections.caughtUp();
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
    caughtUp: () => engine.projections.caughtUp(),
    async close() {
      await forwarder.close();
      await inbox.close();
      await bus.close();
      calendars.close();
      await engine.close();
      await erasures.close();
      await Promise.all([log.close(), elsewhere.close()]);
      rmSync(dir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error('background work failed', { cause: faults[0] });
    },
  };
}
