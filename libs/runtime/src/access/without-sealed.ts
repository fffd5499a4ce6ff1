import { isSealed, isSealedBlob } from '@lianxin/trust';

/** A copy of an event's data without its sealed values: what a saga is shown and records. Undefined when nothing is left. */
export function withoutSealed(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isSealed(value) || isSealedBlob(value)) return undefined;
  if (Array.isArray(value)) return value.map(withoutSealed).filter((v) => v !== undefined);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withoutSealed(v)] as const).filter(([, v]) => v !== undefined));
}
