import type { Command } from 'commander';
import { withServer } from './own-server.js';
import { places } from './places.js';
import { NoAnswer, type Answer } from './http-client.js';
import { failed, type Terminal } from './terminal.js';

/** Options of every verb that speaks to the services as a user. */
export interface AdminOptions { readonly url?: string; readonly token?: string; readonly user?: string }

/** A user named on the command line is meant, also where a token stands in the environment. */
export const tokenOf = (terminal: Terminal, options: Pick<AdminOptions, 'token' | 'user'>): string | undefined =>
  options.token ?? (options.user === undefined ? terminal.env['LIANXIN_TOKEN'] : undefined);

export interface Ask {
  <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  /** The answer as text, for what is not JSON. */
  text(path: string): Promise<string>;
}

/** Adds the options with which a verb finds the services and says who it is. */
export const admin = Object.assign(
  (command: Command): Command => command
    .option('--url <url>', '服务地址；默认取数据锁中的地址，没有服务时在本命令内运行 · server; default: the one that holds the data lock, else within this command')
    .option('--token <token>', '登录令牌；建议改用环境变量 LIANXIN_TOKEN · bearer token; LIANXIN_TOKEN is safer')
    .option('--user <user>', '演示模式的用户 · demo user'),
  {
    /** Runs a piece of work with a way to ask the services. A refusal ends the verb in the words of the server. */
    with: <T>(terminal: Terminal, options: AdminOptions, timeoutMs: number | undefined, work: (ask: Ask) => Promise<T>, role = 'admin', district = '440100'): Promise<T> =>
      withServer(terminal, {
        url: options.url, data: places(terminal).data, token: tokenOf(terminal, options), user: options.user, role, district, connections: 4,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }, (server) => {
        const send = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> => {
          try { return granted(await server.send(method, path, body)); } catch (error) {
            if (error instanceof NoAnswer) throw failed(`服务没有应答（${error.code}）。`, `The server did not answer (${error.code}).`);
            throw error;
          }
        };
        const ask = async <A>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<A> => (await send(method, path, body)).body as A;
        return work(Object.assign(ask, { text: async (path: string) => (await send('GET', path)).text }));
      }),
  },
);

function granted(answer: Answer): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const { detail, code, en } = (answer.body ?? {}) as { detail?: string; code?: string; en?: { detail?: string } };
  throw failed(detail ?? `服务端拒绝（${answer.status}）。`, `${en?.detail ?? `Refused by the server (${answer.status}).`}${code === undefined ? '' : ` (${code})`}`);
}
