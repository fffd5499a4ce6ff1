/**
 * Does `work` at once when called, but begins it at most every so many ms: what is asked in between is done together, once.
 * Alone nobody waits; under load, what each piece of news would cost by itself (a message, a transaction) is paid for many.
 */
export function paced(work: () => void, ms: number): { readonly wake: () => void; readonly stop: () => void } {
  let last = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let soon = false;
  let stopped = false;
  const run = (): void => {
    timer = undefined;
    soon = false;
    if (stopped) return;
    last = performance.now();
    work();
  };
  return {
    wake() {
      if (timer || soon || stopped) return;
      const left = ms - (performance.now() - last);
      if (left > 0) { timer = setTimeout(run, left); return; }
      soon = true;
      setImmediate(run);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
