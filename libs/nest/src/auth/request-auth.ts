import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.js';

/** What the request's credentials proved. Found once per request, before the rate limit and the guard ask. */
export type RequestAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'principal'; readonly principal: Principal; readonly by: 'bearer' | 'cookie' }
  | { readonly kind: 'refused' };

const found = new WeakMap<FastifyRequest, RequestAuth>();

export const setAuth = (request: FastifyRequest, auth: RequestAuth): void => { found.set(request, auth); };
export const authOf = (request: FastifyRequest): RequestAuth => found.get(request) ?? { kind: 'none' };
