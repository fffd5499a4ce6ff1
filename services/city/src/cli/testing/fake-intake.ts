import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the fake server does with a request for an item, after or before it has remembered it. */
export type Fault = 'none' | 'cut-before' | 'cut-after' | 'busy' | 'fault' | 'too-many';

export interface FakeIntake {
  readonly url: string;
  /** system/record → how often it was added: always 1 when the server is right. */
  readonly items: Map<string, Record<string, unknown>>;
  readonly requests: { items: number; tokens: number };
  /** Asked for every item request. */
  fault: (request: number) => Fault;
  /** Answers with a problem document instead. */
  refuse: (item: Record<string, unknown>) => { status: number; body: Record<string, unknown> } | undefined;
  /** Tokens given out before are no longer accepted, as after a restart. */
  forgetTokens(): void;
  stop(): Promise<void>;
  /** Listens again on the same port, with what it remembers. */
  restart(): Promise<void>;
}

/** A small server with the manners of the intake service: idempotent by system and record, and able to fail in every way. */
export async function fakeIntake(): Promise<FakeIntake> {
  const sockets = new Set<Socket>();
  let tokens = new Set<string>();
  let server: Server;
  let port = 0;

  const answer = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

  const item = (request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>): void => {
    const fault = fake.fault(++fake.requests.items);
    if (fault === 'cut-before') { request.socket.destroy(); return; }
    if (fault === 'busy') { answer(response, 503, {}); return; }
    if (fault === 'too-many') { answer(response, 429, {}, { 'retry-after': '0' }); return; }
    if (fault === 'fault') { answer(response, 500, {}); return; }
    const refusal = fake.refuse(body);
    if (refusal) { answer(response, refusal.status, refusal.body); return; }
    const key = `${String(body['system'])}/${String(body['record'])}`;
    const repeated = fake.items.has(key);
    if (!repeated) fake.items.set(key, body);
    if (fault === 'cut-after') { request.socket.destroy(); return; }
    answer(response, repeated ? 200 : 201, { id: key, number: `440106-2026-${String(fake.items.size).padStart(6, '0')}`, at: [`dossier-440106-${key}@1`], ...(repeated ? { repeated } : {}) });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    if (request.url === '/dev/users') { answer(response, 200, [{ user: 'worker-440106', role: 'worker', district: '440106' }, { user: 'importer', role: 'importer', district: '440100' }]); return; }
    if (request.url === '/dev/token') {
      const token = `token-${++fake.requests.tokens}-${String(body['user'])}`;
      tokens.add(token);
      answer(response, 200, { token });
      return;
    }
    if (!tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))) { answer(response, 401, { code: 'access/bad-token' }); return; }
    if (request.url === '/api/intake/imports/items') { item(request, response, body); return; }
    answer(response, 404, { code: 'http/not-found' });
  };

  const listen = async (): Promise<void> => {
    server = createServer((request, response) => { handle(request, response).catch(() => request.socket.destroy()); });
    server.on('connection', (socket) => { sockets.add(socket); socket.on('close', () => sockets.delete(socket)); });
    await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve); });
    port = (server.address() as AddressInfo).port;
  };

  await listen();
  const fake: FakeIntake = {
    url: `http://127.0.0.1:${port}`,
    items: new Map(),
    requests: { items: 0, tokens: 0 },
    fault: () => 'none',
    refuse: () => undefined,
    forgetTokens: () => { tokens = new Set(); },
    async stop() {
      const closed = new Promise((resolve) => { server.close(resolve); });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    restart: listen,
  };
  return fake;
}
