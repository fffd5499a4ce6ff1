import { resolve } from 'node:path';

/** Where and how this process runs; read once at start from the environment. */
export interface Config {
  readonly mode: 'demo' | 'live';
  readonly profile: 'embedded';
  readonly clock: 'system' | 'virtual';
  /** Absolute paths. */
  readonly dataDir: string;
  readonly keysDir: string;
  readonly host: string;
  /** 0 = any free port (tests). */
  readonly port: number;
  /** Set only when the environment names it; otherwise the data folder keeps the one made at first start. */
  readonly installation?: string;
  readonly logLevel: LogLevel;
  /** Requests a minute for each signed-in actor, or for each address without one. */
  readonly rateLimit: number;
  /** The same for callers on this machine: an import sends thousands of records. */
  readonly rateLimitLoopback: number;
  /** Largest request body in bytes. */
  readonly bodyLimit: number;
  /** Live mode: whose tokens are accepted, and for whom they must be made out. */
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** A start that cannot go on, in words for the person at the keyboard: Chinese first, English second. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  constructor(readonly zh: string, readonly en: string) { super(`${zh}\n${en}`); }
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Throws `StartRefused` for the first value that is not allowed. */
export function readConfig(env: Env, cwd: string = process.cwd()): Config {
  const mode = oneOf(env, 'LIANXIN_MODE', ['demo', 'live'], 'demo');
  const profile = oneOf(env, 'LIANXIN_PROFILE', ['embedded', 'distributed'], 'embedded');
  if (profile === 'distributed') {
    throw new StartRefused('LIANXIN_PROFILE=distributed 尚未提供：请改用 embedded（默认）。', 'LIANXIN_PROFILE=distributed is not there yet: use embedded (the default).');
  }
  const host = text(env, 'HOST') ?? '127.0.0.1';
  if (mode === 'demo' && host !== '127.0.0.1') {
    throw new StartRefused(
      '演示模式只在本机 127.0.0.1 上提供服务，不接受其他 HOST：演示账户没有口令。要对外服务，请设 LIANXIN_MODE=live。',
      'Demo mode serves 127.0.0.1 only and refuses any other HOST: its users have no passwords. To serve others, set LIANXIN_MODE=live.');
  }
  const clock = oneOf(env, 'LIANXIN_CLOCK', ['system', 'virtual'], 'system');
  if (clock === 'virtual' && mode === 'live') {
    throw new StartRefused('虚拟时钟只能用于演示模式（LIANXIN_MODE=demo）。', 'The virtual clock is for demo mode (LIANXIN_MODE=demo) only.');
  }
  const installation = text(env, 'LIANXIN_INSTALLATION');
  if (installation !== undefined && !isInstallation(installation)) {
    throw new StartRefused(
      'LIANXIN_INSTALLATION 应为域名：小写字母、数字、连字符和点，最长 100 个字符，例如 lianxin.example.cn。',
      'LIANXIN_INSTALLATION must be a domain name: lower-case letters, digits, hyphens and dots, at most 100 characters, e.g. lianxin.example.cn.');
  }
  return {
    mode, profile, clock, host,
    port: whole(env, 'PORT', 3000, 0, 65_535),
    dataDir: resolve(cwd, text(env, 'LIANXIN_DATA') ?? 'data'),
    keysDir: resolve(cwd, text(env, 'LIANXIN_KEYS') ?? 'keys'),
    ...(installation === undefined ? {} : { installation }),
    logLevel: oneOf(env, 'LIANXIN_LOG', ['debug', 'info', 'warn', 'error', 'silent'], mode === 'demo' ? 'warn' : 'info'),
    rateLimit: whole(env, 'LIANXIN_RATE_LIMIT', 600, 1, 10_000_000),
    rateLimitLoopback: whole(env, 'LIANXIN_RATE_LIMIT_LOOPBACK', 600_000, 1, 10_000_000),
    bodyLimit: whole(env, 'LIANXIN_BODY_LIMIT', 1_048_576, 1_024, 64 * 1_048_576),
    tokenIssuer: text(env, 'LIANXIN_TOKEN_ISSUER') ?? 'lianxin-demo',
    tokenAudience: text(env, 'LIANXIN_TOKEN_AUDIENCE') ?? 'lianxin-api',
  };
}

/** A domain name as used in the names of logs, checkpoints and sources. */
export const isInstallation = (name: string): boolean => name.length <= 100 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(name);

/** An empty variable counts as not set: that is how shells and container files switch one off. */
function text(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

function oneOf<const T extends string>(env: Env, name: string, allowed: readonly T[], otherwise: T): T {
  const value = text(env, name) ?? otherwise;
  const found = allowed.find((a) => a === value);
  if (found === undefined) {
    throw new StartRefused(`${name} 只能是 ${allowed.join('、')} 之一，默认 ${otherwise}。`, `${name} must be one of ${allowed.join(', ')}; the default is ${otherwise}.`);
  }
  return found;
}

function whole(env: Env, name: string, otherwise: number, min: number, max: number): number {
  const value = text(env, name);
  if (value === undefined) return otherwise;
  const n = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(n >= min && n <= max)) {
    throw new StartRefused(`${name} 应为 ${min} 到 ${max} 的整数，默认 ${otherwise}。`, `${name} must be a whole number from ${min} to ${max}; the default is ${otherwise}.`);
  }
  return n;
}
