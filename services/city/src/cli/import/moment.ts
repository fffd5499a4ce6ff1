/** Order of day, month and year where a table writes them as bare numbers. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

const WITH_OFFSET = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)$/i;
const NUMBERS = /^(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?(?:[T\s]*(上午|下午|AM|PM)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2})(?:\.\d{1,9})?)?\s*[分秒]?\s*(AM|PM)?)?$/i;

/**
 * A moment as tables write it, as ISO 8601 with an offset. Without one the clock is that of Beijing (+08:00); without a
 * time it is the beginning of that day. Undefined when it is no moment, or one that does not exist (February 30).
 */
export function parseMoment(given: string, order: DateOrder = 'ymd'): string | undefined {
  const text = given.trim();
  const iso = WITH_OFFSET.exec(text);
  if (iso) {
    const [, y, m, d, h, min, s = '00', offset] = iso as unknown as string[];
    const zone = offset!.toUpperCase() === 'Z' ? 'Z' : `${offset!.slice(0, 3)}:${offset!.slice(-2)}`;
    return build(Number(y), Number(m), Number(d), Number(h), Number(min), Number(s), zone);
  }
  const numbers = NUMBERS.exec(text);
  if (!numbers) return undefined;
  const [, first, second, third, before, hour, minute, sec, after] = numbers;
  const [y, m, d] = first!.length === 4 || order === 'ymd' ? [first, second, third] : order === 'dmy' ? [third, second, first] : [third, first, second];
  if (y!.length !== 4) return undefined; // two digits of a year are a guess
  const half = (before ?? after)?.toUpperCase();
  let h = Number(hour ?? 0);
  if (half !== undefined && h > 12) return undefined;
  if ((half === '下午' || half === 'PM') && h < 12) h += 12;
  if ((half === '上午' || half === 'AM') && h === 12) h = 0;
  return build(Number(y), Number(m), Number(d), h, Number(minute ?? 0), Number(sec ?? 0), '+08:00');
}

function build(y: number, m: number, d: number, h: number, min: number, s: number, zone: string): string | undefined {
  const date = new Date(Date.UTC(y, m - 1, d, h, min, s));
  const real = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d && h < 24 && min < 60 && s < 60;
  return real ? `${date.toISOString().slice(0, 19)}${zone}` : undefined;
}
