import { correctContact, correctIdentity, type CorrectContact, type CorrectIdentity } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { commandHandler, step, type PrepareContext } from '@lianxin/runtime';
import { sealValue, type Belongs } from '../sealing/seal-values.js';
import { subjectStream } from '../streams.js';
import { subject, type Subject } from './subject.decider.js';

const own = (_: unknown, actor: Actor): string => actor.district;
/** Has this person withdrawn from a case of this subject (Regulations art. 28)? */
export interface Withdrawals { readonly withdrew: (subject: string, actor: Actor) => Promise<boolean> }

const recused = { refusal: { code: 'dossier/conflicted' } };
const notRecorded = { refusal: { code: 'subject/not-recorded' } };

async function self(context: PrepareContext, id: string): Promise<Belongs | undefined> {
  const { state } = await context.stateOf<Subject>(subject as never, subjectStream(context.district, id));
  return state.phase === 'none' ? undefined : { subject: id, accusation: state.accuser };
}

export const subjectCommands = ({ withdrew }: Withdrawals) => ({
  correctIdentity: commandHandler<CorrectIdentity>({
    name: 'CorrectIdentity', action: 'intake.subject.correct', body: correctIdentity, district: own,
    async prepare({ subject: id, identity, ...rest }, context) {
      const belongs = await self(context, id);
      if (!belongs) return notRecorded;
      if (await withdrew(id, context.actor)) return recused;
      const sealed = await sealValue(context, belongs, 'identity', 'IdentityCorrected', '/identity', identity);
      return { steps: [step(subject, subjectStream(context.district, id), { type: 'CorrectIdentity', data: { ...rest, identity: sealed } })], processingbasis: 'statutory-duty' };
    },
  }),

  correctContact: commandHandler<CorrectContact>({
    name: 'CorrectContact', action: 'intake.subject.correct', body: correctContact, district: own,
    async prepare({ subject: id, contact, reason }, context) {
      const belongs = await self(context, id);
      if (!belongs) return notRecorded;
      if (await withdrew(id, context.actor)) return recused;
      const sealed = await sealValue(context, belongs, 'contact', 'ContactCorrected', '/contact', contact);
      return { steps: [step(subject, subjectStream(context.district, id), { type: 'CorrectContact', data: { contact: sealed, reason } })], processingbasis: 'statutory-duty' };
    },
  }),
});
