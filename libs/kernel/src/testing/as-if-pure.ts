const forbidden = (what: string) => (): never => { throw new Error(`it asked for ${what}: a saga gets the time with its input and leaves chance to others`); };

/** Freezes a value to its depths, so that who changes it fails. */
function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}

/** A `Date` that knows no present. */
class WithoutPresent extends Date {
  constructor(...given: [] | [number | string]) {
    if (given.length === 0) forbidden('the clock')();
    super(...given as [number]);
  }

  static override now(): number { return forbidden('the clock')(); }
}

/** Runs something twice, without clock and chance, and compares: what is not the same twice is not pure. */
export function asIfPure<T>(what: string, run: () => T): T {
  const { Date: clock } = globalThis;
  const chance = Math.random;
  globalThis.Date = WithoutPresent as DateConstructor;
  Math.random = forbidden('chance');
  try {
    const first = frozen(run());
    const second = run();
    if (JSON.stringify(first) !== JSON.stringify(second)) throw new Error(`${what} is not pure: first ${JSON.stringify(first)}, then ${JSON.stringify(second)}`);
    return first;
  } finally {
    globalThis.Date = clock;
    Math.random = chance;
  }
}
