import { approveErasure, declineErasure, requestErasureBody, type ApproveErasure, type DeclineErasure, type ErasureScope, type RequestErasureBody } from '@lianxin/contracts';
import { parseStream, type Actor, type Refusal } from '@lianxin/kernel';
import { commandHandler, step } from '@lianxin/runtime';
import { erasureStream } from '../streams.js';
import { erasure, type Erasure } from './erasure.decider.js';

export interface ErasureParts {
  /** Is any case that this would touch under a hold or a retention duty? Asked of the archive. */
  held(scope: ErasureScope): Promise<boolean>;
  /** Why this is not the district's to erase, if so: rights reach over the districts, a request stays in one. */
  outside(scope: ErasureScope, district: string): Promise<Refusal | undefined>;
}

const where = (body: { readonly district?: string | undefined }, actor: Actor): string => body.district ?? actor.district;
const idOf = (stream: string): string | undefined => parseStream(stream)?.id;

/** Two people erase: one asks, another approves. The keys are destroyed by the follower of erasures (libs/runtime), not here. */
export const erasureCommands = (parts: ErasureParts) => ({
  requestErasure: commandHandler<RequestErasureBody>({
    name: 'RequestErasure', action: 'intake.erasure.request', body: requestErasureBody, district: where,
    async prepare({ scope: asked, reason }, context) {
      const scope = 'kid' in asked ? asked : { subjects: asked.subjects, cases: asked.cases ?? [], compartments: asked.compartments ?? [] };
      const refusal = await parts.outside(scope, context.district);
      if (refusal) return { refusal };
      return { steps: [step(erasure, erasureStream(context.district, context.newId()), { type: 'RequestErasure', data: { reason, scope } })], processingbasis: 'statutory-duty' };
    },
    answer: (events) => (events[0] ? { id: idOf(events[0].stream) } : {}),
  }),

  approveErasure: commandHandler<ApproveErasure>({
    name: 'ApproveErasure', action: 'intake.erasure.approve', body: approveErasure, district: where,
    async prepare({ erasure: id, orRestrict }, context) {
      const stream = erasureStream(context.district, id);
      const { state } = await context.stateOf<Erasure>(erasure as never, stream);
      const held = state.phase === 'requested' && await parts.held(state.scope);
      return { steps: [step(erasure, stream, { type: 'ApproveErasure', data: { orRestrict: orRestrict === true } }, { facts: { held } })], processingbasis: 'statutory-duty' };
    },
    answer: (events) => (events[0] ? { id: idOf(events[0].stream), outcome: events[0].type } : {}),
  }),

  declineErasure: commandHandler<DeclineErasure>({
    name: 'DeclineErasure', action: 'intake.erasure.decline', body: declineErasure, district: where,
    prepare: ({ erasure: id, because }, context) => Promise.resolve({
      steps: [step(erasure, erasureStream(context.district, id), { type: 'DeclineErasure', data: { because } })], processingbasis: 'statutory-duty',
    }),
    answer: (events) => (events[0] ? { id: idOf(events[0].stream) } : {}),
  }),
});
