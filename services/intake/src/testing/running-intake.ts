import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { events } from '@lianxin/contracts';
import { memoryEventLog } from '@lianxin/event-log';
import { parseEnvelope, virtualClock, type Actor, type Envelope, type Result } from '@lianxin/kernel';
import { memoryErasureFollower, memoryViewStore, memorySnapshots, startEngine, type Answer, type CommandHandler, type ServiceEngine } from '@lianxin/runtime';
import { memoryKeyStore, type KeyStore } from '@lianxin/trust';
import { intake, type IntakeParts } from '../intake.js';

export const worker: Actor = { id: 'worker-440106', role: 'worker', org: 'station-1', district: '440106' };
export const colleague: Actor = { id: 'worker-2-440106', role: 'worker', org: 'station-1', district: '440106' };
export const supervisor: Actor = { id: 'supervisor-440106', role: 'supervisor', district: '440106' };
export const desk: Actor = { id: 'desk-440106', role: 'desk', district: '440106' };
export const archivist: Actor = { id: 'archivist', role: 'archivist', district: '440100' };
export const auditor: Actor = { id: 'auditor', role: 'auditor', district: '440100' };
export const importer: Actor = { id: 'importer', role: 'importer', district: '440100' };

/** A whole intake service in memory, with real sealing, views and search; time is set by hand. */
export interface RunningIntake {
  readonly parts: IntakeParts;
  readonly engine: ServiceEngine;
  readonly keys: KeyStore;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly held: Set<string>;
  readonly closed: Set<string>;
  /** Who may not hold cases. */
  readonly unqualified: Set<string>;
  /** Gives a command as the bus would. */
  give<B>(handler: CommandHandler<B>, body: B, actor?: Actor, commandid?: string): Promise<Result<Answer>>;
  /** The same, and it must be accepted. */
  done<B>(handler: CommandHandler<B>, body: B, actor?: Actor, commandid?: string): Promise<Answer>;
  /** All stored events of the district's log, as envelopes. */
  stored(log?: string): Promise<readonly Envelope[]>;
  /** Names of the stored events, in order. */
  names(): Promise<readonly string[]>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function runningIntake(now = Date.UTC(2026, 0, 5, 1)): Promise<RunningIntake> {
  const dir = mkdtempSync(join(tmpdir(), 'intake-'));
  const clock = virtualClock(now);
  const log = memoryEventLog({ clock });
  const keys = memoryKeyStore(clock);
  const held = new Set<string>();
  const closed = new Set<string>();
  const unqualified = new Set<string>();
  const faults: unknown[] = [];
  const service = intake();
  const erasures = await memoryErasureFollower(keys, clock, (_, error) => faults.push(error));
  const engine = await startEngine({
    service: 'intake', installation: 'test.example', keysDir: dir, clock, log, views: memoryViewStore(), snapshots: memorySnapshots(), keys, ...service.engine, erasures, onError: (_, error) => faults.push(error),
  });
  const started = await service.start({
    engine, keys, erasures, dir, held: (cases) => Promise.resolve(cases.some((c) => held.has(c))), closed: (caseid) => Promise.resolve(closed.has(caseid)), qualified: (id) => Promise.resolve(!unqualified.has(id)),
  });
  const { parts } = started;
  const give = <B>(handler: CommandHandler<B>, body: B, actor = worker, commandid?: string) => engine.pipeline.execute(handler, body, { actor, ...(commandid === undefined ? {} : { commandid }) });
  const stored = async (name = 'intake.440106') => (await log.read(name, { limit: 100_000 })).map((e) => parseEnvelope(e.body));
  return {
    parts, engine, keys, clock, held, closed, unqualified, give, stored,
    async done(handler, body, actor, commandid) {
      const result = await give(handler, body, actor, commandid);
      if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
      return result.value;
    },
    names: async () => (await stored()).map((e) => events.nameOf(e.type) ?? e.type),
    caughtUp: async () => { await engine.projections.caughtUp(); await parts.feeder.caughtUp(); },
    async close() {
      await started.close();
      await engine.close();
      await erasures.close();
      await log.close();
      rmSync(dir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error('background work failed', { cause: faults[0] });
    },
  };
}
