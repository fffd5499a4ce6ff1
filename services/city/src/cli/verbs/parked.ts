import { admin, type AdminOptions } from '../admin.js';
import { action, type Verb } from '../program.js';
import { both, EXIT } from '../terminal.js';

interface Letter { readonly service: string; readonly id: string; readonly type: string; readonly stream: string; readonly sequence: number; readonly attempts: number; readonly parkedat: string; readonly error: string }
interface Retried { readonly streams: number; readonly applied: number; readonly left: number }

/** Events that a view could not take: shown, and tried again after their cause was mended. */
export const parkedVerb: Verb = (program, terminal) => {
  const parked = program.command('parked')
    .summary('搁置的事件：查看、重试 · parked events: list, retry')
    .description(both('视图无法处理的事件连同其流中后来的事件会被搁置，其他流照常。修正原因后重试。', 'An event that a view cannot take is parked with the later ones of its stream; other streams go on. Try again once the cause is mended.'));

  admin(parked.command('list')).summary('列出 · list').action(action(program, (options: AdminOptions) => admin.with(terminal, options, undefined, async (ask) => {
    const letters = await ask<readonly Letter[]>('GET', '/api/platform/parked');
    for (const l of letters.filter((one) => one.sequence === 1)) {
      const behind = letters.filter((one) => one.stream === l.stream && one.service === l.service && one.sequence > 1).length;
      terminal.out(`! ${l.id}  ${l.type}\n  ${l.parkedat}  第 ${l.attempts} 次 attempts ${l.attempts}  其后 waiting behind it ${behind}\n  ${l.error}\n`);
    }
    terminal.out(`${letters.length} 条搁置。 ${letters.length} parked.\n`);
    return letters.length === 0 ? EXIT.ok : EXIT.failed;
  })));

  admin(parked.command('retry')).summary('重试 · retry').argument('[letter]', '编号，见 parked list；默认全部 · id from parked list; default: all')
    .action(action(program, (letter: string | undefined, options: AdminOptions) => admin.with(terminal, options, undefined, async (ask) => {
      const { streams, applied, left } = await ask<Retried>('POST', '/api/platform/parked/retry', letter === undefined ? {} : { letter });
      terminal.out(`重试 ${streams} 条流：已应用 ${applied}，仍搁置 ${left}。\n${streams} streams tried: ${applied} applied, ${left} still parked.\n`);
      return left === 0 ? EXIT.ok : EXIT.failed;
    })));
};
