import { admin, type AdminOptions } from '../admin.js';
import { action, type Verb } from '../program.js';
import { both, EXIT } from '../terminal.js';

interface Shut { readonly log: string; readonly size: number; readonly why: string; readonly successor?: string }
interface Succession { readonly successor: string; readonly entries: number; readonly lost: number; readonly shut: boolean; readonly begun: boolean }

/** Logs that opened read-only because events are lost that nobody has, and going on without them. */
export const logsVerb: Verb = (program, terminal) => {
  const logs = program.command('logs')
    .summary('只读的日志：查看、另起接续 · read-only logs: list, go on without what is lost')
    .description(both(
      '恢复旧备份后，日志若短于已公布的检查点又无从补齐，即以只读打开。访问日志可另起 <日志>-2 接续，其第一条写明原日志的检查点，verify 核对两者；卷宗日志须恢复较新的备份。',
      'After an old backup was restored, a log that is shorter than its published checkpoint and cannot be refilled opens read-only. For an access log <log>-2 may go on; its first event names the old checkpoint and verify checks the two against each other. A log of cases needs a newer backup.',
    ));

  admin(logs.command('list')).summary('列出只读的日志；有未接续的退出码为 1 · list; exit code 1 when one is left without a successor').action(action(program, (options: AdminOptions) => admin.with(terminal, options, undefined, async (ask) => {
    const shut = await ask<readonly Shut[]>('GET', '/api/platform/logs/shut');
    for (const l of shut) terminal.out(`${l.successor === undefined ? '!' : '·'} ${l.log}  ${l.size} 条 events${l.successor === undefined ? '' : `  → ${l.successor}`}\n  ${l.why}\n`);
    terminal.out(`${shut.length} 个日志只读。 ${shut.length} read-only.\n`);
    return shut.every((l) => l.successor !== undefined) ? EXIT.ok : EXIT.failed;
  })));

  admin(logs.command('succeed')).summary('另起接续的访问日志 · begin the access log that goes on')
    .argument('<log>', '只读的访问日志，如 intake-access.440106 · the read-only access log')
    .option('--reason <text>', '为何不再等待缺失的记录（必填，除非 --dry-run；不写姓名） · why what is missing is given up; no names')
    .option('--dry-run', '只说明会放弃什么 · only tell what would be given up')
    .action(action(program, (log: string, options: AdminOptions & { readonly reason?: string; readonly dryRun?: boolean }) => admin.with(terminal, options, undefined, async (ask) => {
      const s = await ask<Succession>('POST', '/api/platform/logs/succeed', { log, ...(options.reason === undefined ? {} : { reason: options.reason }), ...(options.dryRun === true ? { dryRun: true } : {}) });
      terminal.out(s.begun
        ? `✓ ${s.successor} 接续 ${log}（${s.entries} 条，缺失 ${s.lost} 条）。\n  ${s.successor} goes on for ${log}: ${s.entries} events, ${s.lost} lost.\n`
        : `${log}：${s.entries} 条，缺失 ${s.lost} 条${s.shut ? '，只读' : '，可正常写入'}；接续者将为 ${s.successor}。\n${log}: ${s.entries} events, ${s.lost} lost, ${s.shut ? 'read-only' : 'takes entries'}; ${s.successor} would go on.\n`);
      return EXIT.ok;
    })));
};
