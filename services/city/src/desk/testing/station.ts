import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@lianxin/nest';
import { startCity } from '../../city.js';
import { services } from '../../services.js';

export interface Station {
  readonly url: string;
  api<T>(user: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: T }>;
  /** The same, where anything but success fails the test. */
  ok<T>(user: string, path: string, body?: unknown): Promise<T>;
  visit(user: string, path: string): Promise<Response>;
  /** Of intake and archive together. */
  accessRecords(district: string): Promise<number>;
  stop(): Promise<void>;
}

/** A whole host on a folder of its own with virtual time. */
export async function startStation(): Promise<Station> {
  const folder = mkdtempSync(join(tmpdir(), 'station-'));
  const city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_CLOCK: 'virtual' }, folder), services);
  const tokens = new Map<string, string>();
  const cookies = new Map<string, string>();
  const tokenOf = async (user: string): Promise<string> => {
    if (!tokens.has(user)) {
      const { token } = (await (await fetch(`${city.url}/dev/token`, { method: 'POST', body: JSON.stringify({ user }), headers: { 'content-type': 'application/json' } })).json()) as { token: string };
      tokens.set(user, token);
    }
    return tokens.get(user)!;
  };
  const cookieOf = async (user: string): Promise<string> => {
    if (!cookies.has(user)) {
      const response = await fetch(`${city.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ user }), headers: { origin: city.url } });
      cookies.set(user, response.headers.get('set-cookie')!.split(';')[0]!);
    }
    return cookies.get(user)!;
  };
  const api = async <T>(user: string, path: string, body?: unknown): Promise<{ status: number; body: T }> => {
    const response = await fetch(city.url + path, {
      headers: { authorization: `Bearer ${await tokenOf(user)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  return {
    url: city.url, api,
    async ok<T>(user: string, path: string, body?: unknown) {
      const answer = await api<T>(user, path, body);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    visit: async (user, path) => fetch(city.url + path, { redirect: 'manual', headers: { cookie: await cookieOf(user), accept: 'text/html' } }),
    async accessRecords(district) {
      const sizes = await Promise.all(['intake', 'archive'].map(async (name) => (await city.composition.running.get(name)!.stores.log.head(`${name}-access.${district}`)).size));
      return sizes.reduce((sum, n) => sum + n, 0);
    },
    async stop() { await city.stop(); rmSync(folder, { recursive: true, force: true }); },
  };
}

/** Asks until the answer is as wanted: views follow the logs a moment later. Throws with the last answer after 10 s. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (performance.now() > end) throw new Error(`still not so: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
}
