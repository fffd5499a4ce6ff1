import { z } from 'zod';
import { answerSources, channels, flags, purposeKinds, purposes, repeatBases, unitKinds } from '../code-lists/petition.js';
import { conflictKinds, consentScopes, sourceSystems, subjectKinds } from '../code-lists/contact.js';
import { anyCategoryId } from '../code-lists/content-categories.js';
import { handOverReasons, rightsConfirmations } from '../code-lists/rights.js';
import { caseNumber, district, dossierId, logName, matterId, registrationNumber, storedTime, streamOf, subjectId } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const intake = { service: 'intake', version: 1 } as const;
const opaqueActor = z.string().min(1).max(100);
const base64Hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const move = z.int().min(1).max(1_000);

/** The last event of the stream that another one goes on from; it lies in another log. */
const continues = (aggregate: string) => z.strictObject({ log: logName, stream: streamOf(aggregate), version: z.int().min(1), leaf: base64Hash });

/** Which version of the notice of rights the petitioner was told, and how that was confirmed. */
export const rightsNoticeAcknowledged = defineEvent('RightsNoticeAcknowledged', {
  ...intake, zh: '权利告知', en: 'Notice of rights acknowledged', data: z.strictObject({ version: z.int().min(1), how: rightsConfirmations.schema }),
});

/** Offered to another district. Whoever offers stays responsible, and every clock runs on here, until it is taken over. */
export const caseHandedOver = defineEvent('CaseHandedOver', {
  ...intake, zh: '移交', en: 'Case handed over', data: z.strictObject({ to: district, reason: handOverReasons.schema, summary: sealedIn('narrative', 'accusation') }),
});
export const handOverRecalled = defineEvent('HandOverRecalled', { ...intake, zh: '收回移交', en: 'Hand-over recalled', data: z.strictObject({ to: district }) });
/** The receiving district accepts: the last event of the case's stream here. The case goes on in the other district's log. */
export const handOverAccepted = defineEvent('HandOverAccepted', { ...intake, zh: '移交被接收', en: 'Hand-over accepted', data: z.strictObject({ to: district, move }) });
/** A matter goes with its case: the last event of its stream here. */
export const matterLeft = defineEvent('MatterLeft', { ...intake, zh: '事项随卷移出', en: 'Matter left with its case', data: z.strictObject({ to: district, move }) });

/**
 * The case goes on here, in another district's log. `continues` is the last event of its stream there; `carried` is what
 * the rules need of it: codes and ids. What was sealed stays where it was first recorded and is read from there.
 */
export const caseTakenOver = defineEvent('CaseTakenOver', {
  ...intake, zh: '接收移交', en: 'Case taken over',
  data: z.strictObject({
    from: district, move, continues: continues('dossier'),
    carried: z.strictObject({
      kind: z.enum(['ordinary', 'accusation']), channel: channels.schema, anonymous: z.boolean(), subject: subjectId, number: caseNumber, queryHmac: z.string().regex(/^[A-Za-z0-9_-]{43}$/).optional(),
      concern: z.boolean(), imported: sourceSystems.schema.optional(), contactAt: storedTime, recordedAt: storedTime, rights: z.int().min(1).optional(),
      consents: z.array(consentScopes.schema).max(10), conflicts: z.array(z.strictObject({ worker: opaqueActor, kind: conflictKinds.schema })).max(200),
      matters: z.array(z.strictObject({ matter: streamOf('matter'), number: registrationNumber.optional(), kind: purposeKinds.schema.optional() })).max(200),
      /** Streams of this case in the logs of the districts it was in before, oldest first. */
      parts: z.array(streamOf('dossier')).max(200),
    }),
  }),
});
export const matterTakenOver = defineEvent('MatterTakenOver', {
  ...intake, zh: '事项随卷接收', en: 'Matter taken over with its case',
  data: z.strictObject({
    from: district, move, continues: continues('matter'),
    carried: z.strictObject({
      number: registrationNumber, purpose: purposes.schema, category: anyCategoryId.optional(), channel: channels.schema, receivedAt: storedTime, recordedAt: storedTime, flags: z.array(flags.schema).max(11),
      imported: sourceSystems.schema.optional(), answers: z.array(z.strictObject({ unit: unitKinds.schema, at: storedTime, source: answerSources.schema })).max(500),
      /** `sealed` links of an accusation only say that there is one. */
      repeats: z.array(z.strictObject({ matter: matterId, case: dossierId, basis: repeatBases.schema })).max(500), sealedRepeats: z.boolean(),
      parts: z.array(streamOf('matter')).max(200),
    }),
  }),
});
/** The petitioner of a case that moved can be corrected here too; what is recorded in the other district stays there. */
export const subjectTakenOver = defineEvent('SubjectTakenOver', {
  ...intake, zh: '信访人随卷接收', en: 'Subject taken over with a case',
  data: z.strictObject({ from: district, continues: continues('subject'), kind: subjectKinds.schema, accuser: z.boolean().optional() }),
});

export const caseMoveEvents = [rightsNoticeAcknowledged, caseHandedOver, handOverRecalled, handOverAccepted, matterLeft, caseTakenOver, matterTakenOver, subjectTakenOver] as const;
