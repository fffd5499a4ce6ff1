import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openStoreScan } from '@lianxin/event-log';
import { keysInFolder, verifyCheckpoint, type TrustedKeys, type VerifiedCheckpoint } from '@lianxin/trust';
import { formatCheckpoints } from '../checkpoint-file.js';
import { places, userFile } from '../places.js';
import { action, type Verb } from '../program.js';
import { storesIn } from '../stores.js';
import { both, EXIT, failed, type Terminal } from '../terminal.js';

/** Hands out the newest signed checkpoints, to be kept outside: whoever holds them can tell later whether the past was rewritten. */
export const checkpointVerb: Verb = (program, terminal) => {
  program.command('checkpoint')
    .summary('取最新检查点与公钥，供外部保存 · newest checkpoints and public keys, to be kept outside')
    .description(both('输出每个日志最新的签名检查点。请定期存到本机构以外：日后用 verify --against 即可证明历史未被改写。内置见证与数据在同一台机器上，只能防意外。',
      'Prints the newest signed checkpoint of every log. Keep them outside, regularly: verify --against then proves that the past was not rewritten. The built-in witness shares this machine and guards against accident only.'))
    .option('--log <log>', '只要一个日志，如 intake.440106 · one log only')
    .option('--out <file>', '写入文件 · write to a file')
    .option('--vkeys <file>', '另存公钥（供 verify-bundle --key）· also write the public keys, for verify-bundle --key')
    .action(action(program, async (options: { log?: string; out?: string; vkeys?: string }) => {
      const { data, keys: keysDir } = places(terminal);
      const keys = keysInFolder(keysDir);
      if (!keys.ok) throw failed(keys.refusal.zh, keys.refusal.en);
      const newest = newestCheckpoints(data, keys.value, options.log);
      if (newest.length === 0) throw failed(options.log === undefined ? '还没有签名的检查点。' : '该日志还没有签名的检查点。', 'There is no signed checkpoint yet.');
      await deliver(terminal, options.out, formatCheckpoints(newest.map((c) => c.text)));
      if (options.vkeys !== undefined) await deliver(terminal, options.vkeys, `${[...keys.value.values()].map((k) => k.vkey).join('\n')}\n`);
      const seen = newest.filter((c) => c.witnessedAt !== undefined).length;
      terminal.err(`${newest.length} 个检查点，其中 ${seen} 个有见证签名。 ${newest.length} checkpoints, ${seen} of them cosigned.\n`);
      return EXIT.ok;
    }));
};

/** The largest checkpoint of each log; of equals, the one that the witness cosigned. Each is checked against the keys folder before it is handed out. */
function newestCheckpoints(data: string, keys: TrustedKeys, only: string | undefined): readonly VerifiedCheckpoint[] {
  const best = new Map<string, VerifiedCheckpoint>();
  for (const { file } of storesIn(data)) {
    for (const path of [file, join(dirname(file), 'mirror.db')].filter((p) => existsSync(p))) {
      const scan = openStoreScan(path);
      try {
        for (const log of scan.logs().filter((name) => only === undefined || name === only)) {
          const text = scan.checkpoints(log).at(-1)?.text;
          if (text === undefined) continue;
          const checked = verifyCheckpoint(text, keys, { where: log });
          if (!checked.ok) throw failed(checked.refusal.zh, checked.refusal.en);
          const known = best.get(log);
          if (!known || checked.value.size > known.size || (checked.value.size === known.size && checked.value.witnessedAt !== undefined)) best.set(log, checked.value);
        }
      } finally { scan.close(); }
    }
  }
  return [...best.values()].sort((a, b) => (a.log < b.log ? -1 : 1));
}

async function deliver(terminal: Terminal, file: string | undefined, text: string): Promise<void> {
  if (file === undefined) terminal.out(text);
  else await writeFile(userFile(terminal, file), text);
}
