/** The value without members that are undefined: what is not there is not stored. */
export const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
