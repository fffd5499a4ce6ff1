import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { authOf, setAuth } from '../auth/request-auth.js';
import type { TokenVerifier } from '../auth/tokens.js';
import type { HttpMetrics } from '../ops/metrics.js';
import { contextOf, inContext, type RequestContext } from './request-context.js';

const contexts = new WeakMap<object, RequestContext>();

/** The context of a request; made on first use, so that requests refused before any hook have one too. */
export function contextOfRequest(request: FastifyRequest): RequestContext {
  const known = contexts.get(request.raw);
  if (known) return known;
  const made = contextOf((name) => one(request.headers[name]));
  contexts.set(request.raw, made);
  return made;
}

const one = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** Makes the trace known to everything that runs for the request, and answers the request id. */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const context = contextOfRequest(request);
    void reply.header('x-request-id', context.requestId);
    inContext(context, done);
  });
  // Reading a body leaves the asynchronous context of the first hook: enter it again.
  fastify.addHook('preValidation', (request, _reply, done) => { inContext(contextOfRequest(request), done); });
}

export interface Verifiers {
  readonly bearer: TokenVerifier;
  /** For `@Page()` routes; the cookie's name and who checks it. */
  readonly cookie?: { readonly name: string; readonly verifier: TokenVerifier };
}

/** Finds out whom the request speaks for. Refuses nothing: guards do. */
export function authenticateRequests(fastify: FastifyInstance, verifiers: Verifiers): void {
  fastify.addHook('onRequest', async (request) => {
    const header = request.headers.authorization;
    if (header !== undefined) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
      const result = token === undefined ? undefined : await verifiers.bearer.verify(token);
      if (result?.ok) setAuth(request, { kind: 'principal', principal: result.value, by: 'bearer' });
      else setAuth(request, { kind: 'refused' });
      return;
    }
    const { cookie } = verifiers;
    const token = cookie && request.cookies[cookie.name];
    if (!cookie || token === undefined) return;
    const result = await cookie.verifier.verify(token);
    // An old session is no session: the page then offers to sign in.
    if (result.ok) setAuth(request, { kind: 'principal', principal: result.value, by: 'cookie' });
  });
}

/** One line and one measurement per request: method, route template, status, time, ids. Never addresses, queries, bodies or headers. */
export function observeRequests(fastify: FastifyInstance, logger: Logger, metrics: HttpMetrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { requestId, traceId } = contextOfRequest(request);
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
    const auth = authOf(request);
    logger.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10, requestId, traceId, ...(auth.kind === 'principal' ? { actor: auth.principal.id } : {}) }, 'request');
    done();
  });
}
