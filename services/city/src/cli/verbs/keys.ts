import { admin, type AdminOptions, type Ask } from '../admin.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, type Terminal } from '../terminal.js';

interface KeysState { readonly masterKey: number; readonly live: number; readonly destroyed: number; readonly renewalOwedSince?: string; readonly renewalDue?: string }

/** How many keys there are, and the renewal of the master key that an erasure calls for. */
export const keysVerb: Verb = (program, terminal) => {
  const keys = program.command('keys')
    .summary('密钥状态、更换主密钥 · state of the keys, renewal of the master key')
    .description(both('删除个人信息后，旧的密钥备份仍能打开已删除的内容，直到更换主密钥；须在 30 天内更换。', 'After an erasure an older copy of the keys still opens what was erased, until the master key is renewed; this is due within 30 days.'));

  admin(keys.command('state')).summary('状态；应更换时退出码为 1 · state; exit code 1 when a renewal is owed').action(action(program, (options: AdminOptions) => admin.with(terminal, options, undefined, async (ask) => {
    const k = await ask<KeysState>('GET', '/api/platform/keys');
    terminal.out(`主密钥 master key ${k.masterKey}，有效 live ${k.live}，已销毁 destroyed ${k.destroyed}\n`);
    if (k.renewalOwedSince === undefined) return EXIT.ok;
    terminal.out(`! 应于 ${k.renewalDue} 前更换主密钥：lianxin keys renew\n  A renewal is owed since ${k.renewalOwedSince}.\n`);
    return EXIT.failed;
  })));

  admin(keys.command('renew')).summary('更换主密钥 · renew the master key').action(action(program, (options: AdminOptions) => admin.with(terminal, options, 3_600_000, async (ask) => {
    await renewMasterKey(ask, terminal);
    return EXIT.ok;
  })));
};

/** Older copies of the keys open nothing from here on. */
export async function renewMasterKey(ask: Ask, terminal: Terminal): Promise<void> {
  const { masterKey, rewrapped } = await ask<{ masterKey: number; rewrapped: number }>('POST', '/api/platform/keys/renew');
  terminal.out(`✓ 主密钥已更换为第 ${masterKey} 号，重新封装 ${rewrapped} 行；此前的密钥备份不再能打开任何内容，请重新备份密钥目录。\n  Master key ${masterKey}, ${rewrapped} rows wrapped anew; older copies of the keys open nothing any more: back up the keys folder again.\n`);
}
