import type { Sagas } from '@lianxin/runtime';
import type { AtRest } from '../sagas/at-rest.js';
import type { SettableClock } from './clock.controller.js';

/** Moves virtual time and lets happen what falls due on the way, in order: each moment is reached, its timers fire, and all that follows comes to rest before time goes on. */
export class ClockRunner {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly clock: SettableClock, private readonly sagas: ReadonlyMap<string, Sagas>, private readonly rest: AtRest) {}

  now(): number { return this.clock.now(); }

  /** One change at a time. Resolves with false when the services did not come to rest. */
  goTo(target: () => number): Promise<boolean> {
    const mine = this.turn.then(() => this.run(target()), () => this.run(target()));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async run(target: number): Promise<boolean> {
    let rests = await this.rest.settled();
    while (rests) {
      const next = Math.min(...[...this.sagas.values()].map((s) => s.nextDue() ?? Number.POSITIVE_INFINITY));
      if (next > target) break;
      this.clock.set(next);
      let fired = 0;
      for (const s of this.sagas.values()) fired += await s.runDue();
      rests = await this.rest.settled();
      if (fired === 0 && next <= Math.min(...[...this.sagas.values()].map((s) => s.nextDue() ?? Number.POSITIVE_INFINITY))) break; // it cannot fire now; its error was reported
    }
    this.clock.set(target);
    return rests;
  }
}
