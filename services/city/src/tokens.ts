import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { StartRefused, TokenIssuer, TokenVerifier, writeDurably, type Config } from '@lianxin/nest';

const DEMO_LIFETIME = 12 * 3_600;
const SESSION_LIFETIME = 8 * 3_600;
export const SESSION_COOKIE = 'lianxin_session';
const SESSION_AUDIENCE = 'lianxin-page';

export interface CityTokens {
  /** Demo mode only. */
  readonly demoIssuer?: TokenIssuer;
  readonly bearer: TokenVerifier;
  readonly sessionIssuer: TokenIssuer;
  readonly session: TokenVerifier;
}

/** The keys with which tokens are made and checked; those this installation needs are made at first start, mode 0600. */
export function openTokens(config: Config, installation: string): CityTokens {
  const sessionKey = sessionSecret(join(config.keysDir, 'session.key'));
  const session = { issuer: installation, audience: SESSION_AUDIENCE, key: sessionKey };
  const sessions = {
    sessionIssuer: new TokenIssuer({ ...session, algorithm: 'HS256', lifetimeSeconds: SESSION_LIFETIME }),
    session: new TokenVerifier({ ...session, algorithms: ['HS256'] }),
  };
  const names = { issuer: config.tokenIssuer, audience: config.tokenAudience };
  if (config.mode === 'live') {
    return { ...sessions, bearer: new TokenVerifier({ ...names, algorithms: ['EdDSA', 'ES256', 'RS256'], key: createLocalJWKSet(trustedKeys(join(config.keysDir, 'token-issuer.jwks.json'))) }) };
  }
  const privateKey = demoKey(join(config.keysDir, 'demo-token.pem'));
  return {
    ...sessions,
    demoIssuer: new TokenIssuer({ ...names, algorithm: 'EdDSA', key: privateKey, lifetimeSeconds: DEMO_LIFETIME }),
    bearer: new TokenVerifier({ ...names, algorithms: ['EdDSA'], key: createPublicKey(privateKey) }),
  };
}

function demoKey(file: string) {
  if (!existsSync(file)) writeDurably(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
  return readKey(file, (text) => createPrivateKey(text));
}

function sessionSecret(file: string): Uint8Array {
  if (!existsSync(file)) writeDurably(file, `${randomBytes(32).toString('base64url')}\n`, 0o600);
  return readKey(file, (text) => {
    const secret = Buffer.from(text.trim(), 'base64url');
    if (secret.length < 32) throw new Error('too short');
    return secret;
  });
}

function trustedKeys(file: string): JSONWebKeySet {
  if (!existsSync(file)) {
    throw new StartRefused(
      `正式模式需要签发令牌方的公钥：请把 JWKS 文件放到 ${file}，并设置 LIANXIN_TOKEN_ISSUER。`,
      `Live mode needs the public keys of whoever issues tokens: put a JWKS file at ${file} and set LIANXIN_TOKEN_ISSUER.`);
  }
  return readKey(file, (text) => {
    const { keys } = JSON.parse(text) as { keys: readonly Record<string, unknown>[] };
    // A shared secret or a private key in this file would let whoever reads it make tokens.
    if (!Array.isArray(keys) || keys.length === 0 || keys.some((k) => k['kty'] === 'oct' || 'd' in k)) throw new Error('public keys only');
    return { keys: [...keys] } as JSONWebKeySet;
  });
}

function readKey<T>(file: string, parse: (text: string) => T): T {
  try { return parse(readFileSync(file, 'utf8')); } catch {
    throw new StartRefused(`密钥文件 ${file} 无法使用。请从备份恢复；演示密钥可删除后重新生成。`, `The key file ${file} cannot be used. Restore it from a backup; a demo key can be deleted and is made anew.`);
  }
}
