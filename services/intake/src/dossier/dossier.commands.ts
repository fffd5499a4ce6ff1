import {
  acknowledgeRights, assignCase, declareConflict, noteContact, recordConsent, returnCase, takeCase, withdrawConsent, emergencyCard,
  type AcknowledgeRights, type AssignCase, type DeclareConflict, type NoteContact, type RecordConsent, type ReturnCase, type TakeCase, type WithdrawConsent,
} from '@lianxin/contracts';
import type { Actor, Refusal } from '@lianxin/kernel';
import { commandHandler, step, type Happened, type PrepareContext, type Prepared } from '@lianxin/runtime';
import { sealText, type Belongs } from '../sealing/seal-values.js';
import { dossierStream } from '../streams.js';
import { conflicted, dossier, type Dossier, type DossierCommand, type DossierFacts } from './dossier.decider.js';

/** What is written in a case belongs to its petitioner, and is an accusation when the case is one. Nobody with a conflict of interest writes in it. */
export async function belongsTo(context: PrepareContext, caseid: string): Promise<(Belongs & { readonly caseid: string }) | { readonly refusal: Refusal }> {
  const { state } = await context.stateOf<Dossier>(dossier as never, dossierStream(context.district, caseid));
  if (state.phase === 'moved') return { refusal: { code: 'dossier/moved', with: { to: state.to } } };
  if (state.phase === 'open' && conflicted(state, context.actor.id)) return { refusal: { code: 'dossier/conflicted' } };
  return state.phase === 'none' ? notOpen : { subject: state.subject, accusation: state.kind === 'accusation', caseid };
}

const own = (_: unknown, actor: Actor): string => actor.district;
const answer = (events: readonly Happened[]) => (events[0]?.caseid === undefined ? {} : { id: events[0].caseid, ...(events.some((e) => e.type === 'SafetyConcernRaised') ? { emergency: emergencyCard } : {}) });
const on = ({ district }: PrepareContext, caseid: string, command: DossierCommand, facts: DossierFacts = {}): Prepared =>
  ({ steps: [step(dossier, dossierStream(district, caseid), command, { caseid, facts })], processingbasis: 'statutory-duty' });
const notOpen = { refusal: { code: 'dossier/not-open' } } as const;

/** The commands on an open dossier, each in the actor's own district. */
export const dossierCommands = {
  noteContact: commandHandler<NoteContact>({
    name: 'NoteContact', action: 'intake.contact.note', body: noteContact, district: own, answer,
    async prepare(body, context) {
      const belongs = await belongsTo(context, body.dossier);
      if ('refusal' in belongs) return belongs;
      const { reference, reason, document } = body.late ?? {};
      const words = await sealText(context, belongs, 'ContactNoted', '/words', { note: body.note, ...(reference === undefined ? {} : { sourceDocument: reference }) });
      const contact = { form: body.form, words, ...(reason && document ? { late: { reason, document } } : {}) };
      return {
        ...on(context, body.dossier, { type: 'NoteContact', data: { contact, safety: body.safety } }),
        ...(body.time === undefined ? {} : { time: Date.parse(body.time) }), lateWithReason: body.late !== undefined,
      };
    },
  }),

  returnCase: commandHandler<ReturnCase>({
    name: 'ReturnCase', action: 'intake.case.return', body: returnCase, district: own, answer,
    prepare: ({ dossier: caseid, reason }, context) => Promise.resolve(on(context, caseid, { type: 'ReturnCase', data: { reason } })),
  }),

  recordConsent: commandHandler<RecordConsent>({
    name: 'RecordConsent', action: 'intake.consent.record', body: recordConsent, district: own, answer,
    prepare: ({ dossier: caseid, ...consent }, context) => Promise.resolve(on(context, caseid, { type: 'RecordConsent', data: consent })),
  }),

  withdrawConsent: commandHandler<WithdrawConsent>({
    name: 'WithdrawConsent', action: 'intake.consent.withdraw', body: withdrawConsent, district: own, answer,
    prepare: ({ dossier: caseid, scopes }, context) => Promise.resolve(on(context, caseid, { type: 'WithdrawConsent', data: { scopes } })),
  }),

  acknowledgeRights: commandHandler<AcknowledgeRights>({
    name: 'AcknowledgeRights', action: 'intake.rights.acknowledge', body: acknowledgeRights, district: own, answer,
    prepare: ({ dossier: caseid, version, how }, context) => Promise.resolve(on(context, caseid, { type: 'AcknowledgeRights', data: { version, how } })),
  }),

  declareConflict: commandHandler<DeclareConflict>({
    name: 'DeclareConflict', action: 'intake.conflict.declare', body: declareConflict, district: own, answer,
    prepare: ({ dossier: caseid, kind }, context) => Promise.resolve(on(context, caseid, { type: 'DeclareConflict', data: { kind } })),
  }),
};

/** May this person hold cases of the district today (certificate, petition-law course)? Whoever keeps the records of staff answers. */
export interface Staffing { qualified(worker: string, district: string): Promise<boolean> }

/** The commands that give a case to somebody: only to who is qualified (人员要求). */
export const owningCommands = (staffing: Staffing) => ({
  takeCase: commandHandler<TakeCase>({
    name: 'TakeCase', action: 'intake.case.take', body: takeCase, district: own, answer,
    prepare: async (body, context) => on(context, body.dossier, { type: 'TakeCase', data: {} }, { qualified: await staffing.qualified(context.actor.id, context.district) }),
  }),

  assignCase: commandHandler<AssignCase>({
    name: 'AssignCase', action: 'intake.case.assign', body: assignCase, district: own, answer,
    prepare: async ({ dossier: caseid, worker }, context) => on(context, caseid, { type: 'AssignCase', data: { worker } }, { qualified: await staffing.qualified(worker, context.district) }),
  }),
});
