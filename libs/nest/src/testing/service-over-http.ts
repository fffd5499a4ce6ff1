import { generateKeyPairSync } from 'node:crypto';
import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Actor } from '@lianxin/kernel';
import { roleTable } from '../auth/principal.js';
import { TokenIssuer, TokenVerifier } from '../auth/tokens.js';
import { createHttpApp } from '../http/http-app.js';
import { createLogger } from '../logging.js';
import { HealthChecks } from '../ops/health.js';
import { PlatformModule } from '../platform-module.js';
import type { ServiceParts } from '../service/service-module.js';

type Json = Readonly<Record<string, unknown>> & { readonly items?: readonly Json[] };

/** One service behind real HTTP on a free port of this machine, with the true role table; for tests. */
export interface ServiceOverHttp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Sends one request as `actor` (nobody, when undefined); `path` is below the service's base. */
  ask(actor: Actor | undefined, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; json: Json }>;
  close(): Promise<void>;
}

/** @param base what stands before the path of each request; default `/api/<name>/` */
export async function serviceOverHttp(name: string, module: Type | DynamicModule, parts: ServiceParts, base = `/api/${name}/`): Promise<ServiceOverHttp> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const names = { issuer: 'test', audience: 'lianxin-api' };
  const issuer = new TokenIssuer({ ...names, algorithm: 'EdDSA', key: privateKey, lifetimeSeconds: 600 });
  const app = await createHttpApp([PlatformModule.with({ policy: roleTable, health: new HealthChecks(), ops: { metricsOnlyLocal: false }, services: new Map([[name, parts]]) }), module], {
    config: { bodyLimit: 262_144, rateLimit: 10_000, rateLimitLoopback: 100_000 }, logger: createLogger('error', { write: () => undefined }),
    verifiers: { bearer: new TokenVerifier({ ...names, algorithms: ['EdDSA'], key: publicKey }) }, api: { title: '测试 · test', description: '测试 · test', version: '1', tags: [] },
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    app, url,
    async ask(actor, method, path, body, headers = {}) {
      const response = await fetch(`${url}${base}${path}`, {
        method, headers: { ...(actor ? { authorization: `Bearer ${await issuer.issue(actor)}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, json: await response.json() as Json };
    },
    close: () => app.close(),
  };
}
