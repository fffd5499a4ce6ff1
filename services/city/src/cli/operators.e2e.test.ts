import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, rmSync } from 'node:fs';
import type { City } from '../city.js';
import { installation } from './testing/lianxin.js';

jest.setTimeout(60_000); // servers start and stop here

const { root, env, start, lianxin } = installation('operators');
afterAll(() => rmSync(root, { recursive: true }));

describe('operators', () => {
  it('are told so when neither a server nor a used data folder is there; none is made', async () => {
    expect(await lianxin('rebuild')).toMatchObject({ exit: 1, err: expect.stringContaining('LIANXIN_DATA') });
    expect(existsSync(env.LIANXIN_DATA)).toBe(false);
  });

  describe('with a running server', () => {
    let city: City;
    beforeAll(async () => { city = await start(); });
    afterAll(() => city.stop());

    it('see all views and rebuild one, some or none', async () => {
      const { exit, out } = await lianxin('rebuild');
      expect(exit).toBe(0);
      const names = [...out.matchAll(/^✓ (\S+) v/gm)].map(([, name]) => name!);
      expect(names).toContain('archive/cases');
      expect(await lianxin('rebuild', 'archive/cases')).toMatchObject({ exit: 0, out: expect.stringContaining('switched') });
      expect(await lianxin('rebuild', 'all', '--dry-run')).toMatchObject({ exit: 0 });
      expect(await lianxin('rebuild', 'intake/search')).toMatchObject({ exit: 0, out: expect.stringContaining('rebuilt') });
      expect(await lianxin('rebuild', 'archive/search')).toMatchObject({ exit: 1, err: expect.stringMatching(/view\/not-found/) });
      expect(await lianxin('rebuild', 'archive/nothing')).toMatchObject({ exit: 2, err: expect.stringContaining('archive/cases') });
    });

    it('are refused in the words of the server when their role or district does not reach', async () => {
      expect(await lianxin('rebuild', '--user', 'worker-440106')).toMatchObject({ exit: 1, err: expect.stringMatching(/access\/role/) });
      expect(await lianxin('rebuild', '--user', 'admin-440106')).toMatchObject({ exit: 1, err: expect.stringMatching(/access\/district/) });
      expect(await lianxin('bundle', '440106-2026-999999', '--out', 'b')).toMatchObject({ exit: 1, err: expect.stringContaining('没有这个卷宗') });
    });

    it('see that no log is shut, and begin none anew without need', async () => {
      expect(await lianxin('logs', 'list')).toMatchObject({ exit: 0, out: expect.stringContaining('0 read-only') });
      expect(await lianxin('logs', 'succeed', 'intake.440106', '--reason', '试')).toMatchObject({ exit: 1 });
      expect(await lianxin('logs', 'succeed', 'intake-access.440199', '--dry-run')).toMatchObject({ exit: 1, err: expect.stringMatching(/log\/not-found/) });
    });

    it('see that nothing is parked', async () => {
      expect(await lianxin('parked', 'list')).toMatchObject({ exit: 0, out: expect.stringContaining('0') });
      expect(await lianxin('parked', 'retry')).toMatchObject({ exit: 0 });
      expect(await lianxin('parked', 'retry', 'cases/intake.440106/1')).toMatchObject({ exit: 1, err: expect.stringMatching(/view\/not-found/) });
    });
  });
});
