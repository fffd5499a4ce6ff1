/** A legal day of Asia/Shanghai, `YYYY-MM-DD`. Terms are counted in whole days, never in hours. */
export type LegalDay = string;

export const DAY_MS = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** Whether a text is a day that exists, written `YYYY-MM-DD`, from 1900 to 2199: what lies outside is a slip of the pen. */
export function isLegalDay(text: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** Days as numbers since 1970-01-01 and back: a term looks at each of its days, and making the text anew is what would take the time. */
const texts: LegalDay[] = [];
const numbers = new Map<LegalDay, number>();
const KEPT_DAYS = 84_000; // until 2199

const textOf = (n: number): LegalDay => {
  if (n < 0 || n > KEPT_DAYS) return new Date(n * DAY_MS).toISOString().slice(0, 10);
  return (texts[n] ??= new Date(n * DAY_MS).toISOString().slice(0, 10));
};

function numberOf(day: LegalDay): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const n = Date.parse(day) / DAY_MS;
  if (n >= 0 && n <= KEPT_DAYS && textOf(n) === day) numbers.set(day, n);
  return n;
}

export const addDays = (day: LegalDay, n: number): LegalDay => textOf(numberOf(day) + n);

/** Days from one day to another; negative when the other lies before. */
export const daysBetween = (from: LegalDay, to: LegalDay): number => numberOf(to) - numberOf(from);

/** 0 is Sunday. */
export const weekday = (day: LegalDay): number => (((numberOf(day) + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday

/**
 * The same day so many months later; the last day of the month where that month is shorter (民法典 art. 202: a period of
 * months or years ends on the corresponding day, else on the last day of the month).
 */
export function addMonths(day: LegalDay, months: number): LegalDay {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The first moment (UTC ms) of a legal day. */
export const startOfDay = (day: LegalDay): number => Date.parse(day) - SHANGHAI_OFFSET_MS;
/** The last millisecond (UTC ms) of a legal day: a term that ends on it is kept until 24:00. */
export const endOfDay = (day: LegalDay): number => startOfDay(day) + DAY_MS - 1;
