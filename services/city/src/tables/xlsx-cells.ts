import type { RowProblem } from './table.js';

/** Excel's built-in number formats that show a date or time (ECMA-376 18.8.30; 27–36 and 50–58 are the East Asian ones). */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.has(id);
  const bare = code
    .split(';')[0]! // the part for positive numbers
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general/gi, '');
  return /[ymdhs]/i.test(bare);
}

const DAY = 86_400_000;

/**
 * The text of an Excel date: days since 1899-12-30 (or 1904-01-01), without a zone as Excel knows none. Excel believes in
 * 1900-02-29; serials before 61 are one day off. Undefined when no date of the years 1900–9999.
 */
export function dateText(serial: number, date1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return undefined;
  const rounded = Math.round(serial * 86_400_000 / 1000) * 1000; // Excel's fractions are exact to about a millisecond
  if (serial < 1 && !date1904) return new Date(rounded).toISOString().slice(11, 19);
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : serial < 61 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30);
  const text = new Date(epoch + rounded).toISOString().slice(0, 19);
  return rounded % DAY === 0 ? text.slice(0, 10) : text;
}

/** A number as people saw it: 15 significant digits, no exponent where it can be avoided. */
export function numberText(raw: string): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (Number.isSafeInteger(value)) return value.toString();
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return Number(value.toPrecision(15)).toString();
}

/** A whole number beyond 15 digits (an identity number kept as a number) has lost its last digits in Excel itself. */
export const hasLostDigits = (raw: string): boolean => Number.isInteger(Number(raw)) && Math.abs(Number(raw)) >= 1e15;

export const lostDigits = (column: string): RowProblem => ({
  code: 'table/lost-digits', column, zh: '数字超过 15 位，Excel 已丢失末几位；请把该列设为文本后重新填写。', en: 'A number of more than 15 digits: Excel has lost the last ones. Make the column text and enter it anew.',
});

export const errorCell = (column: string): RowProblem => ({ code: 'table/error-cell', column, zh: '单元格是公式错误（如 #N/A），没有值。', en: 'The cell is a formula error (like #N/A) and has no value.' });

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 22.9.2.19). */
export const unescapeText = (text: string): string => (text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text);

/** `AB12` → 27 (from 0); undefined when it is no cell. */
export function columnIndex(reference: string): number | undefined {
  let index = 0;
  let letters = 0;
  for (const ch of reference) {
    const code = ch.charCodeAt(0);
    if (code < 65 || code > 90) break;
    index = index * 26 + code - 64;
    letters++;
  }
  return letters === 0 || letters > 3 ? undefined : index - 1;
}
