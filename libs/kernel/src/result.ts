/** The outcome of something that may be refused: errors are values, never thrown across a boundary. */
export type Result<T, R = Refusal> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };

/**
 * A refusal is a stable code; the words for it (Chinese and English) and the rule behind it stand in one table
 * (contracts). `path` names the offending input (`/matter/category`); `with` holds safe values for the words:
 * never a personal value, never the rejected input itself.
 */
export interface Refusal {
  readonly code: string;
  readonly path?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const refused = (code: string, more: Omit<Refusal, 'code'> = {}): { ok: false; refusal: Refusal } => ({ ok: false, refusal: { code, ...more } });
