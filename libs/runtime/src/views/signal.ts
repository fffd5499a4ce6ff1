/** Wakes those who wait: a hint that something may have changed, never the only way to learn of it. */
export class Signal {
  private waiters = new Set<() => void>();

  fire(): void {
    const waiters = this.waiters;
    this.waiters = new Set();
    for (const wake of waiters) wake();
  }

  /** Resolves at the next `fire`, at the latest after so many ms. Waiting alone keeps no process alive. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => { clearTimeout(timer); this.waiters.delete(wake); resolve(); };
      const timer = setTimeout(wake, ms).unref();
      this.waiters.add(wake);
    });
  }
}
