import { expect } from '@jest/globals';

export interface Reply { readonly status: number; readonly text: string; readonly body: Record<string, unknown>; readonly code: unknown }
export type Ask = (user: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** Asks a running server as demo users; `url` is read anew each time, as servers are started again. */
export function asking(url: () => string): Ask {
  const tokens = new Map<string, string>();
  const tokenOf = async (user: string): Promise<string> => {
    const known = tokens.get(user);
    if (known !== undefined) return known;
    const response = await fetch(`${url()}/dev/token`, { method: 'POST', body: JSON.stringify({ user }), headers: { 'content-type': 'application/json' } });
    const { token } = (await response.json()) as { token: string };
    tokens.set(user, token);
    return token;
  };
  return async (user, path, body, headers = {}) => {
    const response = await fetch(url() + path, {
      headers: { authorization: `Bearer ${await tokenOf(user)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) as Record<string, unknown> : {};
    return { status: response.status, text, body: parsed, code: parsed['code'] };
  };
}

/** Asks as a browser does, signed in with a session. */
export async function browsing(url: string, user: string): Promise<(path: string) => Promise<{ status: number; text: string }>> {
  const login = await fetch(`${url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ user }), headers: { origin: url } });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0]!;
  return async (path) => {
    const response = await fetch(url + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  };
}

/** One registered contact: what was told and where it stands. */
export interface Registered { readonly id: string; readonly number: string; readonly subject: string; readonly matter: string; readonly at: readonly string[] }

export interface Person { readonly name: string; readonly phone: string }
export interface Contact { readonly person: Person | { readonly subject: string }; readonly claim: string; readonly matter?: string }

export async function register(ask: Ask, { person, claim, matter }: Contact, user = 'worker-440106'): Promise<Registered> {
  const petitioner = 'subject' in person ? person : { kind: 'PERSON', identity: { name: person.name }, contact: { phone: person.phone } };
  const reply = await ask(user, '/api/intake/dossiers', {
    channel: 'VISIT', petitioner, claim, safety: { answer: 'NO' }, conflict: 'NONE', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' },
    ...(matter === undefined ? {} : { matter: { purpose: 'CLAIM', category: 'LAB-3-6', title: '事项', text: matter } }),
  });
  expect({ status: reply.status, code: reply.code }).toEqual({ status: 201, code: undefined });
  return reply.body as unknown as Registered;
}

export type Scope = { readonly subjects: readonly string[]; readonly cases?: readonly string[]; readonly compartments?: readonly string[] } | { readonly kid: string };

/** One asks, another approves. */
export async function erase(ask: Ask, scope: Scope, more: { readonly orRestrict?: boolean } = {}): Promise<Reply> {
  const requested = await ask('supervisor-440106', '/api/intake/erasures', { scope, reason: 'ON_REQUEST' });
  expect({ status: requested.status, code: requested.code }).toEqual({ status: 201, code: undefined });
  return ask('supervisor-440106-2', `/api/intake/erasures/${String(requested.body['id'])}/approve`, more);
}

/** Looks until it is so; fails with the last answer. */
export async function until<T>(look: () => Promise<T>, isSo: (got: T) => boolean, ms = 15_000): Promise<T> {
  for (const end = Date.now() + ms; ;) {
    const got = await look();
    if (isSo(got)) return got;
    if (Date.now() > end) throw new Error(`never so: ${JSON.stringify(got).slice(0, 2000)}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}
