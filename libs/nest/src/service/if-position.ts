import { applyDecorators, Inject, Injectable, SetMetadata, UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiConflictResponse, ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { parseStream } from '@lianxin/kernel';
import { RefusedError } from '../problem/problem.js';
import { problemSchema } from '../http/problem-schema.js';
import { SERVICE_PARTS, type ServiceParts } from './service-module.js';

/** How long a read waits for its view. design §6 */
const PATIENCE_MS = 2_000;
const READS = 'lianxin:reads';

/** Takes the header `If-Position` apart: `<stream>@<version>`, several separated by commas. Undefined when malformed. */
export function parsePositions(header: string): readonly string[] | undefined {
  const positions = header.split(',').map((part) => part.trim());
  const wellFormed = (at: string) => { const m = /^([a-z0-9-]{1,120})@[1-9]\d{0,9}$/.exec(at); return m !== null && parseStream(m[1]!) !== undefined; };
  return positions.length <= 50 && positions.every(wellFormed) ? positions : undefined;
}

@Injectable()
export class IfPositionInterceptor implements NestInterceptor {
  constructor(@Inject(Reflector) private readonly reflector: Reflector, @Inject(SERVICE_PARTS) private readonly parts: ServiceParts) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-position'];
    if (header === undefined) return next.handle();
    const positions = typeof header === 'string' ? parsePositions(header) : undefined;
    if (!positions) throw new RefusedError({ code: 'http/if-position', path: '/if-position' }, 'header');
    for (const view of this.reflector.get<readonly string[]>(READS, context.getHandler())) {
      const found = await (this.parts.waits?.[view]?.(positions, PATIENCE_MS) ?? this.parts.engine.projections.waitFor(view, positions, PATIENCE_MS));
      if (!found.fresh) throw new RefusedError({ code: 'view/stale', with: { lag: found.behind } });
    }
    return next.handle();
  }
}

/** This route reads these views: with `If-Position` it waits up to 2 s for what the caller wrote, else answers 409 `stale` with the lag. */
export const Reads = (...views: readonly string[]): MethodDecorator => applyDecorators(
  SetMetadata(READS, views),
  UseInterceptors(IfPositionInterceptor),
  ApiHeader({ name: 'If-Position', required: false, schema: { type: 'string' }, description: '命令回答中的 at：读取至少包含该写入的数据 · what a command answered in `at`: read data that contains it' }),
  ApiConflictResponse({ standardSchema: problemSchema, description: '视图尚未包含该写入 · the view does not contain that write yet' }),
);
