import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined when the body is none. */
  readonly body: unknown;
  /** As it came. */
  readonly text: string;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter?: number;
}

/** No answer was received: refused, reset, timed out. The command may or may not have been carried out. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(readonly code: string) { super(code); }
}

export interface HttpClient {
  send(method: 'GET' | 'POST', url: string, options?: { readonly token?: string | undefined; readonly body?: unknown }): Promise<Answer>;
  close(): void;
}

const LARGEST_ANSWER = 512 * 1024 * 1024;

/** JSON over keep-alive connections. Throws `NoAnswer` when there is none; every status is an answer. */
export function httpClient(connections: number, timeoutMs = 30_000): HttpClient {
  const options = { keepAlive: true, maxSockets: connections, maxFreeSockets: connections };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  return {
    send: (method, address, { token, body } = {}) => new Promise((resolve, reject) => {
      const url = new URL(address);
      const secure = url.protocol === 'https:';
      const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method, agent: agents[secure ? 'https:' : 'http:'], timeout: timeoutMs,
        headers: {
          accept: 'application/json, application/problem+json, */*;q=0.5',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': payload.length }),
        },
      }, (response) => { read(response).then(resolve, reject); });
      request.on('timeout', () => request.destroy(new NoAnswer('TIMEOUT')));
      request.on('error', (error: NodeJS.ErrnoException) => reject(error instanceof NoAnswer ? error : new NoAnswer(error.code ?? 'ECONNRESET')));
      request.end(payload);
    }),
    close() { for (const agent of Object.values(agents)) agent.destroy(); },
  };
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST_ANSWER) throw new NoAnswer('TOO_LARGE');
      chunks.push(chunk);
    }
  } catch (error) { throw error instanceof NoAnswer ? error : new NoAnswer((error as NodeJS.ErrnoException).code ?? 'ECONNRESET'); }
  const text = Buffer.concat(chunks).toString('utf8');
  let body: unknown;
  if (/json(?:;|$)/.test(response.headers['content-type'] ?? '')) try { body = JSON.parse(text); } catch { /* an answer without a body */ }
  const wait = Number(response.headers['retry-after']);
  return { status: response.statusCode ?? 0, body, text, ...(Number.isFinite(wait) && wait >= 0 ? { retryAfter: wait } : {}) };
}
