import { decide, evolve, isRefusal, type Actor, type Decider } from '../decider.js';
import type { Command, Event, HeadMeta } from '../event.js';
import type { Refusal } from '../result.js';

const meta = (version: number, now: number, actor: Actor): HeadMeta => ({
  id: `00000000-0000-7000-8000-${String(version).padStart(12, '0')}`, log: 'test.440106', stream: 'test-440106-1', version,
  district: actor.district, time: now, actorid: actor.id, actorrole: actor.role, ...(actor.org ? { actororg: actor.org } : {}),
});

const tester: Actor = { id: 'tester', role: 'worker', district: '440106', org: 'station-1' };

export interface Situation { readonly actor?: Actor; readonly now?: number; readonly facts?: unknown }

function fail(message: string, got: unknown): never {
  throw new Error(`${message}, but got ${JSON.stringify(got)}`);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Words for testing a decider: `given(decider, events).when(command).thenHappened(...)`. Nothing is mocked: events are
 * folded and the command decided by the decider itself.
 */
export function given<C extends Command, E extends Event, S, F>(d: Decider<C, E, S, F>, events: readonly NoInfer<E>[], by: Situation = {}) {
  const actor = by.actor ?? tester;
  const now = by.now ?? Date.UTC(2026, 0, 5);
  const state = events.reduce((s, e, i) => evolve(d, s, e, meta(i + 1, now, actor)), d.initial);
  return {
    state,
    when(command: NoInfer<C>, as: Situation = {}) {
      const decision = decide(d, command, state, { actor: as.actor ?? actor, now: as.now ?? now, facts: (as.facts ?? by.facts ?? {}) as F });
      const outcome: { refused: Refusal; happened?: undefined } | { happened: readonly E[]; refused?: undefined } = isRefusal(decision) ? { refused: decision.refusal } : { happened: decision };
      return {
        outcome,
        thenHappened(...expected: NoInfer<E>[]) {
          if (!outcome.happened || !same(outcome.happened, expected)) fail(`expected ${JSON.stringify(expected)}`, outcome);
        },
        thenTypes(...expected: NoInfer<E>['type'][]) {
          if (!outcome.happened || !same(outcome.happened.map((e) => e.type), expected)) fail(`expected event types ${expected.join(', ')}`, outcome);
        },
        thenNothing() {
          if (!outcome.happened || outcome.happened.length > 0) fail('expected no event', outcome);
        },
        thenRefused(code: string) {
          if (!outcome.refused || outcome.refused.code !== code) fail(`expected refusal ${code}`, outcome);
        },
        thenNothingOrRefused() {
          if (outcome.happened && outcome.happened.length > 0) fail('expected no event or a refusal', outcome);
        },
      };
    },
  };
}
