import { readFile, stat } from 'node:fs/promises';
import { readVkeys, verifyBundle, type BundleVerdict } from '@lianxin/trust';
import { userFile } from '../places.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, failed, misused, type Terminal } from '../terminal.js';
import { findingLines } from '../findings.js';

const LARGEST = 512 * 1024 * 1024;

/** Checks a bundle with keys that came from elsewhere: needs no server, no data folder, no network. */
export const verifyBundleVerb: Verb = (program, terminal) => {
  program.command('verify-bundle')
    .summary('验证证据包（离线）· verify a bundle, offline')
    .description(both('用另行取得的公钥验证证据包：每条事件未改动、不缺漏，封卷清单完整，披露的原文属实。不需要服务、数据或网络。不成立时退出码为 1。',
      'Verifies a bundle with public keys that were obtained elsewhere: nothing altered, nothing left out, the seal\'s list complete, disclosed texts genuine. Needs no server, no data, no network. Exit code 1 when it does not hold.'))
    .argument('<bundle>', '证据包文件 · the bundle')
    .requiredOption('--key <file>', '公钥文件：每行一个 vkey，须来自证据包以外的渠道 · public keys, one vkey a line, obtained by another way than the bundle')
    .option('--json', '以 JSON 输出 · print JSON')
    .option('--text', '同时显示披露的原文 · also show the disclosed texts')
    .action(action(program, async (bundle: string, options: { key: string; json?: boolean; text?: boolean }) => {
      const keys = readVkeys(await content(terminal, options.key, '公钥文件', 'key file'), options.key);
      if (!keys.ok) throw misused(keys.refusal.zh, keys.refusal.en);
      if (keys.value.size === 0) throw misused('公钥文件中没有公钥。', 'There is no key in the key file.');
      const verdict = verifyBundle(await content(terminal, bundle, '证据包', 'bundle'), [...keys.value.values()]);
      if (options.json === true) terminal.out(`${JSON.stringify(plain(verdict, options.text === true), null, 2)}\n`);
      else tell(terminal, verdict, options.text === true);
      return verdict.ok ? EXIT.ok : EXIT.failed;
    }));
};

async function content(terminal: Terminal, name: string, zh: string, en: string): Promise<string> {
  const file = userFile(terminal, name);
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) throw misused(`没有这个${zh}：${name}`, `There is no such ${en}: ${name}`);
  if (info.size > LARGEST) throw failed(`${zh}超过 512 MiB。`, `The ${en} has more than 512 MiB.`);
  try { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file)); } catch { throw failed(`${zh}不是 UTF-8 文本。`, `The ${en} is not UTF-8 text.`); }
}

function tell(terminal: Terminal, verdict: BundleVerdict, text: boolean): void {
  terminal.out(findingLines(verdict.findings));
  for (const c of verdict.checkpoints) terminal.out(`  ${c.origin} ${c.size}\n`);
  if (text) for (const o of verdict.opened) terminal.out(`  ${o.log} #${o.position} ${o.path}: ${JSON.stringify(o.value)}\n`);
  terminal.out(`${verdict.ok ? '✓' : '✗'} ${verdict.zh}\n  ${verdict.en}\n`);
}

const plain = (v: BundleVerdict, text: boolean): unknown => ({
  ok: v.ok, case: v.case, seal: v.seal, zh: v.zh, en: v.en, findings: v.findings, events: v.events.length,
  checkpoints: v.checkpoints.map((c) => ({ origin: c.origin, size: c.size, root: Buffer.from(c.root).toString('base64') })),
  opened: text ? v.opened : v.opened.length,
});
