import { wordsOf, type Finding, type Trusted, type Values, type Words } from '../findings/finding.js';

const table = {
  'note/not-lf': { zh: '{where}：检查点含回车符（CR），只允许换行符 LF。请取回原文件，不要经会改换行的工具转存。', en: '{where}: the checkpoint contains CR; only LF is allowed. Fetch the original file again and do not pass it through a tool that changes line ends.' },
  'note/no-final-newline': { zh: '{where}：检查点末尾缺少换行。文件可能被截断，请重新取回。', en: '{where}: the checkpoint does not end with a line feed. It may be cut off; fetch it again.' },
  'note/too-short': { zh: '{where}：检查点行数不足（应为名称、大小、根、空行、签名）。请重新取回完整文件。', en: '{where}: the checkpoint has too few lines (name, size, root, blank line, signature). Fetch the whole file again.' },
  'note/bad-origin': { zh: '{where}：检查点首行不是“<安装名>/<日志名>”。请确认取的是本系统的检查点。', en: '{where}: the first line is not "<installation>/<log>". Make sure this is a checkpoint of this system.' },
  'note/bad-size': { zh: '{where}：大小一行不是无前导零的十进制数。该文件不是本系统写出的原样，请取回原文件。', en: '{where}: the size is not a decimal number without leading zeros. This is not the text this system wrote; fetch the original.' },
  'note/bad-root': { zh: '{where}：根哈希不是 32 字节的标准 Base64。请取回原文件。', en: '{where}: the root hash is not the standard base64 of 32 bytes. Fetch the original.' },
  'note/empty-root': { zh: '{where}：大小为 0 而根哈希不是空树之根。请勿信任此检查点。', en: '{where}: the size is 0 but the root is not that of the empty tree. Do not trust this checkpoint.' },
  'note/extension-line': { zh: '{where}：根哈希之后有附加行，本系统的检查点没有附加行。请勿信任，取回原文件。', en: '{where}: there is a line after the root hash; checkpoints of this system have none. Do not trust it; fetch the original.' },
  'note/no-signature': { zh: '{where}：检查点没有签名。请取回带签名的检查点。', en: '{where}: the checkpoint has no signature. Fetch the signed checkpoint.' },
  'note/bad-signature-line': { zh: '{where}：第 {line} 行不是“— <名称> <Base64>”（U+2014 加一个空格）。请取回原文件。', en: '{where}: line {line} is not "— <name> <base64>" (U+2014 and one space). Fetch the original.' },
  'note/doubled-signature': { zh: '{where}：同一名称“{name}”签名两次。请勿信任，取回原文件。', en: '{where}: "{name}" signed twice. Do not trust it; fetch the original.' },
  'note/foreign-signature': { zh: '{where}：出现不应有的签名者“{name}”，只允许日志自己和见证人“{witness}”，且依此次序。请勿信任。', en: '{where}: unexpected signer "{name}"; only the log itself and then the witness "{witness}" may sign. Do not trust it.' },
  'note/untrusted-log': { zh: '{where}：受信公钥中没有“{name}”。请从该机构以可靠途径取得其公钥（vkey）后再验。', en: '{where}: "{name}" is not among the trusted keys. Obtain its vkey from the institution over a reliable channel and verify again.' },
  'note/other-key': { zh: '{where}：“{name}”的签名出自另一把密钥（编号 {keyid}，受信的是 {trusted}）。或密钥被换，或检查点系伪造，请向该机构核实。', en: '{where}: the signature of "{name}" was made with another key (id {keyid}, trusted is {trusted}). Either the key was exchanged or the checkpoint is forged; ask the institution.' },
  'note/bad-signature': { zh: '{where}：“{name}”的签名与内容不符。检查点被改动过，请勿信任。', en: '{where}: the signature of "{name}" does not fit the text. The checkpoint was altered; do not trust it.' },
  'note/no-cosignature': { zh: '{where}：检查点没有见证人“{name}”的副署。请取回副署过的检查点。', en: '{where}: the checkpoint lacks the cosignature of the witness "{name}". Fetch a cosigned checkpoint.' },
  'note/bad-vkey': { zh: '{where}：不是有效的公钥文本 vkey（名称+编号+Base64）。请核对整行是否抄全。', en: '{where}: not a valid vkey (name+id+base64). Check that the whole line was copied.' },
  'note/two-keys': { zh: '{where}：名称“{name}”对应两把不同的公钥。每个名称只能有一把，请删去错误的一行。', en: '{where}: two different keys for the name "{name}". Each name has one key; remove the wrong line.' },
  'note/shared-key': { zh: '{where}：“{name}”与“{other}”使用同一把公钥。见证人的密钥绝不能是日志的密钥，请更换。', en: '{where}: "{name}" and "{other}" use the same key. The witness must never use a log key; replace it.' },
  'key/open-to-others': { zh: '{where}：密钥文件可被其他用户读取。请执行 chmod 600 {where} 后重试；若他人可能已读过，请更换密钥。', en: '{where}: the key file can be read by other users. Run chmod 600 {where} and try again; if somebody may have read it, replace the key.' },
  'key/unreadable': { zh: '{where}：无法读取或写入密钥文件（{why}）。请检查密钥文件夹的权限与磁盘。', en: '{where}: the key file cannot be read or written ({why}). Check the permissions of the keys folder and the disk.' },
  'key/malformed': { zh: '{where}：密钥文件内容不完整或不是本系统写出的形式。请从备份恢复该文件，不要删除它。', en: '{where}: the key file is incomplete or not in the form this system writes. Restore it from the backup; do not delete it.' },
  'key/other-name': { zh: '{where}：密钥属于“{name}”，现在要用于“{wanted}”。安装名（LIANXIN_INSTALLATION）改过，请改回。', en: '{where}: the key belongs to "{name}" but is wanted for "{wanted}". The installation name (LIANXIN_INSTALLATION) was changed; change it back.' },
  'key/bad-installation': { zh: '{where}：安装名“{name}”不是小写域名形式。请改为如 letters.example.cn。', en: '{where}: the installation name "{name}" is not a lower-case domain name. Use one like letters.example.cn.' },
  'key/other-installation': { zh: '{where}：安装名已定为“{name}”，现配置为“{wanted}”。检查点的名称不能更改，请改回 LIANXIN_INSTALLATION={name}。', en: '{where}: this installation is named "{name}", the setting says "{wanted}". The name stands in every checkpoint and cannot change; set LIANXIN_INSTALLATION={name}.' },
  'checkpoint/goes-back': { zh: '{where}：已发布过大小为 {known} 的检查点，不能再发布 {size}。日志可能是从旧备份恢复的，请先从镜像补齐。', en: '{where}: a checkpoint of size {known} was published; {size} cannot follow it. The log may come from an old backup; refill it from the mirror first.' },
  'checkpoint/forked': { zh: '{where}：大小同为 {size}，根哈希却不同。日志已分叉，请立即停止写入并保留两份检查点作为证据。', en: '{where}: two different roots for size {size}. The log has forked; stop writing at once and keep both checkpoints as evidence.' },
  'checkpoint/not-consistent': { zh: '{where}：大小 {size} 的树不是大小 {known} 的树的延续。较早的内容被改动过，见证人不予副署。', en: '{where}: the tree of size {size} does not continue the tree of size {known}. Earlier entries were altered; the witness does not sign.' },
  'checkpoint/other-log': { zh: '{where}：检查点属于“{name}”，应为“{wanted}”。请取该日志的检查点。', en: '{where}: the checkpoint belongs to "{name}", wanted was "{wanted}". Take the checkpoint of that log.' },
} satisfies Record<string, Words>;

export type NoteCode = keyof typeof table;
export const noteFinding = wordsOf<NoteCode>(table);

/** A refusal with its words. */
export const faulty = (code: NoteCode, values: Values = {}): { ok: false; refusal: Finding } => ({ ok: false, refusal: noteFinding(code, { where: '检查点 checkpoint', ...values }) });
export type { Trusted };
