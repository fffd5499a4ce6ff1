import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInstallation, readConfig, StartRefused } from './config.js';

const refusal = (env: Record<string, string>): StartRefused => {
  try { readConfig(env, '/srv'); } catch (error) { if (error instanceof StartRefused) return error; throw error; }
  throw new Error('was accepted');
};

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({}, '/srv')).toEqual({
      mode: 'demo', profile: 'embedded', clock: 'system', host: '127.0.0.1', port: 3000, dataDir: '/srv/data', keysDir: '/srv/keys', logLevel: 'warn',
      rateLimit: 600, rateLimitLoopback: 600_000, bodyLimit: 1_048_576, tokenIssuer: 'lianxin-demo', tokenAudience: 'lianxin-api',
    });
    expect(readConfig({ PORT: '', LIANXIN_DATA: ' ' }, '/srv')).toEqual(readConfig({}, '/srv'));
  });

  it('takes what the environment names', () => {
    const env = { LIANXIN_MODE: 'live', HOST: '10.0.0.7', PORT: '8443', LIANXIN_DATA: '/var/lib/lianxin', LIANXIN_KEYS: 'secret', LIANXIN_INSTALLATION: 'lianxin.example.cn', LIANXIN_TOKEN_ISSUER: 'https://id.example.cn' };
    expect(readConfig(env, '/srv')).toMatchObject({ mode: 'live', host: '10.0.0.7', port: 8443, dataDir: '/var/lib/lianxin', keysDir: '/srv/secret', installation: 'lianxin.example.cn', logLevel: 'info', tokenIssuer: 'https://id.example.cn' });
  });

  it.each([
    [{ LIANXIN_MODE: 'test' }, 'LIANXIN_MODE'],
    [{ LIANXIN_PROFILE: 'distributed' }, '尚未提供'],
    [{ LIANXIN_PROFILE: 'cluster' }, 'LIANXIN_PROFILE'],
    [{ HOST: '0.0.0.0' }, '127.0.0.1'],
    [{ HOST: 'localhost' }, '127.0.0.1'],
    [{ LIANXIN_MODE: 'live', LIANXIN_CLOCK: 'virtual' }, '虚拟时钟'],
    [{ PORT: '70000' }, 'PORT'],
    [{ PORT: '3000x' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ LIANXIN_INSTALLATION: 'Not A Domain' }, 'LIANXIN_INSTALLATION'],
    [{ LIANXIN_RATE_LIMIT: '0' }, 'LIANXIN_RATE_LIMIT'],
  ] as [Record<string, string>, string][])('refuses %j in both languages', (env, word) => {
    const { zh, en } = refusal(env);
    expect(zh).toContain(word);
    expect(zh).toMatch(/\p{Script=Han}.*。/u);
    expect(en).toMatch(/^[A-Z].*\.$|^LIANXIN/);
    expect(en).not.toMatch(/\p{Script=Han}/u);
  });

  it('never lets a name through that could break a log name, a checkpoint or a source', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => !isInstallation(name) || /^[a-z0-9.-]+$/.test(name)));
    expect(isInstallation('lianxin-0a1b2c3d')).toBe(true);
    expect(['a..b', '-a', 'a-', '.a', 'a.', ''].some(isInstallation)).toBe(false);
  });
});
