import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ok, refused, type Actor } from '@lianxin/kernel';
import { TokenIssuer, TokenVerifier } from '../auth/tokens.js';
import type { ActionPolicy } from '../auth/principal.js';
import { createHttpApp } from '../http/http-app.js';
import { createLogger } from '../logging.js';
import { HealthChecks } from '../ops/health.js';
import { PlatformModule } from '../platform-module.js';
import type { HostParts } from '../service/service-module.js';

/** A whole server for tests: real HTTP on a free port of this machine, a key pair of its own, a small role table. */
export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly health: HealthChecks;
  /** Every log line written so far. */
  readonly lines: readonly string[];
  token(actor: Actor, more?: { readonly audience?: string; readonly issuer?: string; readonly lifetimeSeconds?: number; readonly key?: KeyObject; readonly now?: number }): Promise<string>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly modules: readonly (Type | DynamicModule)[];
  /** Action → roles that may; districts other than the actor's own are refused. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  readonly services?: HostParts;
  readonly rateLimit?: number;
  readonly bodyLimit?: number;
}

export async function startTestApp(options: TestAppOptions): Promise<TestApp> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const lines: string[] = [];
  const health = new HealthChecks();
  const policy: ActionPolicy = {
    knows: (action) => Object.hasOwn(options.actions, action),
    mayDo: (action, actor, { district }) => (!options.actions[action]!.includes(actor.role) ? refused('access/role') : district === actor.district ? ok(true) : refused('access/district')),
  };
  const app = await createHttpApp([PlatformModule.with({ policy, health, ops: { metricsOnlyLocal: false }, services: options.services ?? new Map() }), ...options.modules], {
    config: { bodyLimit: options.bodyLimit ?? 1_048_576, rateLimit: 600, rateLimitLoopback: options.rateLimit ?? 100_000 },
    logger: createLogger('debug', { write: (line) => { lines.push(line); } }),
    verifiers: { bearer: new TokenVerifier({ issuer: 'test', audience: 'lianxin-api', algorithms: ['EdDSA'], key: publicKey }) },
    api: { title: '测试 · test', description: '测试 · test', version: '1', tags: [] },
  });
  await app.listen(0, '127.0.0.1');
  return {
    app, health, lines, url: await app.getUrl(),
    token: (actor, more = {}) => new TokenIssuer({
      issuer: more.issuer ?? 'test', audience: more.audience ?? 'lianxin-api', algorithm: 'EdDSA', key: more.key ?? privateKey, lifetimeSeconds: more.lifetimeSeconds ?? 600, ...(more.now === undefined ? {} : { now: () => more.now! }),
    }).issue(actor),
    close: () => app.close(),
  };
}
