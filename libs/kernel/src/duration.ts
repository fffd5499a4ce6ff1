const PATTERN = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/**
 * A moment plus an ISO 8601 duration (`P3D`, `PT15M`, `P1M`, `P1DT12H`). Months and years are calendar months in
 * Asia/Shanghai; a day that the month does not have becomes its last. Throws on what is not a duration.
 */
export function afterDuration(from: number, duration: string): number {
  const parts = PATTERN.exec(duration);
  if (!parts || duration === 'P' || duration.endsWith('T')) throw new Error(`${duration} is not an ISO 8601 duration`);
  const [years, months, weeks, days, hours, minutes, seconds] = parts.slice(1).map((p) => Number(p ?? 0)) as [number, number, number, number, number, number, number];
  let at = from;
  if (years > 0 || months > 0) {
    const local = new Date(from + SHANGHAI);
    const first = Date.UTC(local.getUTCFullYear() + years, local.getUTCMonth() + months, 1);
    const last = new Date(first);
    const length = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 0)).getUTCDate();
    at = first + (Math.min(local.getUTCDate(), length) - 1) * DAY + ((from + SHANGHAI) % DAY) - SHANGHAI;
  }
  return at + (weeks * 7 + days) * DAY + hours * 3_600_000 + minutes * 60_000 + Math.round(seconds * 1_000);
}

/** The UTC moment (ms) at which a legal day (Asia/Shanghai, `YYYY-MM-DD`) begins. */
export const startOfShanghaiDay = (day: string): number => Date.parse(`${day}T00:00:00.000+08:00`);
/** The UTC moment (ms) at which a legal day is over. */
export const endOfShanghaiDay = (day: string): number => startOfShanghaiDay(day) + DAY;
/** The legal day so many days later. */
export const dayAfter = (day: string, days = 1): string => new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY).toISOString().slice(0, 10);
