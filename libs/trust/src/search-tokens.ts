import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';
import { pinyin } from 'pinyin-pro';

/**
 * Keyed tokens for searching text that is stored sealed: 32-bit hashes of two-character pieces, of Latin words, of whole
 * identifiers and of names in pinyin. Without the key they tell nothing; with it they are as sensitive as the text.
 */

/** What a query asks of the tokens: each group must be met by at least one of its tokens. */
export interface QueryTokens {
  readonly groups: readonly (readonly number[])[];
  /** Terms that the tokens do not decide (three characters and more): to be looked for in the opened text by `containsAll`. */
  readonly check: readonly string[];
  /** Terms of one character, which no token stands for; they are in `check` as well. */
  readonly tooShort: boolean;
}

export interface TextTokens { readonly pieces: Uint32Array; readonly words: Uint32Array }

export interface Tokeniser {
  /** Distinct hashes of the two-character pieces and of the Latin words of a text. */
  text(text: string): TextTokens;
  /** The same of what `foldText` gave. */
  folded(folded: string): TextTokens;
  /** A phone number, an id-card number, a case number: the hash of the whole, normalised; undefined when nothing is left of it. */
  identifier(value: string): number | undefined;
  /** A personal name: as a whole, in full pinyin, in initials. */
  name(name: string): readonly number[];
  /** A label such as a district or a kind, in a space of its own. */
  label(label: string): number;
  /** A search box's text. Chinese words are found anywhere; Latin words and numbers as whole words, identifiers or pinyin. */
  query(text: string): QueryTokens;
  nameQuery(name: string): readonly number[];
}

const APART = 0;
const CJK = 1;
const LATIN = 2;
const IS_CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const IS_WORD = /[\p{L}\p{N}\p{M}]/u;
const classify = (char: string): number => (!IS_WORD.test(char) ? APART : IS_CJK.test(char) ? CJK : LATIN);
/** The class of each character of the basic plane: a table is three times faster here than regular expressions. */
const CLASSES = Uint8Array.from({ length: 0x10000 }, (_, code) => (code >= 0xd800 && code <= 0xdfff ? APART : classify(String.fromCharCode(code))));
const classOf = (code: number): number => (code < 0x10000 ? CLASSES[code]! : classify(String.fromCodePoint(code)));

/** NFKC, lower case, white space and punctuation folded into single spaces: what texts and queries are compared in. */
export function foldText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  const parts: string[] = [];
  let start = -1;
  for (let i = 0; i < plain.length;) {
    const code = plain.codePointAt(i)!;
    if (classOf(code) === APART) {
      if (start >= 0) parts.push(plain.slice(start, i));
      start = -1;
    } else if (start < 0) {
      start = i;
    }
    i += code < 0x10000 ? 1 : 2;
  }
  if (start >= 0) parts.push(plain.slice(start));
  return parts.join(' ');
}

/** The distinct pairs of neighbours, each as one number (exact below 2^53), and the Latin words of two characters and more. */
function takeApart(folded: string): { readonly pairs: Set<number>; readonly words: Set<string> } {
  const pairs = new Set<number>();
  const words = new Set<string>();
  let before = -1;
  let start = -1; // of a Latin run
  let run = 0;
  const endWord = (at: number): void => { if (run > 1) words.add(folded.slice(start, at)); run = 0; };
  for (let i = 0; i < folded.length;) {
    const code = folded.codePointAt(i)!;
    const kind = classOf(code);
    if (kind === LATIN) { if (run === 0) start = i; run += 1; } else if (run > 0) { endWord(i); }
    if (kind !== APART && before >= 0) pairs.add(before * 0x110000 + code);
    before = kind === APART ? -1 : code;
    i += code < 0x10000 ? 1 : 2;
  }
  endWord(folded.length);
  return { pairs, words };
}

const isLatin = (term: string): boolean => Array.from(term).every((c) => classOf(c.codePointAt(0)!) === LATIN);

/** True when every term occurs in the text, both folded. */
export const containsAll = (text: string, terms: readonly string[]): boolean => {
  const folded = foldText(text);
  return terms.every((term) => folded.includes(term));
};

/** Letters and digits only, upper case; a Chinese mobile number without its country code. */
export function normaliseIdentifier(value: string): string {
  const bare = value.normalize('NFKC').toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const mobile = /^(?:00)?86(1\d{10})$/.exec(bare);
  return mobile ? mobile[1]! : bare;
}

const syllables = (name: string): string[] => {
  const han = Array.from(name.normalize('NFKC')).filter((c) => /\p{Script=Han}/u.test(c)).join('');
  return han === '' ? [] : pinyin(han, { toneType: 'none', type: 'array', surname: 'head', v: true }).map(foldPinyin);
};
/** Pinyin as typed: no spaces, hyphens, apostrophes or tone marks; ü as v. */
const foldPinyin = (text: string): string => text.toLowerCase().normalize('NFKD').replaceAll('u\u0308', 'v').replaceAll(/[^a-z]/g, '');

/** A tokeniser under a 256-bit key. The same key gives the same tokens for ever; a rebuild of the index takes a new one. */
export function tokeniser(key: Uint8Array): Tokeniser {
  const derived = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), `lianxin-search-tokens/1 ${purpose}`, 32));
  const pieceKey = derived('pieces');
  const wordKey = derived('words');
  const hash = (space: string, word: string): number => createHmac('sha256', wordKey).update(`${space}\n${word}`).digest().readUInt32LE(0);

  /** AES as a keyed random function of one block: a whole text in one call, 20 times faster than an HMAC for each piece. */
  const pieces = (pairs: Set<number>): Uint32Array => {
    const blocks = Buffer.alloc(pairs.size * 16);
    let at = 0;
    for (const p of pairs) { blocks.writeUIntLE(p, at, 6); at += 16; }
    const out = createCipheriv('aes-256-ecb', pieceKey, null).setAutoPadding(false).update(blocks);
    const tokens = new Uint32Array(pairs.size);
    for (let i = 0; i < tokens.length; i += 1) tokens[i] = out.readUInt32LE(i * 16);
    return tokens;
  };
  const identifier = (value: string): number | undefined => {
    const bare = normaliseIdentifier(value);
    return bare === '' ? undefined : hash('identifier', bare);
  };

  const folded = (text: string): TextTokens => {
    const { pairs, words } = takeApart(text);
    return { pieces: pieces(pairs), words: Uint32Array.from(words, (word) => hash('word', word)) };
  };

  return {
    text: (text) => folded(foldText(text)),
    folded,
    identifier,
    name(name) {
      const whole = foldText(name).replaceAll(' ', '');
      if (whole === '') return [];
      const parts = syllables(name);
      if (parts.length === 0) return [hash('name', whole), hash('pinyin', foldPinyin(whole))];
      return [hash('name', whole), hash('pinyin', parts.join('')), hash('pinyin', parts.map((p) => p.slice(0, 1)).join(''))];
    },
    label: (label) => hash('label', label),
    query(text) {
      const groups: number[][] = [];
      const check: string[] = [];
      let tooShort = false;
      for (const term of new Set(foldText(text).split(' ').filter((t) => t !== ''))) {
        const { length } = Array.from(term);
        if (length === 1) { tooShort = true; check.push(term); continue; }
        if (isLatin(term)) {
          const typed = foldPinyin(term);
          groups.push([hash('word', term), hash('identifier', normaliseIdentifier(term)), ...(typed.length === length ? [hash('pinyin', typed)] : [])]);
          continue;
        }
        for (const token of pieces(takeApart(term).pairs)) groups.push([token]);
        if (length > 2) check.push(term);
      }
      return { groups, check, tooShort };
    },
    nameQuery(name) {
      const whole = foldText(name).replaceAll(' ', '');
      const typed = foldPinyin(name);
      return whole === '' ? [] : [hash('name', whole), ...(typed === '' ? [] : [hash('pinyin', typed)])];
    },
  };
}
