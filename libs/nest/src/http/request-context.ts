import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync, randomUUID } from 'node:crypto';

/** What belongs to one request and is needed far below it: by commands (traceparent), problems and log lines. */
export interface RequestContext {
  readonly requestId: string;
  /** W3C trace id, 32 hex digits. */
  readonly traceId: string;
  /** W3C trace context to hand on: the caller's trace, our own span. */
  readonly traceparent: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const inContext = (context: RequestContext, run: () => void): void => storage.run(context, run);
/** The context of the request being served, if any. */
export const currentContext = (): RequestContext | undefined => storage.getStore();

const TRACEPARENT = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;
const ZEROS = /^0+$/;

// Drawn in large pieces: one call of the generator per request would cost more than routing it.
const pool = Buffer.alloc(4_096);
let used = pool.length;
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) { randomFillSync(pool); used = 0; }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

/** Takes over the caller's request id and trace where they are well formed; makes new ones where not (W3C Trace Context, level 1). */
export function contextOf(header: (name: string) => string | undefined): RequestContext {
  const given = header('x-request-id');
  const requestId = given !== undefined && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  const m = TRACEPARENT.exec(header('traceparent') ?? '');
  const taken = m && !ZEROS.test(m[1]!) && !ZEROS.test(m[2]!) ? m : undefined;
  const traceId = taken ? taken[1]! : randomHex(16);
  const span = randomHex(8);
  // Only the sampled bit is defined in version 00, which is the version written here.
  const flags = taken && (Number.parseInt(taken[3]!, 16) & 1) === 1 ? '01' : '00';
  return { requestId, traceId, traceparent: `00-${traceId}-${span}-${flags}` };
}
