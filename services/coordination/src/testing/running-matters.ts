import { generateKeyPairSync } from 'node:crypto';
import type { Actor } from '@lianxin/kernel';
import { forwardEvents, inProcessBus, memoryInbox, memoryLeases } from '@lianxin/messaging';
import { createHttpApp, createLogger, HealthChecks, PlatformModule, roleTable, TokenIssuer, TokenVerifier } from '@lianxin/nest';
import { feedOf, issueTo, memorySagaIndex, runSagas, type Sagas } from '@lianxin/runtime';
import { CoordinationModule } from '../coordination.module.js';
import { runningCoordination, type RunningCoordination } from './running-coordination.js';

export type Json = Readonly<Record<string, unknown>>;
export interface Answered { readonly status: number; readonly json: Json }

/** Coordination over HTTP with its sagas and timers, in memory, under the virtual clock: what falls due on the way to a moment happens before it is reached. */
export interface RunningMatters {
  readonly city: RunningCoordination;
  readonly sagas: Sagas;
  ask(actor: Actor, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Goes to a moment (UTC ms), forward only. */
  goTo(at: number): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 20_000;

export async function runningMatters(now: number): Promise<RunningMatters> {
  const city = await runningCoordination(now);
  const { engine, clock } = city;
  const bus = inProcessBus({ pause: 1 });
  const feed = feedOf(engine.parts.log);
  const faults: unknown[] = [];
  const sagas = await runSagas({
    service: 'coordination', sagas: city.sagas, pipeline: engine.pipeline, log: engine.parts.log, types: engine.parts.types, clock, bus, feeds: new Map([['coordination', feed]]), store: memoryInbox(), index: memorySagaIndex(),
    issuing: issueTo(new Map([['coordination', { pipeline: engine.pipeline, commands: city.parts.commands }]])), onError: (error) => faults.push(error), onQuarantined: (row) => faults.push(row), inbox: { gap: 20, compare: 100 },
  });
  const inbox = await sagas.ready;
  const forwarder = forwardEvents({ service: 'coordination', feed, bus, leases: memoryLeases(), holder: 'test', poll: 5 });
  const unsubscribe = engine.parts.log.onAppended(() => forwarder.wake());

  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const names = { issuer: 'test', audience: 'lianxin-api' };
  const issuer = new TokenIssuer({ ...names, algorithm: 'EdDSA', key: privateKey, lifetimeSeconds: 600 });
  const app = await createHttpApp([
    PlatformModule.with({ policy: roleTable, health: new HealthChecks(), ops: { metricsOnlyLocal: false }, services: new Map([['coordination', city.parts]]) }), CoordinationModule.with(city.parts.commands),
  ], {
    config: { bodyLimit: 262_144, rateLimit: 10_000, rateLimitLoopback: 100_000 }, logger: createLogger('error', { write: () => undefined }), verifiers: { bearer: new TokenVerifier({ ...names, algorithms: ['EdDSA'], key: publicKey }) },
    api: { title: '测试 · test', description: '测试 · test', version: '1', tags: [] },
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();

  /** Until nothing is under way: all forwarded, received, taken, all commands answered, all views built. */
  async function settled(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    const resting = async () => (await forwarder.lag()).every((l) => l.behind === 0) && (await inbox.lag()).every((l) => l.behind === 0) && sagas.idle();
    while (!(await resting())) {
      if (performance.now() > end) throw new Error('nothing comes to rest', { cause: faults[0] });
      await new Promise((resolve) => { setTimeout(resolve, 2); });
    }
    await city.caughtUp();
    if (faults.length > 0) throw new Error('background work failed', { cause: faults[0] });
  }

  return {
    city, sagas,
    async ask(actor, method, path, body, headers = {}) {
      const response = await fetch(`${url}/api/coordination/${path}`, {
        method, headers: { authorization: `Bearer ${await issuer.issue(actor)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, json: await response.json() as Json };
    },
    async goTo(at) {
      await settled();
      for (let next = sagas.nextDue(); next !== undefined && next <= at; next = sagas.nextDue()) {
        clock.set(next);
        await sagas.runDue();
        await settled();
      }
      clock.set(at);
    },
    async close() {
      await app.close();
      unsubscribe();
      await forwarder.close();
      await sagas.close();
      await bus.close();
      await city.close();
    },
  };
}
