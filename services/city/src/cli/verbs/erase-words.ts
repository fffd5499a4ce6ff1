import { compartments, type ErasureScope } from '@lianxin/contracts';

/** What the services answered about an erasure that was carried out. */
export interface CarriedOut { readonly keysDestroyed: number; readonly complete: boolean; readonly masterKeyRenewalDue?: string }

const named = (codes: readonly string[], language: 'zh' | 'en'): string => codes.map((code) => compartments.find(code)?.[language] ?? code).join(language === 'zh' ? '、' : ', ');

function whatZh(scope: ErasureScope): string {
  if ('kid' in scope) return '一个文本';
  return `${scope.subjects.length} 人${scope.cases.length > 0 ? `在 ${scope.cases.length} 个卷宗中` : ''}的${scope.compartments.length > 0 ? named(scope.compartments, 'zh') : '全部'}信息`;
}
function whatEn(scope: ErasureScope): string {
  if ('kid' in scope) return 'one text';
  const within = scope.cases.length > 0 ? ` in ${scope.cases.length} case${scope.cases.length === 1 ? '' : 's'}` : '';
  return `${scope.compartments.length > 0 ? named(scope.compartments, 'en') : 'all data'} of ${scope.subjects.length} person${scope.subjects.length === 1 ? '' : 's'}${within}`;
}

/** What was erased, what stays, and until when the master key is to be renewed, in both languages. */
export function approvedWords(outcome: string | undefined, scope: ErasureScope, done: CarriedOut | undefined): string {
  const [zh, en] = [whatZh(scope), whatEn(scope)];
  if (outcome === 'Restricted') {
    return `✓ 依法须保存，已改为限制处理：${zh}。只可保存，除档案管理和审计外任何人不能查看，也检索不到。\n`
      + `  Under a duty to retain: processing of ${en} is restricted to storage. Nobody but archivists and auditors opens it, and no search finds it.\n`;
  }
  const due = done?.masterKeyRenewalDue?.slice(0, 10);
  return `✓ 已删除：${zh}（销毁密钥 ${done?.keysDestroyed ?? 0} 个），不可恢复${done?.complete === false ? '；检索索引仍在清除，服务会继续，重启后也会补做' : '；检索索引和缓存已清除'}。\n`
    + '  保留：事件、时间、代码、编号和证明（核验照常通过）；他人的信息；范围以外的信息。\n'
    + (due === undefined ? '' : `  请在 ${due} 之前更换主密钥：lianxin erase --renew-master-key。此前的密钥备份在更换后才失效。\n`)
    + `  Erased: ${en} (${done?.keysDestroyed ?? 0} keys destroyed); it cannot be recovered${done?.complete === false ? '; the search index is still being cleared, which goes on, also after a restart' : ', and the search index and caches have dropped it'}.\n`
    + '  What stays: events, times, codes, numbers and proofs, which still verify; other persons\' data; whatever was outside the scope.\n'
    + (due === undefined ? '' : `  Renew the master key before ${due} (lianxin erase --renew-master-key): until then older copies of the keys still open what was erased.\n`);
}
