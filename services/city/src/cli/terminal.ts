/** What a verb sees of the outside: replaceable in tests. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative file names refer to. */
  readonly cwd: string;
  /** Results. */
  out(text: string): void;
  /** Progress, warnings, errors. */
  err(text: string): void;
  /** Width in columns when progress can be redrawn in place. */
  readonly columns?: number;
  /** Aborted by Ctrl-C: finish what is in flight, keep the journal, say how to go on. */
  readonly interrupted: AbortSignal;
}

/** Exit codes: all verbs use these and no others. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Ends a verb with words in both languages; never with a value from the user's data. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  constructor(readonly exit: number, readonly zh: string, readonly en: string) { super(`${zh} ${en}`); }
}

export const failed = (zh: string, en: string): CliFailure => new CliFailure(EXIT.failed, zh, en);
export const misused = (zh: string, en: string): CliFailure => new CliFailure(EXIT.usage, zh, en);

/** Both languages of a help text, Chinese first. */
export const both = (zh: string, en: string): string => `${zh}\n${en}`;

/** Columns that a text takes on a terminal: East Asian wide characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const ch of text) width += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u.test(ch) ? 2 : 1;
  return width;
}

/** Folds text to a width. Chinese may break between any two characters (not before closing marks), other words only at spaces. */
export function fold(text: string, width: number): string {
  return text.split('\n').map((line) => {
    let out = '';
    let used = 0;
    for (const [piece] of line.matchAll(/[^\s\u2E80-\uFFE6]+|\s+|[\u2E80-\uFFE6][，。、；：！？）”》·]*/gu)) {
      const wide = displayWidth(piece);
      if (used > 0 && used + wide > width) {
        out = `${out.trimEnd()}\n`;
        used = 0;
        if (piece.trim() === '') continue;
      }
      out += piece;
      used += wide;
    }
    return out;
  }).join('\n');
}
