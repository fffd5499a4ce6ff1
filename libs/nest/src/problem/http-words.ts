import type { Refusal } from '@lianxin/kernel';
import { wordsOf as wordsOfContracts } from '@lianxin/contracts';
import type { RefusalWords } from './problem.js';

type Row = readonly [status: number, title: string, detail: string, enTitle: string, enDetail: string, rule?: string];

/**
 * Words that only HTTP needs; all others stand in contracts. `{name}` is filled from the refusal's `with`, which holds
 * nothing but our own numbers and names here.
 */
const TABLE: Readonly<Record<string, Row>> = {
  'http/bad-request': [400, '请求无法读取', '服务器无法读懂这个请求。请检查网址和请求头。', 'Request cannot be read', 'The server cannot understand this request. Check the address and the headers.'],
  'http/other-origin': [403, '来源不符', '表单来自其他网站，未受理。请在本系统的页面上重新提交。', 'Other origin', 'The form was sent from another site and was not accepted. Send it from a page of this system.', '服务原则：隐私保密'],
  'http/local-only': [403, '仅限本机', '这个网址只回答本机的请求。', 'Local only', 'This address answers callers on the same machine only.'],
  'http/not-found': [404, '没有找到', '没有这个网址，或其中的内容不存在。请检查网址。', 'Not found', 'There is nothing at this address. Check it.'],
  'http/method': [405, '方法不适用', '这个网址不支持该请求方法。可用：{allow}。', 'Method not allowed', 'This address does not take that method. Allowed: {allow}.'],
  'http/not-acceptable': [406, '格式不支持', '服务器不能以所要求的格式回答。', 'Not acceptable', 'The server cannot answer in the requested format.'],
  'input/too-large': [413, '内容过大', '请求正文超过 {limit} 字节的上限。请分次提交，或减小内容。', 'Too large', 'The body exceeds the limit of {limit} bytes. Send it in parts, or make it smaller.'],
  'http/address-too-long': [414, '网址过长', '网址过长，无法处理。请缩短网址。', 'Address too long', 'The address is too long to be handled. Shorten it.'],
  'http/media-type': [415, '格式不支持', '请以 application/json（UTF-8）格式提交。', 'Unsupported media type', 'Send the body as application/json (UTF-8).'],
  'view/stale': [409, '数据尚未更新到位', '所读的视图还没有包含刚写入的内容（落后 {lag} 项）。请稍候重试。', 'Stale', 'The view does not yet contain what was just written ({lag} event(s) behind). Try again in a moment.'],
  'http/misdirected': [421, '网址不符', '演示模式只以 127.0.0.1 或 localhost 访问。请改用这些地址。', 'Misdirected', 'Demo mode answers under 127.0.0.1 or localhost only. Use one of these addresses.', '服务原则：隐私保密'],
  'http/if-position': [422, 'If-Position 格式不对', '请求头 If-Position 应为命令回答中 at 的内容，例如 <流>@<版本>，多个以逗号分隔。', 'If-Position malformed', 'The header If-Position must repeat what a command answered in `at`, for example <stream>@<version>, several separated by commas.'],
  'http/rate-limit': [429, '请求过于频繁', '请求过于频繁，请在 {seconds} 秒后重试。', 'Too many requests', 'Too many requests. Try again in {seconds} seconds.'],
  'http/internal': [500, '系统故障', '系统内部出错，您的操作可能没有完成。请稍后重试；如再次出现，请把 instance 中的编号告诉管理员。', 'Internal fault', 'Something failed inside; your action may not have been completed. Try again later; if it happens again, give the administrator the number in instance.'],
  'http/unavailable': [503, '暂不可用', '系统正在停止或重启，请稍后重试。', 'Unavailable', 'The system is stopping or restarting. Try again shortly.'],
  'http/refused': [400, '未能受理', '这个请求未能受理。', 'Refused', 'The request was refused.'],
};

const fill = (text: string, values: Readonly<Record<string, string | number>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'));

/** The words for a refusal, from here or from contracts. Undefined when neither has the code: a fault of ours. */
export function wordsOf(refusal: Refusal): RefusalWords | undefined {
  const row = Object.hasOwn(TABLE, refusal.code) ? TABLE[refusal.code] : undefined;
  if (!row) return wordsOfContracts(refusal);
  const [status, title, detail, enTitle, enDetail, rule] = row;
  const values = refusal.with ?? {};
  return { status, title, detail: fill(detail, values), en: { title: enTitle, detail: fill(enDetail, values) }, ...(rule === undefined ? {} : { rule }) };
}

/** The code for a status that a library below us answered with. */
export function codeOfStatus(status: number): string {
  const codes: Readonly<Record<number, string>> = {
    400: 'http/bad-request', 401: 'access/no-token', 403: 'access/role', 404: 'http/not-found', 405: 'http/method', 406: 'http/not-acceptable',
    413: 'input/too-large', 414: 'http/address-too-long', 415: 'http/media-type', 421: 'http/misdirected', 429: 'http/rate-limit', 503: 'http/unavailable',
  };
  return codes[status] ?? (status >= 500 ? 'http/internal' : 'http/refused');
}
