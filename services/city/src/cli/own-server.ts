import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder } from '../data-lock.js';
import { connect, type Server, type ServerOptions } from './server.js';
import { failed, type Terminal } from './terminal.js';

/** The services, running inside this command under the data lock, reachable on this machine only. */
interface OwnServer { readonly url: string; stop(): Promise<void> }

/**
 * When no server holds the data lock, a verb that needs one runs the services itself: same code, same rules, same
 * records as through HTTP. Undefined when a server is running. Throws `StartRefused` when the folder cannot be used.
 */
async function ownServer(terminal: Terminal, data: string, create: boolean): Promise<OwnServer | undefined> {
  const holder = existsSync(data) ? lockHolder(data) : undefined;
  if (holder?.url !== undefined) return undefined;
  if (holder) throw failed('有一个服务正在启动或停止，请稍后重试。', 'A server is just starting or stopping: try again in a moment.');
  // A wrong LIANXIN_DATA must not become a new, empty installation.
  if (!create && !existsSync(join(data, 'lianxin.json'))) throw failed(`${data} 不是连心的数据目录，也没有运行中的服务。请用 LIANXIN_DATA 或 --url 指明。`, `${data} is no data folder of Lianxin, and no server is running. Name one with LIANXIN_DATA or --url.`);
  // Loaded only here: the other verbs start without the web framework.
  const [{ readConfig }, { startCity }, { services }] = await Promise.all([import('@lianxin/nest'), import('../city.js'), import('../services.js')]);
  const config = readConfig({ ...terminal.env, HOST: '127.0.0.1', PORT: '0', LIANXIN_LOG: terminal.env['LIANXIN_LOG'] ?? 'error' });
  const city = await startCity({ ...config, dataDir: data }, services);
  return { url: city.url, stop: () => city.stop() };
}

/**
 * Runs a piece of work on the server that was named, else on the one that holds the data lock, else on services of its
 * own; `create`: also in a data folder that was never used.
 */
export async function withServer<T>(terminal: Terminal, options: ServerOptions & { readonly create?: boolean }, work: (server: Server) => Promise<T>): Promise<T> {
  const own = options.url === undefined ? await ownServer(terminal, options.data, options.create === true) : undefined;
  try {
    if (own) terminal.err('没有运行中的服务：在本命令内运行（占用数据锁）。 No server is running: the services run within this command, under the data lock.\n');
    const server = await connect({ ...options, ...(own ? { url: own.url } : {}) });
    try { return await work(server); } finally { server.close(); }
  } finally { await own?.stop(); }
}
