import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from '../../city.js';
import { services } from '../../services.js';
import { run, type Verb } from '../program.js';
import { bundleVerb } from '../verbs/bundle.js';
import { checkpointVerb } from '../verbs/checkpoint.js';
import { eraseVerb } from '../verbs/erase.js';
import { exportVerb } from '../verbs/export.js';
import { importVerb } from '../verbs/import.js';
import { keysVerb } from '../verbs/keys.js';
import { logsVerb } from '../verbs/logs.js';
import { parkedVerb } from '../verbs/parked.js';
import { rebuildVerb } from '../verbs/rebuild.js';
import { verifyBundleVerb } from '../verbs/verify-bundle.js';
import { verifyVerb } from '../verbs/verify.js';
import { testTerminal } from './terminal.js';

const verbs: readonly Verb[] = [importVerb, verifyVerb, checkpointVerb, bundleVerb, verifyBundleVerb, exportVerb, eraseVerb, keysVerb, logsVerb, rebuildVerb, parkedVerb];

/** An installation in a folder of its own, with the command line and a server that can be started on it. */
export function installation(name: string, more: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), `lianxin-${name}-`));
  const env = { LIANXIN_DATA: join(root, 'data'), LIANXIN_KEYS: join(root, 'keys'), PORT: '0', LIANXIN_LOG: 'silent', ...more };
  return {
    root, env,
    start: (): Promise<City> => startCity(readConfig(env), services),
    lianxin: async (...args: string[]) => {
      const terminal = testTerminal(root, env);
      return { exit: await run(args, verbs, terminal), ...terminal.said };
    },
  };
}

/** Asks a running server as one of the demo users. */
export async function asUser(url: string, user: string) {
  const post = async (path: string, body: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) } });
    return response.json();
  };
  const { token } = await post('/dev/token', { user }) as { token: string };
  return {
    get: async <T>(path: string): Promise<T> => (await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).json() as Promise<T>,
    post: async <T>(path: string, body: unknown): Promise<T> => await post(path, body, token) as T,
  };
}

/** Asks until the answer is right; the last answer when it never is. */
export async function eventually<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean, ms = 20_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (isRight(answer) || Date.now() > deadline) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}
