import { createHmac } from 'node:crypto';
import { importItemBody, type ImportItemBody } from '@lianxin/contracts';
import { utc, type Actor } from '@lianxin/kernel';
import { commandHandler, step, type CommandHandler } from '@lianxin/runtime';
import { dossier, type DossierCommand } from '../dossier/dossier.decider.js';
import { toldOfContact } from '../dossier/register-contact.command.js';
import { matter } from '../matter/matter.decider.js';
import { registration } from '../matter/registration.js';
import { drawNumbers, drawnNumber } from '../register/draw-numbers.js';
import { sealText, sealValue, type Belongs } from '../sealing/seal-values.js';
import { dossierStream, subjectStream } from '../streams.js';
import { subject } from '../subject/subject.decider.js';

export interface ImportItemParts { secret(name: string): Promise<Uint8Array> }

const keyed = (secret: Uint8Array, ...parts: readonly string[]): Buffer => {
  const mac = createHmac('sha256', secret);
  for (const part of parts) mac.update(`${Buffer.byteLength(part)}:${part}`);
  return mac.digest();
};

/** A UUID (version 8, RFC 9562) from keyed bytes: the same user of the same system is the same subject, and nobody else can tell. */
function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Imports one external item whole: dossier, subject, matter and the answer known of it, in one append. The command's id
 * follows from the source and its record number, never from the text, so a second import of the same file adds nothing.
 */
export const importItem = (parts: ImportItemParts): CommandHandler<ImportItemBody> => commandHandler<ImportItemBody>({
  name: 'ImportItem', action: 'intake.item.import', body: importItemBody,
  district: (body: ImportItemBody, actor: Actor) => body.district ?? actor.district,
  commandid: async (body) => keyed(await parts.secret('import'), 'item', body.system, body.record).toString('hex'),

  async prepare(body, context) {
    const { district } = context;
    const caseid = context.newId();
    const who = body.user === undefined ? context.newId() : uuidOf(keyed(await parts.secret('import'), 'user', body.system, body.user));
    const belongs: Belongs = { subject: who, accusation: false, caseid };
    const received = Date.parse(body.receivedAt);
    const channel = body.channel ?? 'WEB';
    const imported = { system: body.system };

    const numbers = drawNumbers(context, 'case', 'matter');
    const identity = body.user === undefined ? undefined
      : await sealValue(context, { subject: who, accusation: false }, 'identity', 'SubjectRecorded', '/identity', { externalUser: body.user });
    const told = await registration(context, belongs, {
      purpose: body.purpose ?? 'OTHER', category: body.category, title: body.subject, text: body.detail, channel, imported: { system: body.system, record: body.record },
    }, utc(received));
    const text = body.reply === undefined ? undefined : await sealText(context, belongs, 'AnswerRecorded', '/text', { text: body.reply });

    return {
      time: received, lateWithReason: true, recordedBefore: numbers.recordedBefore, processingbasis: 'statutory-duty',
      steps: [
        numbers.step,
        step(subject, subjectStream(district, who), { type: 'RecordSubjectOnce', data: { kind: identity ? 'PERSON' : 'UNKNOWN', ...(identity ? { identity } : {}) } }),
        step(dossier, dossierStream(district, caseid), (before): DossierCommand => ({
          type: 'OpenDossier',
          data: {
            contact: { kind: 'ordinary', channel, anonymous: body.user === undefined, subject: who, late: { reason: 'IMPORT', document: 'EXTERNAL_RECORD' }, imported },
            registered: { number: drawnNumber(before, 'case') }, safety: { answer: 'NOT_ASKED' }, matter: told.filed(before),
          },
        }), { caseid }),
        told.step,
        ...(text && body.repliedAt !== undefined ? [step(matter, told.stream, {
          type: 'RecordAnswer', data: { unit: body.replyUnit ?? 'UNKNOWN', at: utc(Date.parse(body.repliedAt)), source: 'OTHER_SYSTEM', text },
        }, { caseid })] : []),
      ],
    };
  },

  answer: toldOfContact,
});
