/** Markup that is safe to send: made by `html`, never from a string of someone else. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string { return this.text; }
}

type Piece = Html | string | number | undefined | false | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c]!);

function render(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  return typeof piece === 'object' ? piece.map(render).join('') : escape(String(piece));
}

/** A template: whatever is put in is escaped, unless it is markup itself. Attribute values stand in double quotes. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html => new Html(String.raw({ raw: strings }, ...pieces.map(render)));
