import type { Refusal } from '@lianxin/kernel';
import type { RefusalWords } from './problem.js';

type Row = readonly [status: number, title: string, detail: string, enTitle: string, enDetail: string, rule?: string];

/** Words for what HTTP itself refuses, before any rule of the domain is asked. `{name}` is filled from the refusal's `with`. */
const TABLE: Readonly<Record<string, Row>> = {
  'http/malformed-json': [400, '内容无法读取', '请求正文不是有效的 JSON。请检查括号、引号和逗号。', 'Body cannot be read', 'The request body is not valid JSON. Check brackets, quotes and commas.'],
  'http/bad-request': [400, '请求无法读取', '服务器无法读懂这个请求。请检查网址和请求头。', 'Request cannot be read', 'The server cannot understand this request. Check the address and the headers.'],
  'http/not-signed-in': [401, '尚未登录', '请先登录，或在 Authorization 请求头中带上 Bearer 令牌。', 'Not signed in', 'Sign in first, or send a bearer token in the Authorization header.', '个人信息保护法第51条'],
  'http/token-refused': [401, '令牌无效', '登录令牌无效。请重新登录取得新的令牌。', 'Token refused', 'The token is not valid. Sign in again to get a new one.', '个人信息保护法第51条'],
  'http/token-expired': [401, '登录已过期', '登录令牌已过期。请重新登录。', 'Token expired', 'The token has expired. Sign in again.', '个人信息保护法第51条'],
  'http/not-allowed': [403, '无权办理', '您的岗位或所在区无权进行这项操作。如工作需要，请联系本单位管理员。', 'Not allowed', 'Your role or district does not permit this. Ask your administrator if your work needs it.', '个人信息保护法第51条（最小权限）'],
  'http/other-origin': [403, '来源不符', '表单来自其他网站，未受理。请在本系统的页面上重新提交。', 'Other origin', 'The form was sent from another site and was not accepted. Send it from a page of this system.'],
  'http/not-found': [404, '没有找到', '没有这个网址，或其中的内容不存在。请检查网址。', 'Not found', 'There is nothing at this address. Check it.'],
  'http/method-not-allowed': [405, '方法不适用', '这个网址不支持该请求方法。可用：{allow}。', 'Method not allowed', 'This address does not support that method. Allowed: {allow}.'],
  'http/not-acceptable': [406, '格式不支持', '服务器不能以所要求的格式回答。', 'Not acceptable', 'The server cannot answer in the requested format.'],
  'http/too-large': [413, '内容过大', '请求正文超过 {limit} 字节的上限。请分次提交，或减小附件。', 'Too large', 'The request body is larger than the limit of {limit} bytes. Send it in parts, or make it smaller.'],
  'http/address-too-long': [414, '网址过长', '网址过长，无法处理。', 'Address too long', 'The address is too long to be handled.'],
  'http/unsupported-media-type': [415, '格式不支持', '请以 application/json 格式（UTF-8）提交。', 'Unsupported media type', 'Send the body as application/json (UTF-8).'],
  'http/too-many-requests': [429, '请求过于频繁', '请求过于频繁，请在 {seconds} 秒后重试。', 'Too many requests', 'Too many requests. Try again in {seconds} seconds.'],
  'http/refused': [400, '未能受理', '这个请求未能受理。', 'Refused', 'The request was refused.'],
  'http/fault': [500, '系统故障', '系统内部出错，您的操作可能没有完成。请稍后重试；如再次出现，请把 instance 中的编号告诉管理员。', 'Internal fault', 'Something failed inside; your action may not have been completed. Try again later; if it happens again, give the administrator the number in instance.'],
  'http/shutting-down': [503, '系统正在停止', '系统正在停止或重启，请稍后重试。', 'Shutting down', 'The system is stopping or restarting. Try again shortly.'],
  'http/live-only-local': [403, '仅限本机', '这个网址只回答本机的请求。', 'Local only', 'This address answers callers on the same machine only.'],
  'http/invalid': [422, '内容需要改正', '提交的内容有 {count} 处需要改正。', 'Input to be mended', 'The input must be mended in {count} place(s).'],
  'http/idempotency-key': [422, '幂等键格式不对', '请求头 Idempotency-Key 应为 UUID，或最长 64 个字符的字母、数字、连字符和下划线。请改正后重试。', 'Idempotency key malformed', 'The header Idempotency-Key must be a UUID or at most 64 letters, digits, hyphens and underscores. Mend it and try again.'],
  'http/if-position': [422, 'If-Position 格式不对', '请求头 If-Position 应为命令回答中 at 的内容，例如 <流>@<版本>，多个以逗号分隔。', 'If-Position malformed', 'The header If-Position must repeat what a command answered in `at`, for example <stream>@<version>, several separated by commas.'],
  'stale': [409, '数据尚未更新到位', '所读的视图还没有包含刚写入的内容（相差 {lag} 个版本）。请稍候重试。', 'Stale', 'The view does not yet contain what was just written ({lag} version(s) behind). Try again in a moment.'],
  'command/busy': [503, '系统繁忙', '多人同时修改同一内容，本次未能写入。请稍后用同一幂等键重试。', 'Busy', 'Many are changing the same thing at once; nothing was written. Try again with the same idempotency key.'],
  'command/other-actor': [422, '编号已被他人使用', '这个幂等键已由另一位用户使用。请换一个新的。', 'Key used by another', 'This idempotency key was used by another user. Take a new one.'],
  'command/other-body': [422, '编号已用于其他内容', '这个幂等键已用于内容不同的请求。请换一个新的。', 'Key used for another body', 'This idempotency key was used for a request with other content. Take a new one.'],
  'command/time-ahead': [422, '时间在未来', '发生时间晚于现在 2 分钟以上。请改正时间。', 'Time ahead', 'The time lies more than 2 minutes ahead of now. Mend it.'],
  'command/late-without-reason': [422, '补录需说明理由', '发生时间早于现在 24 小时以上，属补录，请填写补录理由和依据材料。', 'Late entry needs a reason', 'The time lies more than 24 hours back: a late entry needs a reason and a source document.'],
  'event-log/read-only': [503, '日志只读', '本区的日志目前只能读取，不能写入。请联系管理员（lianxin doctor）。', 'Log is read-only', 'The log of this district can be read but not written at present. Ask the administrator (lianxin doctor).'],
  'event-log/too-large': [413, '内容过大', '单条记录超过 256 KB 的上限。长文请作为附件提交。', 'Too large', 'A single record is larger than 256 KB. Send long texts as attachments.'],
};

const fill = (text: string, values: Readonly<Record<string, string | number>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'));

/** The words of this library for a refusal, if it is one of HTTP's own or of the pipeline's. */
export function httpWords(refusal: Refusal): RefusalWords | undefined {
  const row = Object.hasOwn(TABLE, refusal.code) ? TABLE[refusal.code] : undefined;
  if (!row) return undefined;
  const values = refusal.with ?? {};
  const [status, title, detail, enTitle, enDetail, rule] = row;
  return { status, title, detail: fill(detail, values), en: { title: enTitle, detail: fill(enDetail, values) }, ...(rule === undefined ? {} : { rule }) };
}

/** For a code without words: said openly, so that the missing row is noticed and the code still helps. */
export const unknownWords = (code: string): RefusalWords => ({
  title: '未能受理', detail: `这项操作未能受理（${code}）。`, en: { title: 'Refused', detail: `This was refused (${code}).` },
});

/** The status of a refusal whose words name none, by the last part of its code. */
export function statusOf(code: string): number {
  const what = code.slice(code.lastIndexOf('/') + 1);
  if (what === 'not-found' || what === 'unknown') return 404;
  if (what === 'not-allowed' || what === 'forbidden') return 403;
  if (what === 'conflict' || what === 'stale') return 409;
  return 422;
}

/** The code for a status that a library below us answered with. */
export function codeOfStatus(status: number): string {
  const codes: Readonly<Record<number, string>> = {
    400: 'http/bad-request', 401: 'http/not-signed-in', 403: 'http/not-allowed', 404: 'http/not-found', 405: 'http/method-not-allowed', 406: 'http/not-acceptable',
    413: 'http/too-large', 414: 'http/address-too-long', 415: 'http/unsupported-media-type', 429: 'http/too-many-requests', 503: 'http/shutting-down',
  };
  return codes[status] ?? (status >= 500 ? 'http/fault' : 'http/refused');
}
