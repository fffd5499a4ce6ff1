import { Command, CommanderError } from 'commander';
import { TableError } from '../tables/table.js';
import { CliFailure, displayWidth, EXIT, fold, type Terminal } from './terminal.js';

/** A verb adds its command to the program; its action gets the terminal and answers an exit code. */
export type Verb = (program: Command, terminal: Terminal) => void;

const TITLES: Readonly<Record<string, string>> = { 'Usage:': '用法 Usage:', 'Arguments:': '参数 Arguments:', 'Options:': '选项 Options:', 'Commands:': '命令 Commands:' };

/** Runs one command line. Answers the exit code: 0 done, 1 failed or not clean, 2 wrong usage. */
export async function run(args: readonly string[], verbs: readonly Verb[], terminal: Terminal): Promise<number> {
  const program = frame(terminal);
  for (const verb of verbs) verb(program, terminal);
  const explain = (problem: { zh: string; en: string }): void => terminal.err(`✗ ${problem.zh}\n  ${problem.en}\n`);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitOf(program);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      if (error.code === 'commander.help') return EXIT.usage; // no verb given: the help was printed
      explain(usageWords(error));
      return EXIT.usage;
    }
    if (error instanceof CliFailure) { explain(error); return error.exit; }
    if (error instanceof TableError) { explain(error); return EXIT.failed; }
    if (isWords(error)) { explain(error); return EXIT.failed; }
    const { describeError } = await import('@lianxin/nest'); // masks what could be personal
    explain({ zh: '内部故障，原因如下。', en: `Inner fault:\n${JSON.stringify(describeError(error), null, 2)}` });
    return EXIT.failed;
  }
}

/** Errors of other parts that carry both languages (for example a refused start). */
const isWords = (error: unknown): error is Error & { zh: string; en: string } =>
  error instanceof Error && typeof (error as { zh?: unknown }).zh === 'string' && typeof (error as { en?: unknown }).en === 'string';

const exits = new WeakMap<Command, number>();
const exitOf = (program: Command): number => exits.get(program) ?? EXIT.ok;

/** Wraps a verb's action so that its answer becomes the exit code of the whole program. */
export const action = <A extends unknown[]>(program: Command, act: (...args: A) => Promise<number>) =>
  async (...args: A): Promise<void> => { exits.set(program, await act(...args)); };

function frame(terminal: Terminal): Command {
  const program = new Command('lianxin');
  program
    .description('连心：信访社会工作个案平台的命令行。退出码：0 完成，1 失败或未通过，2 用法不对。\nLianxin, command line of the case platform. Exit codes: 0 done, 1 failed or not clean, 2 wrong usage.')
    .usage('命令 [选项] · COMMAND [options]   (npm run lianxin -- 命令)')
    .helpOption('-h, --help', '显示帮助 · show this help')
    .helpCommand('help [命令]', '显示一个命令的帮助 · help on a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: () => { /* said in both languages by run() */ },
      ...(terminal.columns === undefined ? {} : { getOutHelpWidth: () => Math.min(terminal.columns ?? 80, 120), getErrHelpWidth: () => Math.min(terminal.columns ?? 80, 120) }),
    })
    .configureHelp({ displayWidth, boxWrap: fold, styleTitle: (title) => TITLES[title] ?? title });
  return program;
}

/** Commander speaks English alone; the words that it quotes are the user's own arguments. */
function usageWords(error: CommanderError): { zh: string; en: string } {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const en = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  switch (error.code) {
    case 'commander.unknownCommand': return { zh: `没有命令 ${quoted}。用 --help 查看全部命令。`, en };
    case 'commander.unknownOption': return { zh: `没有选项 ${quoted}。用 --help 查看此命令的选项。`, en };
    case 'commander.missingArgument': return { zh: `缺少参数 ${quoted}。`, en };
    case 'commander.missingMandatoryOptionValue': return { zh: `缺少必需的选项 ${quoted}。`, en };
    case 'commander.optionMissingArgument': return { zh: `选项 ${quoted} 后面要有一个值。`, en };
    case 'commander.excessArguments': return { zh: '参数太多。', en };
    case 'commander.conflictingOption': return { zh: `选项 ${quoted} 与另一个选项不能同时使用。`, en };
    default: return { zh: `用法不对：${quoted}`, en };
  }
}
