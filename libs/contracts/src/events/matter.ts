import { z } from 'zod';
import { answerSources, channels, flags, purposes, repeatBases, unitKinds } from '../code-lists/petition.js';
import { correctionReasons, sourceSystems } from '../code-lists/contact.js';
import { anyCategoryId } from '../code-lists/content-categories.js';
import { dossierId, registrationNumber, storedTime, streamOf } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const category = z.strictObject({ list: z.literal('content-categories'), version: z.int().min(1), id: anyCategoryId });

/** `content` seals {title?, text, record?}. `receivedAt` is the legal moment of receipt, from which all terms run. */
export const matterRegistered = defineEvent('MatterRegistered', {
  service: 'intake', version: 1, zh: '登记信访事项', en: 'Matter registered',
  data: z.strictObject({
    number: registrationNumber,
    purpose: purposes.schema,
    category: category.optional(),
    channel: channels.schema,
    receivedAt: storedTime,
    flags: z.array(flags.schema).max(11),
    content: sealedIn('narrative', 'accusation'),
    imported: z.strictObject({ system: sourceSystems.schema }).optional(),
  }),
});

export const matterReclassified = defineEvent('MatterReclassified', {
  service: 'intake', version: 1, zh: '更正事项分类', en: 'Matter reclassified',
  data: z.strictObject({ purpose: purposes.schema.optional(), category: category.optional(), flags: z.array(flags.schema).max(11).optional(), reason: correctionReasons.schema }),
});

/** An authority's answer, known from elsewhere. `text` seals {unitName?, text}. */
export const answerRecorded = defineEvent('AnswerRecorded', {
  service: 'intake', version: 1, zh: '登记答复', en: 'Answer recorded',
  data: z.strictObject({ unit: unitKinds.schema, at: storedTime, source: answerSources.schema, text: sealedIn('narrative', 'accusation') }),
});

/** The same matter was raised before. For an accusation the link itself is sealed: {matter, case}. */
export const repeatLinked = defineEvent('RepeatLinked', {
  service: 'intake', version: 1, zh: '关联重复信访', en: 'Repeat linked',
  data: z.union([
    z.strictObject({ earlier: streamOf('matter'), case: dossierId, basis: repeatBases.schema }),
    z.strictObject({ link: sealedIn('accusation'), basis: repeatBases.schema }),
  ]),
});

export const matterEvents = [matterRegistered, matterReclassified, answerRecorded, repeatLinked] as const;
