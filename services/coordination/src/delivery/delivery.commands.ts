import { emergencyCard, recordDelivery, voidDelivery, type DataOf, type RecordCounselling, type RecordDelivery, type serviceDelivered, type VoidDelivery } from '@lianxin/contracts';
import { commandHandler, step, type Cases, type Happened, type PrepareContext } from '@lianxin/runtime';
import { answerStream, atHand, own, type CaseAtHand } from '../case/at-hand.js';
import { givenWhen, lateOf, sourceOf } from '../case/given-when.js';
import { said, sealText } from '../sealing/seal-values.js';
import { deliveryStream } from '../streams.js';
import { diagnoses } from '../wording/diagnosis.js';
import { delivery, type Delivery } from './delivery.decider.js';

export interface CaseParts { readonly cases: Cases }

const toldOfDelivery = answerStream('delivery');
/** After danger was seen, the emergency card. */
export const answerDelivery = (events: readonly Happened[]) => ({ ...toldOfDelivery(events), ...(events.some((e) => e.type === 'DangerSeen') ? { emergency: emergencyCard } : {}) });

/** What a contact with a person says of itself in codes. */
export const meetingOf = (body: RecordDelivery | RecordCounselling, { facts }: CaseAtHand, { actor }: PrepareContext): Pick<DataOf<typeof serviceDelivered>, 'form' | 'minutes' | 'workers' | 'clients' | 'place' | 'present' | 'outcome' | 'risk' | 'late'> => ({
  form: body.form, minutes: body.minutes, workers: [...(body.workers ?? [actor.id])], clients: [facts.subject], place: body.place, present: [...body.present], outcome: body.outcome, risk: body.risk, ...lateOf(body),
});
export const begunAt = (body: { readonly time?: string | undefined; readonly minutes: number }, now: number): number => (body.time === undefined ? now - body.minutes * 60_000 : Date.parse(body.time));

export const deliveryCommands = ({ cases }: CaseParts) => ({
  recordDelivery: commandHandler<RecordDelivery>({
    name: 'RecordDelivery', action: 'coordination.delivery.record', body: recordDelivery, district: own, answer: answerDelivery,
    async prepare(body, context) {
      const found = await atHand(cases, context, body.dossier, body.minor);
      if (!found.ok) return found;
      const { content, method, aim, facts, response, next, reflection } = body;
      const { belongs } = found.value;
      const stream = deliveryStream(context.district, context.newId());
      const note = await sealText(context, belongs, 'narrative', 'ServiceDelivered', '/note', said({ aim, facts, response, next, ...sourceOf(body) }));
      const delivered = {
        content, method, ...meetingOf(body, found.value, context), note,
        ...(reflection === undefined ? {} : { reflection: await sealText(context, belongs, 'staffnote', 'ServiceDelivered', '/reflection', { text: reflection }) }),
      };
      const begun = begunAt(body, context.now);
      return {
        ...givenWhen(body), time: begun, processingbasis: 'consent',
        steps: [step(delivery, stream, { type: 'RecordDelivery', data: { stream, delivered } }, { caseid: body.dossier, facts: { begunAt: begun, diagnosis: diagnoses(aim, facts, response, next, reflection) } })],
      };
    },
  }),

  voidDelivery: commandHandler<VoidDelivery>({
    name: 'VoidDelivery', action: 'coordination.delivery.void', body: voidDelivery, district: own, answer: answerDelivery,
    async prepare({ delivery: id, reason }, context) {
      const stream = deliveryStream(context.district, id);
      const { state } = await context.stateOf<Delivery>(delivery as never, stream);
      if (state.phase === 'none' || state.caseid === undefined) return { refusal: { code: 'delivery/not-recorded' } };
      const found = await atHand(cases, context, state.caseid);
      return found.ok ? { steps: [step(delivery, stream, { type: 'VoidDelivery', data: { reason } })] } : found;
    },
  }),
});
