import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { events } from '@lianxin/contracts';
import { memoryEventLog } from '@lianxin/event-log';
import { metaOf, parseEnvelope, utc, virtualClock, type Actor, type Envelope, type Result, type SomeSaga } from '@lianxin/kernel';
import { memoryErasureFollower, memorySnapshots, memoryViewStore, reactor, startEngine, type Answer, type CaseFacts, type CommandHandler, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import { calendarShelf } from '@lianxin/statute';
import { fileBlobStore, memoryKeyStore, type KeyStore } from '@lianxin/trust';
import { coordinationBefore, type CoordinationParts } from '../coordination.js';
import { testId } from './sealed.js';

export const worker: Actor = { id: 'worker-440106', role: 'worker', org: 'station-440106', district: '440106' };
export const colleague: Actor = { id: 'worker-440106-2', role: 'worker', org: 'station-440106', district: '440106' };
export const supervisor: Actor = { id: 'supervisor-440106', role: 'supervisor', org: 'station-440106', district: '440106' };
export const desk: Actor = { id: 'desk-440106', role: 'desk', district: '440106' };
export const auditor: Actor = { id: 'auditor', role: 'auditor', district: '440100' };
export const civilAffairs: Actor = { id: 'department-440106', role: 'department', org: 'CIVIL_AFFAIRS-440106', district: '440106' };
export const labour: Actor = { id: 'department-440106-2', role: 'department', org: 'LABOUR-440106', district: '440106' };
export const cityCivilAffairs: Actor = { id: 'department-440100', role: 'department', org: 'CIVIL_AFFAIRS-440100', district: '440100' };

/** A whole coordination service in memory, with real sealing and views; cases and time are set by hand. */
export interface RunningCoordination {
  readonly parts: CoordinationParts;
  readonly engine: ServiceEngine;
  /** What it would have a host run. */
  readonly sagas: readonly SomeSaga[];
  readonly reactions: readonly Reaction[];
  readonly calendars: ReturnType<typeof calendarShelf>;
  readonly keys: KeyStore;
  readonly clock: ReturnType<typeof virtualClock>;
  /** A case taken by the worker, unless said otherwise. Returns its id. */
  case(more?: Partial<CaseFacts>): string;
  /** Changes what is known of a case. */
  change(caseid: string, more: Partial<CaseFacts>): void;
  facts(caseid: string): CaseFacts;
  give<B>(handler: CommandHandler<B>, body: B, actor?: Actor, commandid?: string): Promise<Result<Answer>>;
  /** The same, and it must be accepted. */
  done<B>(handler: CommandHandler<B>, body: B, actor?: Actor, commandid?: string): Promise<Answer>;
  stored(log?: string): Promise<readonly Envelope[]>;
  /** Lets the service react to its own events, as a host does; or to one of another service. */
  react(elsewhere?: { readonly type: string; readonly data: unknown; readonly caseid: string; readonly at?: number }): Promise<void>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function runningCoordination(now = Date.UTC(2026, 0, 5, 1)): Promise<RunningCoordination> {
  const dir = mkdtempSync(join(tmpdir(), 'coordination-'));
  const clock = virtualClock(now);
  const log = memoryEventLog({ clock });
  const keys = memoryKeyStore(clock);
  const faults: unknown[] = [];
  const cases = new Map<string, CaseFacts>();
  const service = coordinationBefore();
  const erasures = await memoryErasureFollower(keys, clock, (_, error) => faults.push(error));
  const engine = await startEngine({
    service: 'coordination', installation: 'test.example', keysDir: dir, clock, log, views: memoryViewStore(), snapshots: memorySnapshots(), keys, ...service.engine, erasures, onError: (_, error) => faults.push(error),
  });
  const calendars = calendarShelf();
  const { parts, reactions, sagas } = service.start({ engine, keys, calendars, blobs: await fileBlobStore(join(dir, 'blobs')), cases: { facts: (id) => Promise.resolve(cases.get(id)) } });
  const give = <B>(handler: CommandHandler<B>, body: B, actor = worker, commandid?: string) => engine.pipeline.execute(handler, body, { actor, ...(commandid === undefined ? {} : { commandid }) });
  const stored = async (name = 'coordination.440106') => (await log.read(name, { limit: 100_000 })).map((e) => parseEnvelope(e.body));
  let reacted = 0;
  return {
    parts, engine, sagas, reactions, calendars, keys, clock, give, stored,
    case(more = {}) {
      const n = cases.size + 1;
      const caseid = testId(1_000 + n);
      cases.set(caseid, { caseid, district: '440106', number: `440106-2026-${900_000 + n}`, subject: testId(2_000 + n), accusation: false, owner: worker.id, conflicted: [], consents: ['SERVICE'], closed: false, ...more });
      return caseid;
    },
    change(caseid, more) { cases.set(caseid, { ...cases.get(caseid)!, ...more }); },
    facts: (caseid) => cases.get(caseid)!,
    async done(handler, body, actor, commandid) {
      const result = await give(handler, body, actor, commandid);
      if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
      return result.value;
    },
    async react(elsewhere) {
      const now = utc(elsewhere?.at ?? clock.now());
      const told: readonly Envelope[] = elsewhere === undefined ? (await stored()).slice(reacted) : [parseEnvelope(JSON.stringify({
        specversion: '1.0', id: testId(9_000), source: 'test.example/intake.440106', type: events.typeOf(elsewhere.type), subject: `dossier-440106-${elsewhere.caseid}`, time: now, datacontenttype: 'application/json', data: elsewhere.data,
        log: 'intake.440106', stream: `dossier-440106-${elsewhere.caseid}`, caseid: elsewhere.caseid, district: '440106', actorid: worker.id, actorrole: 'worker', version: '2', position: '2', recordedat: now,
      }))];
      if (elsewhere === undefined) reacted += told.length;
      for (const envelope of told) {
        const event = events.read(envelope.type, envelope.data)!;
        for (const r of reactions.filter((one) => one.on.includes(event.type))) {
          for (const { handler, body } of await r.react(event, metaOf(envelope))) {
            const answer = await engine.pipeline.execute(handler, body as never, { actor: reactor('coordination', envelope.district), causationid: envelope.id });
            if (!answer.ok) throw new Error(`${r.name}: ${answer.refusal.code}`);
          }
        }
      }
    },
    caughtUp: () => engine.projections.caughtUp(),
    async close() {
      await engine.close();
      await erasures.close();
      await log.close();
      rmSync(dir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error('background work failed', { cause: faults[0] });
    },
  };
}

export const namesOf = (envelopes: readonly Envelope[]): readonly string[] => envelopes.map((e) => events.nameOf(e.type) ?? e.type);
