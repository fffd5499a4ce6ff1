import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { events } from '@lianxin/contracts';
import { memoryEventLog } from '@lianxin/event-log';
import { parseEnvelope, virtualClock, type Actor, type Envelope, type Result } from '@lianxin/kernel';
import { memoryErasureFollower, memoryViewStore, memorySnapshots, startEngine, type Answer, type CaseFacts, type CommandHandler, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import { memoryKeyStore } from '@lianxin/trust';
import { assessmentBefore, type AssessmentParts } from '../assessment.js';
import { testId } from './sealed.js';

export const worker: Actor = { id: 'worker-440106', role: 'worker', org: 'station-1', district: '440106' };
export const colleague: Actor = { id: 'worker-2-440106', role: 'worker', org: 'station-1', district: '440106' };
export const supervisor: Actor = { id: 'supervisor-440106', role: 'supervisor', district: '440106' };
export const second: Actor = { id: 'supervisor-2-440106', role: 'supervisor', district: '440106' };
export const desk: Actor = { id: 'desk-440106', role: 'desk', district: '440106' };
export const auditor: Actor = { id: 'auditor', role: 'auditor', district: '440100' };
export const system: Actor = { id: 'system:assessment', role: 'system', district: '440106' };

/** A whole assessment service in memory, with real sealing, views and index of plans; cases and time are set by hand. */
export interface RunningAssessment {
  readonly parts: AssessmentParts;
  readonly engine: ServiceEngine;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly reactions: readonly Reaction[];
  /** A case taken by the worker, unless said otherwise. Returns its id. */
  case(more?: Partial<CaseFacts>): string;
  /** Changes what is known of a case. */
  change(caseid: string, more: Partial<CaseFacts>): void;
  give<B>(handler: CommandHandler<B>, body: B, actor?: Actor, commandid?: string): Promise<Result<Answer>>;
  /** The same, and it must be accepted. */
  done<B>(handler: CommandHandler<B>, body: B, actor?: Actor, commandid?: string): Promise<Answer>;
  stored(log?: string): Promise<readonly Envelope[]>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function runningAssessment(now = Date.UTC(2026, 0, 5, 1)): Promise<RunningAssessment> {
  const dir = mkdtempSync(join(tmpdir(), 'assessment-'));
  const clock = virtualClock(now);
  const log = memoryEventLog({ clock });
  const keys = memoryKeyStore(clock);
  const faults: unknown[] = [];
  const cases = new Map<string, CaseFacts>();
  const service = assessmentBefore();
  const erasures = await memoryErasureFollower(keys, clock, (_, error) => faults.push(error));
  const engine = await startEngine({
    service: 'assessment', installation: 'test.example', keysDir: dir, clock, log, views: memoryViewStore(), snapshots: memorySnapshots(), keys, ...service.engine, erasures, onError: (_, error) => faults.push(error),
  });
  const started = await service.start({ engine, dir, cases: { facts: (id) => Promise.resolve(cases.get(id)) }, onError: (_, error) => faults.push(error) });
  const { parts, reactions } = started;
  const give = <B>(handler: CommandHandler<B>, body: B, actor = worker, commandid?: string) => engine.pipeline.execute(handler, body, { actor, ...(commandid === undefined ? {} : { commandid }) });
  return {
    parts, engine, clock, reactions, give,
    case(more = {}) {
      const n = cases.size + 1;
      const caseid = testId(1_000 + n);
      cases.set(caseid, { caseid, district: '440106', number: `440106-2026-${String(n).padStart(6, '0')}`, subject: testId(2_000 + n), accusation: false, owner: worker.id, conflicted: [], consents: ['SERVICE'], closed: false, ...more });
      return caseid;
    },
    change(caseid, more) { cases.set(caseid, { ...cases.get(caseid)!, ...more }); },
    stored: async (name = 'assessment.440106') => (await log.read(name, { limit: 100_000 })).map((e) => parseEnvelope(e.body)),
    async done(handler, body, actor, commandid) {
      const result = await give(handler, body, actor, commandid);
      if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
      return result.value;
    },
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

export const namesOf = (envelopes: readonly Envelope[]): readonly string[] => envelopes.map((e) => events.nameOf(e.type) ?? e.type);
