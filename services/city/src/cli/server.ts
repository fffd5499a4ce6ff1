import { existsSync } from 'node:fs';
import { lockHolder } from '../data-lock.js';
import { httpClient, NoAnswer, type Answer } from './http-client.js';
import { failed, misused } from './terminal.js';

export interface ServerOptions {
  /** Given by the user; otherwise the address in the data lock, read again whenever the connection is lost. */
  readonly url?: string | undefined;
  readonly data: string;
  readonly token?: string | undefined;
  /** Demo: the user to be; otherwise the first with this role who may act in this district. */
  readonly user?: string | undefined;
  readonly role: string;
  readonly district?: string | undefined;
  readonly connections: number;
  /** For one answer; default 30 s. */
  readonly timeoutMs?: number;
}

/** A running server, spoken to as one user. */
export interface Server {
  /** The address now in use. */
  url(): string;
  /** Sends with the user's token; a demo token that is no longer accepted (the server started anew) is fetched again once. Throws `NoAnswer`. */
  send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
  close(): void;
}

/** The address of the server that holds the data lock, if one does. */
export function serverOfLock(data: string): string | undefined {
  return existsSync(data) ? lockHolder(data)?.url : undefined;
}

export async function connect(options: ServerOptions): Promise<Server> {
  const client = httpClient(options.connections, options.timeoutMs);
  const first = options.url ?? serverOfLock(options.data);
  if (first === undefined) throw failed('没有正在运行的服务：请先 npm start，或用 --url 指明地址。', 'No server is running: npm start first, or name one with --url.');
  if (!/^https?:\/\/[^\s]+$/.test(first)) throw misused('--url 应为 http:// 或 https:// 开头的地址。', '--url must begin with http:// or https://.');
  let base = first.replace(/\/+$/, '');
  let token = options.token;

  const address = (path: string): string => base + path;
  const refreshAddress = (): void => {
    if (options.url === undefined) base = (serverOfLock(options.data) ?? base).replace(/\/+$/, '');
  };
  const demoToken = async (): Promise<string> => {
    const user = options.user ?? await demoUser(await client.send('GET', address('/dev/users')), options.role, options.district);
    const answer = await client.send('POST', address('/dev/token'), { body: { user } });
    const given = (answer.body as { token?: unknown } | undefined)?.token;
    if (answer.status >= 500) throw new NoAnswer(`HTTP_${answer.status}`);
    if (typeof given !== 'string') throw failed('服务未发放演示令牌：请用 --token（或环境变量 LIANXIN_TOKEN）提供登录令牌。', 'The server gave no demo token: give one with --token (or LIANXIN_TOKEN).');
    return given;
  };

  let renewing: Promise<string> | undefined;
  const renew = (): Promise<string> => (renewing ??= demoToken().finally(() => { renewing = undefined; }));

  return {
    url: () => base,
    async send(method, path, body) {
      try {
        token ??= await renew();
        const used = token;
        const answer = await client.send(method, address(path), { token: used, body });
        if (answer.status !== 401 || options.token !== undefined) return answer;
        if (token === used) token = await renew();
        return await client.send(method, address(path), { token, body });
      } catch (error) {
        refreshAddress();
        throw error;
      }
    },
    close: () => client.close(),
  };
}

async function demoUser(answer: Answer, role: string, district: string | undefined): Promise<string> {
  if (answer.status >= 500) throw new NoAnswer(`HTTP_${answer.status}`);
  const users = Array.isArray(answer.body) ? answer.body as { user?: unknown; role?: unknown; district?: unknown }[] : [];
  const able = users.filter((u) => u.role === role && typeof u.user === 'string');
  const found = able.find((u) => u.district === district) ?? able[0];
  if (found === undefined) throw failed(`服务没有角色为 ${role} 的演示用户：请用 --token（或 LIANXIN_TOKEN）提供登录令牌。`, `The server has no demo user with the role ${role}: give a token with --token (or LIANXIN_TOKEN).`);
  return found.user as string;
}
