import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { words as wordsForAny } from '@lianxin/contracts';
import type { Refusal } from '@lianxin/kernel';
import { AccessNotRecorded } from '@lianxin/runtime';
import { contextOfRequest } from '../http/request-hooks.js';
import { codeOfStatus, wordsOf } from './http-words.js';
import { RefusedError, type Problem } from './problem.js';
import { InvalidInput } from './schema-pipe.js';

export interface ProblemOptions {
  readonly logger: Logger;
  /** Bytes, for the words of 413. */
  readonly bodyLimit: number;
  /** Methods that the address of this request does answer; none when the address is unknown. */
  readonly allowed: (request: FastifyRequest) => readonly string[];
  /** How a browser is shown a problem; undefined for requests that are answered as JSON. */
  readonly page?: (request: FastifyRequest, problem: Problem) => { readonly html: string } | { readonly redirect: string } | undefined;
}

interface Found { readonly refusal: Refusal; readonly in?: Problem['in']; readonly issues?: Problem['issues']; readonly headers?: Readonly<Record<string, string>>; readonly status?: number }

/** Turns everything that can go wrong on a request into RFC 9457 problem details. Input values and inner texts never leave. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly options: ProblemOptions) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.options);
  }
}

export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, options: ProblemOptions): void {
  const found = whatHappened(error, request, options);
  const problem = problemOf(found, request, options);
  if (problem.status >= 500) options.logger.error({ err: error, code: problem.code, requestId: request.id, route: request.routeOptions?.url }, 'request failed');
  if (reply.sent || reply.raw.headersSent) { reply.raw.destroy(); return; }
  for (const [name, value] of Object.entries(found.headers ?? {})) void reply.header(name, value);
  void reply.header('cache-control', 'no-store');
  const shown = options.page?.(request, problem);
  if (shown && 'redirect' in shown) { void reply.code(303).header('location', shown.redirect).send(); return; }
  if (shown) { void reply.code(problem.status).type('text/html; charset=utf-8').send(shown.html); return; }
  void reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

function whatHappened(error: unknown, request: FastifyRequest, options: ProblemOptions): Found {
  if (error instanceof RefusedError) return { refusal: error.refusal, headers: { ...error.headers, ...retryAfter(error.refusal) }, ...(error.in_ === undefined ? {} : { in: error.in_ }) };
  if (error instanceof AccessNotRecorded) return { refusal: error.refusal };
  if (error instanceof InvalidInput) {
    const [first] = error.issues;
    return { refusal: { code: first?.code ?? 'input/malformed', path: first?.path ?? '' }, issues: error.issues, ...(error.place === 'body' ? {} : { in: error.place }) };
  }
  const cause = error instanceof HttpException && error.cause instanceof Error ? error.cause : error;
  const library = cause as { code?: unknown; statusCode?: unknown };
  const status = error instanceof HttpException ? error.getStatus() : typeof library.statusCode === 'number' ? library.statusCode : 500;
  if (status === 404 && request.is404) return notRouted(request, options);
  if (status === 413) return { refusal: { code: 'input/too-large', with: { limit: options.bodyLimit } } };
  if (status === 400 && isJsonFault(library.code, cause)) return { refusal: { code: 'input/not-json' } };
  return { refusal: { code: codeOfStatus(status) }, status };
}

/** Fastify names its own JSON faults; its parser throws a SyntaxError with status 400. */
const isJsonFault = (code: unknown, cause: unknown): boolean =>
  code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || cause instanceof SyntaxError || (cause instanceof Error && cause.cause instanceof SyntaxError);

function notRouted(request: FastifyRequest, options: ProblemOptions): Found {
  const allow = options.allowed(request).join(', ');
  return allow === '' ? { refusal: { code: 'http/not-found' } } : { refusal: { code: 'http/method', with: { allow } }, headers: { allow } };
}

const retryAfter = (refusal: Refusal): Record<string, string> => (refusal.code === 'command/busy' || refusal.code === 'view/stale' ? { 'retry-after': '1' } : {});

function problemOf(found: Found, request: FastifyRequest, options: ProblemOptions): Problem {
  const { refusal } = found;
  const known = wordsOf(refusal);
  if (!known) options.logger.error({ code: refusal.code }, 'a refusal without words');
  const words = known ?? wordsForAny(refusal);
  const { issues } = found;
  return {
    type: `urn:lianxin:problem:${refusal.code.replaceAll('/', ':')}`,
    title: words.title,
    detail: issues ? issues.map((i) => i.detail).join('') : words.detail,
    status: found.status ?? words.status, code: refusal.code,
    ...(words.rule === undefined ? {} : { rule: words.rule }),
    ...(refusal.path === undefined ? {} : { path: refusal.path }),
    ...(found.in === undefined ? {} : { in: found.in }),
    ...(issues && issues.length > 1 ? { issues } : {}),
    ...(refusal.with === undefined ? {} : { with: refusal.with }),
    instance: `urn:lianxin:trace:${contextOfRequest(request).traceId}`,
    en: { title: words.en.title, detail: issues ? issues.map((i) => i.en.detail).join(' ') : words.en.detail },
  };
}
