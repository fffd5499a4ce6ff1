import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import type { City } from '../city.js';
import { asUser, installation } from './testing/lianxin.js';

jest.setTimeout(60_000); // servers start and stop here

const { root, env, start, lianxin } = installation('erase');
afterAll(() => rmSync(root, { recursive: true }));

interface Registered { readonly id: string; readonly number: string; readonly subject: string }
const registerAs = async (url: string, name: string, claim: string): Promise<Registered> => (await asUser(url, 'worker-440106')).post('/api/intake/dossiers', {
  channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name } }, claim, safety: { answer: 'NO' }, conflict: 'NONE',
});
const idIn = (out: string): string => /[0-9a-f-]{36}/.exec(out)![0];

describe('lianxin erase', () => {
  it('explains itself in both languages', async () => {
    const { exit, out } = await lianxin('erase', '--help');
    expect(exit).toBe(0);
    for (const words of ['一人申请，另一人批准', 'another approves', '--renew-master-key', 'request', 'approve', 'decline', 'show', 'list']) expect(out).toContain(words);
    expect(await lianxin('erase')).toMatchObject({ exit: 2 });
  });

  describe('with a running server', () => {
    let city: City;
    let person: Registered;
    let other: Registered;
    beforeAll(async () => {
      city = await start();
      person = await registerAs(city.url, '吴某甲', '反映井盖缺失');
      other = await registerAs(city.url, '郑某乙', '反映噪声扰民');
    });
    afterAll(() => city.stop());

    it('takes one person to ask and another to approve, and says what was erased, what stays and what is owed', async () => {
      const asked = await lianxin('erase', 'request', '--of', person.number, '--reason', 'ON_REQUEST', '--user', 'supervisor-440106');
      expect(asked).toMatchObject({ exit: 0, out: expect.stringContaining('须由另一人批准') });
      const id = idIn(asked.out);
      expect(await lianxin('erase', 'approve', id)).toMatchObject({ exit: 2 });
      expect(await lianxin('erase', 'approve', id, '--user', 'supervisor-440106')).toMatchObject({ exit: 1, err: expect.stringContaining('申请人以外') });
      const { exit, out } = await lianxin('erase', 'approve', id, '--user', 'archivist-440106');
      expect(exit).toBe(0);
      for (const words of ['已删除：1 人的全部信息', '保留：事件', '核验照常通过', '之前更换主密钥', 'Erased: all data of 1 person', 'What stays', 'Renew the master key before']) expect(out).toContain(words);
      expect(await lianxin('erase', 'list')).toMatchObject({ exit: 0, out: expect.stringContaining('已删除 erased') });
      expect(await lianxin('erase', 'show', id)).toMatchObject({ exit: 0, out: expect.stringContaining('archivist-440106') });
      const worker = await asUser(city.url, 'worker-440106');
      expect(JSON.stringify(await worker.get(`/api/intake/dossiers/${person.id}`))).not.toContain('吴某甲');
    });

    it('is refused under a hold, or restricts instead', async () => {
      const archivist = await asUser(city.url, 'archivist-440106');
      await archivist.post(`/api/archive/cases/${other.id}/hold`, { basis: 'LITIGATION' });
      const id = idIn((await lianxin('erase', 'request', '--subject', other.subject, '--reason', 'ON_REQUEST')).out);
      expect(await lianxin('erase', 'approve', id, '--user', 'archivist-440106')).toMatchObject({ exit: 1, err: expect.stringContaining('不能删除') });
      expect(await lianxin('erase', 'approve', id, '--or-restrict', '--user', 'archivist-440106')).toMatchObject({ exit: 0, out: expect.stringMatching(/限制处理.*restricted to storage/s) });
    });
  });

  it('works without a server under the data lock, and renews the master key', async () => {
    expect(existsSync(`${env.LIANXIN_DATA}/.lock`)).toBe(false);
    const { exit, out } = await lianxin('erase', '--renew-master-key');
    expect([exit, out]).toEqual([0, expect.stringMatching(/第 2 号.*Master key 2/s)]);
    expect(readdirSync(env.LIANXIN_KEYS).filter((name) => name.startsWith('kek-'))).toEqual(['kek-2.key']);
    expect(await lianxin('keys', 'state')).toMatchObject({ exit: 0 });
    expect(await lianxin('erase', 'list')).toMatchObject({ exit: 0, out: expect.stringContaining('已限制处理') });
  });
});
