/** Turns the data of a stored event type into that of its successor; pure, and total over everything ever stored. */
export interface Upcaster {
  /** CloudEvents type as stored, for example `lianxin.intake.contactmade.v1`. */
  readonly from: string;
  readonly to: string;
  readonly up: (data: unknown) => unknown;
}

/** Chains upcasters: give it a stored type and data, get the newest. A cycle is refused when the chain is built. */
export function upcasting(upcasters: readonly Upcaster[]): (type: string, data: unknown) => { type: string; data: unknown } {
  const byFrom = new Map(upcasters.map((u) => [u.from, u]));
  if (byFrom.size !== upcasters.length) throw new Error('two upcasters start from the same type');
  for (const first of upcasters) {
    const seen = new Set<string>();
    for (let u: Upcaster | undefined = first; u; u = byFrom.get(u.to)) {
      if (seen.has(u.from)) throw new Error(`upcasters run in a circle at ${u.from}`);
      seen.add(u.from);
    }
  }
  return (type, data) => {
    let t = type;
    let d = data;
    for (let u = byFrom.get(t); u; u = byFrom.get(t)) { d = u.up(d); t = u.to; }
    return { type: t, data: d };
  };
}
