import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { parseLog, parseStream } from '@lianxin/kernel';
import { orRefuse, RefusedError, refusedBecause } from '../problem/problem.js';
import { ACTION_METADATA, PAGE_METADATA, PUBLIC_METADATA } from './decorators.js';
import { ACTION_POLICY, type ActionPolicy } from './principal.js';
import { authOf } from './request-auth.js';

/** Closed by default: lets a request pass only when its route is public, or its actor's role may do the route's action in every district the request names. */
@Injectable()
export class ActionGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector, @Inject(ACTION_POLICY) private readonly policy: ActionPolicy) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const action = this.reflector.getAllAndOverride<string | undefined>(ACTION_METADATA, targets);
    // An action on the method beats `@Public` on the class; a route with neither stays closed.
    if (action === undefined) {
      if (this.reflector.getAllAndOverride<string | undefined>(PUBLIC_METADATA, targets) !== undefined) return true;
      throw refusedBecause('access/unknown-action');
    }
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const auth = authOf(request);
    const by = this.reflector.getAllAndOverride<boolean | undefined>(PAGE_METADATA, targets) ? 'cookie' : 'bearer';
    if (auth.kind === 'refused') throw new RefusedError({ code: 'access/bad-token' }, undefined, { 'www-authenticate': 'Bearer error="invalid_token"' });
    if (auth.kind === 'none' || auth.by !== by) throw new RefusedError({ code: 'access/no-token' }, undefined, { 'www-authenticate': 'Bearer' });
    const districts = districtsOf(request);
    for (const district of districts.length > 0 ? districts : [auth.principal.district]) {
      orRefuse(this.policy.mayDo(action, auth.principal, { district }));
    }
    return true;
  }
}

/** Case and registration numbers begin with their district. */
const NUMBER = /^(?:XF)?(\d{6})-\d{4}-\d{6}$/;

/**
 * The districts a request names: in stream names, log names and numbers of its path, or as `district` in path, query or
 * body. A bare id names none: then whoever looks it up asks the role table again with the district it finds.
 */
export function districtsOf(request: Pick<FastifyRequest, 'params' | 'query' | 'body'>): string[] {
  const found = new Set<string>();
  for (const [name, value] of Object.entries((request.params ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') continue;
    const district = name === 'district' ? value : (parseStream(value)?.district ?? parseLog(value)?.district ?? NUMBER.exec(value)?.[1]);
    if (district !== undefined) found.add(district);
  }
  for (const part of [request.query, request.body]) {
    if (part === null || typeof part !== 'object' || !Object.hasOwn(part, 'district')) continue;
    const { district } = part as { district?: unknown };
    if (typeof district === 'string' && /^\d{6}$/.test(district)) found.add(district);
  }
  return [...found];
}
