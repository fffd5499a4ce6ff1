import { checkHealth, type Finding } from '../doctor/checks.js';
import { places } from '../places.js';
import { action, type Verb } from '../program.js';
import { both, EXIT } from '../terminal.js';

const MARK: Readonly<Record<Finding['state'], string>> = { ok: '✓', warn: '!', bad: '✗' };

/** Looks at this machine and this installation without changing anything. */
export const doctor: Verb = (program, terminal) => {
  program.command('doctor')
    .summary('检查本机与安装是否就绪 · check this machine and installation')
    .description(both('检查 Node、数据库组件、目录与密钥权限、磁盘空间、数据锁、时钟、安装名。只看不改；有 ✗ 时退出码为 1。',
      'Checks Node, the database component, folders and modes of keys, disk space, the data lock, the clock, the installation name. Changes nothing; exit code 1 when there is a ✗.'))
    .option('--json', '以 JSON 输出 · print JSON')
    .action(action(program, async (options: { json?: boolean }) => {
      const findings = await checkHealth({ ...places(terminal), env: terminal.env });
      if (options.json === true) terminal.out(`${JSON.stringify({ findings }, null, 2)}\n`);
      else for (const f of findings) terminal.out(`${MARK[f.state]} ${f.zh}\n  ${f.en}\n`);
      return findings.some((f) => f.state === 'bad') ? EXIT.failed : EXIT.ok;
    }));
};
