import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refusedBecause } from '../problem/problem.js';
import type { Principal } from './principal.js';
import { authOf } from './request-auth.js';

export const ACTION_METADATA = 'lianxin:action';
export const PUBLIC_METADATA = 'lianxin:public';
export const PAGE_METADATA = 'lianxin:page';

/** The row of the role table that this route needs. Every route has this or `@Public()`; the server does not start otherwise. */
export const Action = (action: string): MethodDecorator & ClassDecorator => SetMetadata(ACTION_METADATA, action);

/** Open to everybody; say why, the reason is printed nowhere but read by reviewers. */
export const Public = (because: string): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_METADATA, because);

/** A server-rendered page: signed in by the session cookie instead of a bearer token, errors shown as HTML. */
export const Page = (): MethodDecorator & ClassDecorator => SetMetadata(PAGE_METADATA, true);

/** The signed-in actor. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const auth = authOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (auth.kind !== 'principal') throw refusedBecause('access/no-token');
  return auth.principal;
});

/** The signed-in actor, or undefined on a public route. */
export const MaybeWho = createParamDecorator((_: unknown, context: ExecutionContext): Principal | undefined => {
  const auth = authOf(context.switchToHttp().getRequest<FastifyRequest>());
  return auth.kind === 'principal' ? auth.principal : undefined;
});
