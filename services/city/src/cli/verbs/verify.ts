import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { verifyStore, type StoreVerdict } from '@lianxin/runtime';
import { readVkeys } from '@lianxin/trust';
import { parseCheckpoints } from '../checkpoint-file.js';
import { findingLines } from '../findings.js';
import { places, userFile } from '../places.js';
import { duration, progressOn } from '../progress.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, misused, type Terminal } from '../terminal.js';

interface Options { readonly data?: string; readonly keys?: string; readonly against: readonly string[]; readonly vkeys?: string; readonly integrity?: boolean; readonly json?: boolean }

/** Verifies a data folder offline: every column, hash, version, checkpoint and copy; writes nothing. */
export const verifyVerb: Verb = (program, terminal) => {
  program.command('verify')
    .summary('核验数据目录（离线）· verify a data folder, offline')
    .description(both('逐条重算哈希，比对每一列、流版本、日志头、检查点签名、档案镜像和锚定；不需要服务，不写任何内容，服务运行时也可用。未通过时退出码为 1。掌握全部文件和密钥的人能处处一致地改写，只有保存在外的检查点（--against）才能揭穿。',
      'Recomputes every hash and compares every column, stream version, log head, checkpoint signature, the archive\'s mirror and the anchors. Needs no server and writes nothing; a running server does not disturb it. Exit code 1 when not clean. Whoever holds all files and keys could rewrite everything consistently: only a checkpoint kept outside (--against) reveals that.'))
    .option('--data <dir>', '数据目录；默认 LIANXIN_DATA · data folder')
    .option('--keys <dir>', '密钥目录；默认 LIANXIN_KEYS · keys folder')
    .option('--against <file>', '保存在外的检查点，可多次 · checkpoints kept outside; may be repeated', (file: string, before: readonly string[]) => [...before, file], [] as readonly string[])
    .option('--vkeys <file>', '用另行取得的公钥代替密钥目录中的 · public keys from elsewhere')
    .option('--integrity', '另查数据库文件自身的索引（更慢）· also check the tables against their indexes')
    .option('--json', '以 JSON 输出 · print JSON')
    .action(action(program, async (options: Options) => {
      const usual = places(terminal);
      const dataDir = options.data === undefined ? usual.data : userFile(terminal, options.data);
      if (!existsSync(dataDir)) throw misused(`没有这个数据目录：${dataDir}`, `There is no such data folder: ${dataDir}`);
      const against = (await Promise.all(options.against.map(async (file) => parseCheckpoints(await text(terminal, file), file).map((c, i) => ({ where: `${file} #${i + 1}`, text: c.text }))))).flat();
      const vkeys = options.vkeys === undefined ? undefined : readVkeys(await text(terminal, options.vkeys), options.vkeys);
      if (vkeys?.ok === false) throw misused(vkeys.refusal.zh, vkeys.refusal.en);

      const progress = progressOn(terminal, '核验 verifying');
      const verdict = await verifyStore({
        dataDir, keysDir: options.keys === undefined ? usual.keys : userFile(terminal, options.keys), against, integrity: options.integrity === true,
        ...(vkeys ? { vkeys: [...vkeys.value.values()].map((k) => k.vkey) } : {}),
        onProgress: ({ done, total, at }) => progress.show(total === 0 ? 1 : done / total, `${at} ${done}/${total}`),
      });
      progress.end();
      if (options.json === true) terminal.out(`${JSON.stringify(verdict, null, 2)}\n`);
      else tell(terminal, verdict);
      return verdict.clean ? EXIT.ok : EXIT.failed;
    }));
};

async function text(terminal: Terminal, file: string): Promise<string> {
  const path = userFile(terminal, file);
  if (!existsSync(path)) throw misused(`没有这个文件：${file}`, `There is no such file: ${file}`);
  return readFile(path, 'utf8');
}

function tell(terminal: Terminal, verdict: StoreVerdict): void {
  for (const l of verdict.logs) terminal.out(`  ${l.log}  ${l.events} 条 events，检查点 checkpoints ${l.checkpoints}，已签名至 signed up to ${l.signedUpTo}\n`);
  terminal.out(findingLines(verdict.findings));
  terminal.out(`${verdict.clean ? '✓' : '✗'} ${verdict.zh}（${duration(verdict.ms / 1000)}）\n  ${verdict.en}\n`);
}
