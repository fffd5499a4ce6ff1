import type { SomeSaga } from '@lianxin/kernel';
import type { SagaIndex } from './saga-index.js';

/** A release would leave live instances in steps that it does not know. Start the earlier release, or one that keeps the step. */
export class SagaStepDropped extends Error {
  constructor(readonly dropped: readonly { readonly saga: string; readonly step: string; readonly count: number; readonly example: string }[]) {
    super(`live sagas stand where this release has no step: ${dropped.map((d) => `${d.count} of ${d.saga} in ${d.step} (for example ${d.example})`).join('; ')}`);
    this.name = 'SagaStepDropped';
  }
}

/** Refuses to start over live instances whose step, or whose saga, is no more. Instances that are put aside count: they may be released. */
export function refuseDropped(sagas: ReadonlyMap<string, SomeSaga>, index: SagaIndex): void {
  const dropped = index.counts().filter(({ saga, status, step }) => status !== 'finished' && step !== '' && !Object.hasOwn(sagas.get(saga)?.steps ?? {}, step))
    .map(({ saga, step, count, status, quarantined }) => ({ saga, step, count, example: index.find({ saga, step, status, quarantined, limit: 1 })[0]?.stream ?? '' }));
  if (dropped.length > 0) throw new SagaStepDropped(dropped);
}
