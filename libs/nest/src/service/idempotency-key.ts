import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RefusedError } from '../problem/problem.js';

/** A UUID or up to 64 base64url characters; every UUID is both. formats §4 */
const KEY = /^[\w-]{1,64}$/;

/** The header `Idempotency-Key`, if given; a malformed one is refused. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const value = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !KEY.test(value)) throw new RefusedError({ code: 'command/bad-id', path: '/idempotency-key' }, 'header');
  return value;
});

/** Describes the header in `/openapi.json`. */
export const ApiIdempotent = (): MethodDecorator => applyDecorators(ApiHeader({
  name: 'Idempotency-Key', required: false, schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  description: '重复提交同一键不会重复登记，返回首次的结果 · repeating a key records nothing twice and answers as the first time',
}));
