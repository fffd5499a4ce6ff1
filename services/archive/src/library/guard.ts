import type { IdentifyingKind } from '@lianxin/contracts';

/** Where a text seems to identify somebody. Never the words themselves: the finding is shown and logged. */
export interface Identifying { readonly kind: IdentifyingKind; /** Character from which on, in the text as given. */ readonly at: number }

/** The hundred or so commonest surnames, and those of two characters. */
const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const DOUBLE = '欧阳|上官|司徒|司马|诸葛|皇甫|东方|尉迟|令狐|慕容';
const SURNAME = `(?:${DOUBLE}|[${SURNAMES}])`;
/** 向老师请教, 于是医生…: here they are no surnames. */
const TITLED = `(?:${DOUBLE}|[${SURNAMES.replace(/[于向任]/gu, '')}])`;
/** Made-up given names as they are written on purpose: 张某, 李某甲, 王某某. */
const MASKED = '某[某甲乙丙丁]?';
const TITLES = '先生|女士|小姐|同志|阿姨|大爷|大妈|大叔|大姐|大哥|老师|师傅|医生|主任|书记|科长|局长|所长|经理';
/** Words after which a name comes. */
const BEFORE = '姓名(?:为|是)?[:：]?|名叫|叫做|本名|化名|真名|我叫|我是|自称|案主|当事人|信访人|申请人|投诉人|其妻|其夫|妻子|丈夫|儿子|女儿|父亲|母亲|邻居|社工|民警|法官|律师';
/** What looks like a given name after such a word but goes on the sentence: 案主高兴, 妻子万分着急. */
const NOT_NAMES = /^(?:高兴|高度|高额|方才|方面|于是|任何|何时|何处|何事|万分|万一|向来|向街道|金额|程度|程序|石头|马上|白天|江边|田地|武汉|常常|时常|安排|温和|严重|严格|许多|许可|余下|陆续|范围|夏天|顾虑|顾及|毛病|孔洞|龙头|雷雨|段落|叶子|程某)/;

const PATTERNS: readonly (readonly [IdentifyingKind, RegExp])[] = [
  ['EMAIL', /[\w.+-]+@[\w-]+\.[\w.]+|(?:微信|QQ|抖音|微博)(?:号|账号)?[:：是为]?\s*[A-Za-z0-9_-]{5,}/giu],
  ['NUMBER', /(?:XF)?\d{6}-\d{4}-\d{6}|\d{4}-\d{4}-\d{4}/gu],
  ['ID_NUMBER', /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])|(?<!\d)\d{15}(?!\d)/gu],
  ['PHONE', /(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)/gu],
  ['PLATE', /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·.\s]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])/gu],
  ['ADDRESS', /[路街巷道村里]\s*\d+\s*号|\d+\s*(?:栋|幢|座|单元|室|号楼|号房)/gu],
  ['DATE', /\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?/gu],
  ['NUMBER', /(?<!\d)\d{8,}(?!\d)/gu],
  ['NAME', new RegExp(`${TITLED}(?!${MASKED}(?:${TITLES}))[\\u4e00-\\u9fff]{0,2}?(?:${TITLES})`, 'gu')],
];
const NAMED = new RegExp(`(?:${BEFORE})(?<name>${SURNAME}(?!${MASKED})[\\u4e00-\\u9fff]{1,2})`, 'gu');

/** 2024—2025: no number of anybody. */
const TWO_YEARS = /^(?:19|20)\d\d(?:19|20)\d\d$/;

/** As people hide numbers: full-width digits, spaces, dots and dashes between digits, invisible characters. Keeps where each character stood. */
function plain(text: string): { readonly text: string; readonly at: readonly number[] } {
  const kept: { char: string; at: number }[] = [];
  let at = 0;
  for (const raw of text) {
    for (const char of raw.normalize('NFKC')) if (!/[\p{Cf}\u00ad]/u.test(char)) kept.push({ char, at });
    at += raw.length;
  }
  const digit = (i: number): boolean => /\d/.test(kept[i]?.char ?? '');
  const gap = (i: number): boolean => /[\s·•.．_—–\-*]/u.test(kept[i]?.char ?? '') && digit(i - 1) && digit(i + 1);
  const joined = kept.filter((_, i) => !gap(i));
  return { text: joined.map((k) => k.char).join(''), at: joined.map((k) => k.at) };
}

const found = (text: string, at: (i: number) => number): Identifying[] => [
  ...PATTERNS.flatMap(([kind, pattern]) => [...text.matchAll(pattern)].filter((m) => !TWO_YEARS.test(m[0])).map((m) => ({ kind, at: at(m.index) }))),
  ...[...text.matchAll(NAMED)].filter((m) => !NOT_NAMES.test(m.groups!['name']!)).map((m) => ({ kind: 'NAME' as const, at: at(m.index) })),
];

/**
 * Looks for what may identify somebody in a text that is to be read by many: numbers, addresses, exact dates, and names
 * where a text gives itself away. A guard for the writer, not a proof: a person reads every story before it is published.
 */
export function findIdentifying(text: string): readonly Identifying[] {
  const joined = plain(text);
  const all = [...found(text, (i) => i), ...found(joined.text, (i) => joined.at[i] ?? 0)];
  const seen = new Set<string>();
  return all.filter(({ kind, at }) => { const key = `${kind} ${at}`; if (seen.has(key)) return false; seen.add(key); return true; }).sort((a, b) => a.at - b.at);
}
