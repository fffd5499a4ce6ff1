const LETTERS = 7; // 36^7 > 2^32
const THREE = 36 ** 3;
/** Three letters or digits (base 36) for each number below 36^3, as character codes. */
const CODES = Uint8Array.from(Array.from({ length: THREE }, (_, i) => i.toString(36).padStart(3, '0')).join(''), (c) => c.charCodeAt(0));
const SPACE = 0x20;

/** Tokens as the text FTS5 reads: words of seven letters or digits. The same word twice does no harm. */
export function words(lists: readonly ArrayLike<number>[]): string {
  const count = lists.reduce((sum, list) => sum + list.length, 0);
  const text = Buffer.allocUnsafe(count * (LETTERS + 1));
  let at = 0;
  for (const list of lists) {
    for (let i = 0; i < list.length; i += 1) {
      const token = list[i]!;
      let high = Math.floor(token / THREE);
      text[at] = 0x30;
      if (high >= THREE) { high -= THREE; text[at] = 0x31; }
      const low = token % THREE;
      for (let k = 0; k < 3; k += 1) {
        text[at + 1 + k] = CODES[high * 3 + k]!;
        text[at + 4 + k] = CODES[low * 3 + k]!;
      }
      text[at + LETTERS] = SPACE;
      at += LETTERS + 1;
    }
  }
  return text.toString('latin1');
}

export const word = (token: number): string => words([[token]]).trimEnd();
