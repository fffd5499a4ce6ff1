/** A legal day of Asia/Shanghai, `YYYY-MM-DD`. Terms are counted in whole days, never in hours. */
export type LegalDay = string;

export const DAY_MS = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** Whether a text is a day that exists, written `YYYY-MM-DD`. */
export function isLegalDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

const dayOf = (ms: number): LegalDay => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: LegalDay, n: number): LegalDay => dayOf(Date.parse(day) + n * DAY_MS);

/** Days from one day to another; negative when the other lies before. */
export const daysBetween = (from: LegalDay, to: LegalDay): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** 0 is Sunday. */
export const weekday = (day: LegalDay): number => new Date(day).getUTCDay();

/**
 * The same day so many months later; the last day of the month where that month is shorter (民法典 art. 202: a period of
 * months or years ends on the corresponding day, else on the last day of the month).
 */
export function addMonths(day: LegalDay, months: number): LegalDay {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** The first moment (UTC ms) of a legal day. */
export const startOfDay = (day: LegalDay): number => Date.parse(day) - SHANGHAI_OFFSET_MS;
/** The last millisecond (UTC ms) of a legal day: a term that ends on it is kept until 24:00. */
export const endOfDay = (day: LegalDay): number => startOfDay(day) + DAY_MS - 1;
