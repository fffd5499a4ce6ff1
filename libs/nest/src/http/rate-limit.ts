import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authOf } from '../auth/request-auth.js';
import { RefusedError } from '../problem/problem.js';

export interface RateLimits {
  /** Requests a minute per actor, or per address without one. */
  readonly perMinute: number;
  readonly loopbackPerMinute: number;
}

export const isLoopback = (request: FastifyRequest): boolean => {
  const { ip } = request;
  return ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.');
};

/** Limits every request, also those that lead nowhere; who has no valid token is counted by address, so that made-up tokens gain nothing. */
export async function limitRequests(fastify: FastifyInstance, limits: RateLimits): Promise<void> {
  await fastify.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: (request) => { const auth = authOf(request); return auth.kind === 'principal' ? `actor ${auth.principal.id}` : `address ${request.ip}`; },
    max: (request) => (isLoopback(request) ? limits.loopbackPerMinute : limits.perMinute),
  });
  const count = fastify.createRateLimit();
  fastify.addHook('onRequest', async (request, reply) => {
    const counted = await count(request);
    if (counted.isAllowed) return;
    const reset = String(counted.ttlInSeconds);
    void reply.headers({ 'ratelimit-limit': String(counted.max), 'ratelimit-remaining': String(counted.remaining), 'ratelimit-reset': reset });
    if (counted.isExceeded) throw new RefusedError({ code: 'http/rate-limit', with: { seconds: counted.ttlInSeconds } }, undefined, { 'retry-after': reset });
  });
}
