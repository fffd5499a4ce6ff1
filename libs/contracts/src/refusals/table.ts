/** The words and the rule of one refusal code. `{name}` in a detail stands for a safe value of the refusal's `with`. */
export interface RefusalText {
  /** HTTP status. */
  readonly status: number;
  readonly zh: { readonly title: string; readonly detail: string };
  readonly en: { readonly title: string; readonly detail: string };
  /** Article or principle behind it. */
  readonly rule?: string;
}

/** Writes one row: status, Chinese title and detail, English title and detail, rule. */
export const says = (status: number, zhTitle: string, zhDetail: string, enTitle: string, enDetail: string, rule?: string): RefusalText => ({
  status, zh: { title: zhTitle, detail: zhDetail }, en: { title: enTitle, detail: enDetail }, ...(rule === undefined ? {} : { rule }),
});

export type RefusalTable = Readonly<Record<string, RefusalText>>;
