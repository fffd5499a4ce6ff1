import { emergencyCard, registerContactBody, type RegisterContactBody } from '@lianxin/contracts';
import { parseStream, utc, type Actor } from '@lianxin/kernel';
import { commandHandler, step, type CommandHandler, type Happened, type PrepareContext, type Step } from '@lianxin/runtime';
import { registration, type MatterTold } from '../matter/registration.js';
import { drawNumbers, drawnNumber } from '../register/draw-numbers.js';
import { sealText, sealValue, type Belongs } from '../sealing/seal-values.js';
import { dossierStream, subjectStream } from '../streams.js';
import { subject } from '../subject/subject.decider.js';
import { dossier, type DossierCommand } from './dossier.decider.js';
import { newQueryCode, queryCodeHmac } from './query-code.js';

export interface RegisterContactParts { secret(name: string): Promise<Uint8Array> }

/** What the caller is told: read from the events, so that a repeat says the same. After a safety concern, the emergency card. */
export function toldOfContact(events: readonly Happened[]): { id?: string; number?: string; [more: string]: unknown } {
  const data = (type: string) => events.find((e) => e.type === type)?.data as Readonly<Record<string, unknown>> | undefined;
  const filed = data('MatterFiled');
  return {
    id: events.find((e) => e.type === 'ContactMade')?.caseid,
    number: data('CaseRegistered')?.['number'] as string | undefined,
    subject: data('ContactMade')?.['subject'],
    ...(filed ? { matter: parseStream(String(filed['matter']))?.id, registration: filed['number'] } : {}),
    ...(data('SafetyConcernRaised') ? { emergency: emergencyCard } : {}),
  };
}

/** The subject's part: someone recorded is used, someone new or nameless is recorded. */
async function petitioner(body: RegisterContactBody, belongs: Belongs, context: PrepareContext): Promise<Step> {
  const { petitioner: who } = body;
  const stream = subjectStream(context.district, belongs.subject);
  if (who && 'subject' in who) return step(subject, stream, { type: 'UseSubject', data: {} });
  const self: Belongs = { subject: belongs.subject, accusation: belongs.accusation };
  return step(subject, stream, {
    type: 'RecordSubject',
    data: {
      kind: who?.kind ?? 'UNKNOWN',
      ...(belongs.accusation ? { accuser: true } : {}),
      ...(who ? { identity: await sealValue(context, self, 'identity', 'SubjectRecorded', '/identity', who.identity) } : {}),
      ...(who?.contact ? { contact: await sealValue(context, self, 'contact', 'SubjectRecorded', '/contact', who.contact) } : {}),
    },
  });
}

/** First contact: draws the numbers, records the petitioner, opens the dossier and, if told, registers the matter, all in one append. */
export const registerContact = (parts: RegisterContactParts): CommandHandler<RegisterContactBody> => commandHandler<RegisterContactBody>({
  name: 'RegisterContact', action: 'intake.contact.register', body: registerContactBody,
  district: (body: RegisterContactBody, actor: Actor) => body.district ?? actor.district,

  async prepare(body, context) {
    const { district, now } = context;
    const accusation = body.accusation === true;
    const caseid = context.newId();
    const belongs: Belongs = { subject: body.petitioner && 'subject' in body.petitioner ? body.petitioner.subject : context.newId(), accusation, caseid };
    const time = body.time === undefined ? now : Date.parse(body.time);

    const numbers = drawNumbers(context, 'case', ...(body.matter ? ['matter' as const] : []));
    const matter = body.matter && await registration(context, belongs, { ...(body.matter satisfies MatterTold), channel: body.channel }, utc(Math.min(time, now)));
    const { late } = body;
    const words = await sealText(context, belongs, 'ContactMade', '/words', { claim: body.claim, ...(late?.reference === undefined ? {} : { sourceDocument: late.reference }) });
    const code = newQueryCode();
    const query = {
      hmac: queryCodeHmac(await parts.secret('query-code'), code),
      code: await sealValue(context, belongs, 'contact', 'CaseRegistered', '/query/code', code),
    };
    const contact = {
      kind: accusation ? 'accusation' as const : 'ordinary' as const, channel: body.channel, anonymous: body.anonymous === true, subject: belongs.subject, words,
      ...(body.form ? { form: body.form } : {}), ...(late ? { late: { reason: late.reason, document: late.document } } : {}),
    };
    return {
      time, lateWithReason: late !== undefined, recordedBefore: numbers.recordedBefore,
      processingbasis: body.consent?.given === true ? 'consent' : 'statutory-duty',
      steps: [
        numbers.step,
        await petitioner(body, belongs, context),
        step(dossier, dossierStream(district, caseid), (before): DossierCommand => ({
          type: 'OpenDossier',
          data: {
            contact, registered: { number: drawnNumber(before, 'case'), query }, safety: body.safety, consent: body.consent, conflict: body.conflict, rights: body.rightsNotice,
            ...(matter ? { matter: matter.filed(before) } : {}),
          },
        }), { caseid }),
        ...(matter ? [matter.step] : []),
      ],
    };
  },

  answer: toldOfContact,
});
