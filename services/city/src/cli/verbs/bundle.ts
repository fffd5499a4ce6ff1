import { writeFile } from 'node:fs/promises';
import { admin, type AdminOptions } from '../admin.js';
import { userFile } from '../places.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, failed, misused } from '../terminal.js';

interface FoundCase { readonly id: string; readonly number?: string; readonly state: string; readonly events: number }

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NUMBER = /^(?:XF)?\d{6}-\d{4}-\d{6}$/;

/** Fetches the bundle of a case: what a stranger verifies with the public keys alone. */
export const bundleVerb: Verb = (program, terminal) => {
  admin(program.command('bundle'))
    .summary('出具一个卷宗的证据包 · issue the bundle of a case')
    .description(both('取一个卷宗的证据包（全部事件原文及证明），供外人用 verify-bundle 离线验证。内容保持加密；出具留下访问记录。未封卷的包只说明“截至检查点完整”。',
      'Fetches the bundle of a case (all events as stored, with proofs) for others to verify offline. Values stay sealed; the issue is recorded. Of a case that is not sealed the bundle says only "complete as stated at the checkpoint".'))
    .argument('<case>', '卷宗号、登记号或卷宗编号 · case number, registration number or id')
    .requiredOption('--out <file>', '写入文件 · write to a file')
    .option('--force', '覆盖已有文件 · overwrite')
    .action(action(program, (name: string, options: AdminOptions & { out: string; force?: boolean }) => {
      if (!UUID.test(name) && !NUMBER.test(name)) throw misused('应为卷宗号（440106-2026-000123）、登记号（XF…）或卷宗编号。', 'Give a case number (440106-2026-000123), a registration number (XF…) or an id.');
      return admin.with(terminal, options, 60_000, async (ask) => {
        const id = UUID.test(name) ? name : await find(ask, name);
        const file = userFile(terminal, options.out);
        const text = await ask.text(`/api/archive/cases/${id}/bundle`);
        await writeFile(file, text, { mode: 0o600, flag: options.force === true ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
          throw error.code === 'EEXIST' ? misused(`文件已存在：${options.out}；要覆盖请加 --force。`, `The file is there already: ${options.out}; --force overwrites it.`) : failed(`无法写入 ${options.out}（${error.code}）。`, `Cannot write ${options.out} (${error.code}).`);
        });
        terminal.out(`✓ ${options.out}（${text.split('\n').length - 1} 行 lines）\n  验证 Verify: lianxin verify-bundle ${options.out} --key VKEYS\n`);
        return EXIT.ok;
      }, 'archivist');
    }));
};

async function find(ask: <T>(method: 'GET', path: string) => Promise<T>, number: string): Promise<string> {
  const { items } = await ask<{ items: readonly FoundCase[] }>('GET', `/api/archive/cases?number=${encodeURIComponent(number)}`);
  if (items[0] === undefined) throw failed('没有这个卷宗，或不在您的权限范围内。', 'There is no such case within your rights.');
  return items[0].id;
}
