import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { HttpException, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { assertEveryRouteIsGuarded } from '../auth/every-route-is-guarded.js';
import { ActionGuard } from '../auth/guard.js';
import type { Config } from '../config.js';
import { nestLogger } from '../logging.js';
import { HttpMetrics, Metrics } from '../ops/metrics.js';
import { answerProblem, ProblemFilter, type ProblemOptions } from '../problem/problem-filter.js';
import { refusedBecause } from '../problem/problem.js';
import { SchemaPipe } from '../problem/schema-pipe.js';
import { allowedMethods } from './allowed-methods.js';
import { describeApi, serveApiDescription, type ApiText } from './openapi.js';
import { limitRequests } from './rate-limit.js';
import { authenticateRequests, contextOfRequest, observeRequests, traceRequests, type Verifiers } from './request-hooks.js';

export interface HttpAppOptions {
  readonly config: Pick<Config, 'bodyLimit' | 'rateLimit' | 'rateLimitLoopback'>;
  readonly logger: Logger;
  readonly verifiers: Verifiers;
  readonly api: ApiText;
  /** Names under which this server answers; others are refused (a page elsewhere must not reach it by re-binding a name). Any, when absent. */
  readonly hosts?: readonly string[];
  /** How a browser is shown a problem on a page. */
  readonly problemPage?: ProblemOptions['page'];
  /** From when the dates of the examples in the description are counted (UTC ms); the system's clock, when absent. */
  readonly now?: () => number;
}

type Imported = Type | DynamicModule;

/** For plain pages: nothing from elsewhere, no script but our own, no frame. Set by hand: helmet would put it together anew for each request. */
const PAGE_CSP = "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'";
/** Swagger UI carries a style element of its own. */
const DOCS_CSP = "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;connect-src 'self';form-action 'none';frame-ancestors 'none';base-uri 'none'";

/** Builds the HTTP application, ready to listen: guards closed by default, problem details, limits, headers, traces, measurements, `/openapi.json`, `/docs`. Throws when a route is unguarded. */
export async function createHttpApp(modules: readonly Imported[], options: HttpAppOptions): Promise<NestFastifyApplication> {
  const problems: ProblemOptions = {
    logger: options.logger, bodyLimit: options.config.bodyLimit, allowed: (request) => allowed(request),
    ...(options.problemPage ? { page: options.problemPage } : {}),
  };
  const server: FastifyServerOptions = {
    bodyLimit: options.config.bodyLimit,
    logger: false,
    trustProxy: false,
    // While stopping, what is under way is answered; only idle connections are cut.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: 60_000,
    genReqId: (raw) => contextOfRequest({ raw, headers: raw.headers } as FastifyRequest).requestId,
    routerOptions: { maxParamLength: 200, caseSensitive: true },
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply, problems),
  };
  const adapter = new FastifyAdapter(server as ConstructorParameters<typeof FastifyAdapter>[0]);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  // Bodies are JSON, on pages forms; plain text is what a page elsewhere could send without being asked first.
  fastify.removeContentTypeParser('text/plain');
  const allowed = allowedMethods(fastify);
  await fastify.register(cookie);
  traceRequests(fastify);
  if (options.hosts) answerOnlyUnder(fastify, options.hosts);
  await secure(fastify);
  authenticateRequests(fastify, options.verifiers);
  await limitRequests(fastify, { perMinute: options.config.rateLimit, loopbackPerMinute: options.config.rateLimitLoopback });

  @Module({ imports: [...modules] })
  class App {}
  const app = await NestFactory.create<NestFastifyApplication>(App, adapter, { logger: nestLogger(options.logger), abortOnError: false });
  observeRequests(fastify, options.logger, new HttpMetrics(app.get(Metrics, { strict: false })));
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new ProblemFilter(problems));
  app.useGlobalGuards(app.get(ActionGuard, { strict: false }));
  assertEveryRouteIsGuarded(app);
  serveApiDescription(app, options.api.title, () => describeApi(app, options.api), options.now);
  await app.init();
  await fastify.ready();
  return app;
}

function answerOnlyUnder(fastify: FastifyInstance, hosts: readonly string[]): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const name = request.host.replace(/:\d+$/, '').toLowerCase();
    done(hosts.includes(name) ? undefined : refusedBecause('http/misdirected'));
  });
}

async function secure(fastify: FastifyInstance): Promise<void> {
  await fastify.register(helmet, { contentSecurityPolicy: false, xFrameOptions: { action: 'deny' }, referrerPolicy: { policy: 'same-origin' }, crossOriginEmbedderPolicy: false, strictTransportSecurity: false });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('content-security-policy', /^\/docs(?:[/?]|$)/.test(request.url) ? DOCS_CSP : PAGE_CSP);
    // Forms belong to pages. On the interface a form would be a way round the browser's same-origin rules.
    if (request.url.startsWith('/api/') && /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '')) return done(new HttpException('form', 415));
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
    done();
  });
  // Answers about cases are for the one who asked, never for a shared cache.
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}
