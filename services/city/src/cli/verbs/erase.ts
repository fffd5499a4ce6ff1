import type { Command } from 'commander';
import { compartments, erasureReasons, type ErasureScope } from '@lianxin/contracts';
import { admin, type AdminOptions, type Ask } from '../admin.js';
import { action, type Verb } from '../program.js';
import { approvedWords, type CarriedOut } from './erase-words.js';
import { renewMasterKey } from './keys.js';
import { both, EXIT, failed, misused } from '../terminal.js';

interface RequestOptions extends AdminOptions {
  readonly district: string; readonly of?: string; readonly subject: readonly string[]; readonly case: readonly string[]; readonly compartment: readonly string[]; readonly kid?: string; readonly reason: string;
}
interface DecideOptions extends AdminOptions { readonly district: string; readonly orRestrict?: boolean; readonly because?: string }
interface Outcome { readonly id?: string; readonly outcome?: string; readonly carriedOut?: CarriedOut }
interface ErasurePage { readonly state: string; readonly scope: ErasureScope; readonly reason: string; readonly requestedBy: string; readonly requestedAt: string; readonly decidedBy?: string; readonly decidedAt?: string }

const many = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const STATES: Readonly<Record<string, string>> = { requested: '待批准 waits for approval', declined: '不予删除 declined', erased: '已删除 erased', restricted: '已限制处理 restricted to storage' };

/** Erasure by two people: one asks, another approves. The rules are the services'; this verb only speaks to them. */
export const eraseVerb: Verb = (program, terminal) => {
  const erase = program.command('erase')
    .summary('删除个人信息（两人办理）· erase personal data (two people)')
    .description(both('销毁密钥使个人信息无法再读；事件和证明不受影响。一人申请，另一人批准；卷宗冻结期间拒绝（可改为限制处理）。执行后不可恢复。',
      'Destroys keys so that personal data can never be read again; events and proofs stay. One person asks, another approves; refused under a retention hold (processing may be restricted instead). It cannot be undone.'))
    .option('--renew-master-key', '更换主密钥（删除后 30 天内），同 keys renew · renew the master key within 30 days of an erasure; the same as keys renew');
  erase.action(action(program, async ({ renewMasterKey: renew }: { renewMasterKey?: boolean }) => {
    if (renew !== true) erase.help({ error: true });
    return admin.with(terminal, {}, 3_600_000, async (ask) => { await renewMasterKey(ask, terminal); return EXIT.ok; });
  }));

  placed(erase.command('request')).summary('申请 · ask')
    .option('--of <number>', '卷宗号：其信访人的全部信息 · case number: everything of its petitioner')
    .option('--subject <id>', '信访人编号，可多次 · subject; may be repeated', many, [])
    .option('--case <id>', '只限这些卷宗，可多次 · within these cases only', many, [])
    .option('--compartment <name>', `只限这些分区（${compartments.codes.join(', ')}），可多次 · within these compartments only`, many, [])
    .option('--kid <kid>', '单个文本的密钥号 · key id of one text')
    .requiredOption('--reason <code>', `原因 · reason: ${erasureReasons.entries.map((e) => `${e.code} ${e.zh}`).join('；')}`)
    .action(action(program, (options: RequestOptions) => {
      const ways = [options.of, options.subject[0], options.kid].filter((way) => way !== undefined).length;
      if (ways !== 1) throw misused('请在 --of、--subject、--kid 中选一个。', 'Choose one of --of, --subject, --kid.');
      if (!erasureReasons.codes.some((code) => code === options.reason)) throw misused(`没有这个原因：可用 ${erasureReasons.codes.join('、')}。`, `No such reason. Known: ${erasureReasons.codes.join(', ')}.`);
      return admin.with(terminal, options, undefined, async (ask) => {
        const scope = options.kid !== undefined ? { kid: options.kid } : {
          subjects: options.of === undefined ? options.subject : [await petitionerOf(ask, options.of)],
          ...(options.case.length > 0 ? { cases: options.case } : {}), ...(options.compartment.length > 0 ? { compartments: options.compartment } : {}),
        };
        const { id } = await ask<Outcome>('POST', '/api/intake/erasures', { district: options.district, scope, reason: options.reason });
        terminal.out(`已申请：${id}\n  须由另一人批准：lianxin erase approve ${id} --district ${options.district}\nRequested. Another person approves it.\n`);
        return EXIT.ok;
      }, 'supervisor', options.district);
    }));

  placed(erase.command('approve')).summary('批准并执行（申请人以外的人）· approve and carry out; not the one who asked').argument('<id>', '申请编号 · id of the request')
    .option('--or-restrict', '有冻结时改为限制处理 · under a hold, restrict instead')
    .action(action(program, (id: string, options: DecideOptions) => {
      // A default user would most likely be the one who asked.
      if (options.user === undefined && options.token === undefined && terminal.env['LIANXIN_TOKEN'] === undefined) throw misused('请用 --user 或令牌指明批准人，不能是申请人。', 'Say with --user or a token who approves; not the one who asked.');
      return admin.with(terminal, options, 600_000, async (ask) => {
        const before = await ask<ErasurePage>('GET', `/api/intake/erasures/${encodeURIComponent(id)}`);
        const { outcome, carriedOut } = await ask<Outcome>('POST', `/api/intake/erasures/${encodeURIComponent(id)}/approve`, { district: options.district, ...(options.orRestrict === true ? { orRestrict: true } : {}) });
        terminal.out(approvedWords(outcome, before.scope, carriedOut));
        return EXIT.ok;
      }, 'supervisor', options.district);
    }));

  placed(erase.command('decline')).summary('不予删除 · decline').argument('<id>', '申请编号 · id of the request').requiredOption('--because <code>', 'NOT_FOUNDED | REQUEST_WITHDRAWN')
    .action(action(program, (id: string, options: DecideOptions) => admin.with(terminal, options, undefined, async (ask) => {
      await ask('POST', `/api/intake/erasures/${encodeURIComponent(id)}/decline`, { district: options.district, because: options.because });
      terminal.out('已决定不予删除。 Declined.\n');
      return EXIT.ok;
    }, 'supervisor', options.district)));

  admin(erase.command('list')).summary('列出申请，新的在前 · list requests, newest first').option('--district <code>', '申请所在区 · district', '440106').option('--state <state>', 'requested | declined | erased | restricted')
    .action(action(program, (options: AdminOptions & { district: string; state?: string }) => admin.with(terminal, options, undefined, async (ask) => {
      const query = new URLSearchParams({ district: options.district, ...(options.state === undefined ? {} : { state: options.state }) });
      const { items, next } = await ask<{ items: readonly (ErasurePage & { readonly id: string })[]; next?: string }>('GET', `/api/intake/erasures?${query.toString()}`);
      for (const e of items) terminal.out(`${e.id}  ${STATES[e.state] ?? e.state}  ${e.requestedBy} ${e.requestedAt}\n`);
      terminal.out(`${items.length} 件${next === undefined ? '' : '（还有更早的）'}。 ${items.length} requests${next === undefined ? '' : ', more before these'}.\n`);
      return EXIT.ok;
    }, 'supervisor', options.district)));

  placed(erase.command('show')).summary('查看申请 · show a request').argument('<id>', '申请编号 · id of the request')
    .action(action(program, (id: string, options: DecideOptions) => admin.with(terminal, options, undefined, async (ask) => {
      const e = await ask<ErasurePage>('GET', `/api/intake/erasures/${encodeURIComponent(id)}`);
      terminal.out(`${STATES[e.state] ?? e.state}\n  申请 asked: ${e.requestedBy} ${e.requestedAt} ${e.reason}\n${e.decidedBy === undefined ? '' : `  决定 decided: ${e.decidedBy} ${e.decidedAt}\n`}  范围 scope: ${JSON.stringify(e.scope)}\n`);
      return EXIT.ok;
    }, 'supervisor', options.district)));
};

const placed = (command: Command): Command => admin(command).option('--district <code>', '申请所在区 · district of the request', '440106');

/** The subject behind a case number. */
async function petitionerOf(ask: Ask, number: string): Promise<string> {
  const { items } = await ask<{ items: readonly { readonly subject: string }[] }>('GET', `/api/intake/dossiers?number=${encodeURIComponent(number)}`);
  if (items[0] === undefined) throw failed('没有这个卷宗，或不在您的权限范围内。', 'There is no such case within your rights.');
  return items[0].subject;
}
