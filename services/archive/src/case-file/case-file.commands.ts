import { z } from 'zod';
import { assignRetentionBody, closeCaseBody, district, dossierId, liftHoldBody, logName, placeHoldBody, reopenCaseBody, sealCaseBody } from '@lianxin/contracts';
import type { Event, Refusal } from '@lianxin/kernel';
import { commandHandler, slotOf, step, type CommandHandler, type Happened, type Prepared } from '@lianxin/runtime';
import type { BlobStore } from '@lianxin/trust';
import type { Mirror } from '../mirror/mirror.js';
import type { Alarms } from '../mirror/alarms.js';
import { computeSeal, type Sealing } from '../seal/compute-seal.js';
import { caseFile, closable, type CaseFile, type CaseFileCommand, type CaseFileFacts } from './case-file.decider.js';
import { askClosing, type ClosingChecks } from '../closing/closing-checks.js';
import type { Clearance } from './clearance.js';
import type { FileReading } from './file-reading.js';
import { caseFileStream } from './read-case.js';
import { retentionFloor, retentionSigns } from './retention.js';
import { sealForCase } from './seal-for-case.js';

export interface CaseFileParts extends Sealing {
  readonly mirror: Pick<Mirror, 'catchUp'>;
  readonly read: FileReading;
  readonly alarms: Alarms;
  readonly blobs: BlobStore;
  readonly clearance: Clearance;
  readonly closing: ClosingChecks;
  /** Seals longer than this many bytes go into a blob; default of libs/trust. */
  readonly maxInlineSeal?: number;
}

/** What a command on a case file acts on. The district is that in which the case was opened: its file stays in the log there, also when the case moves. */
const target = { dossier: dossierId, district };
interface Target { readonly dossier: string; readonly district: string }

const closeCase = z.strictObject({ ...target, ...closeCaseBody.shape });
const reopenCase = z.strictObject({ ...target, ...reopenCaseBody.shape });
const heedDanger = z.strictObject({ dossier: dossierId, district: z.string(), by: z.strictObject({ log: logName, position: z.int().min(1) }), revokes: z.boolean() });
const sealCase = z.strictObject({ ...target, ...sealCaseBody.shape });
const assignRetention = z.strictObject({ ...target, ...assignRetentionBody.shape });
const placeHold = z.strictObject({ ...target, ...placeHoldBody.shape });
const liftHold = z.strictObject({ ...target, ...liftHoldBody.shape });

export type SealCaseHandler = CommandHandler<z.infer<typeof sealCase>>;
export type HeedDangerHandler = CommandHandler<z.infer<typeof heedDanger>>;

/** The commands on a case's file. What they must know of the case is read from the mirror, brought up to date first. */
export function caseFileCommands(parts: CaseFileParts) {
  const factsOf = async ({ dossier, district: home }: Target, more: readonly Event[] = []) => {
    const file = await parts.read(dossier, home);
    return { file, facts: { known: file.known, floor: retentionFloor(retentionSigns([...file.events, ...more])) } satisfies CaseFileFacts };
  };

  const onFile = ({ dossier, district: of }: Target, command: CaseFileCommand, facts: CaseFileFacts = {}): Prepared => ({
    steps: [step(caseFile, caseFileStream(of, dossier), command, { caseid: dossier, facts })], processingbasis: 'statutory-duty',
  });
  const answer = (events: readonly Happened[]) => (events[0]?.caseid === undefined ? {} : { id: events[0].caseid });

  return {
    closeCase: commandHandler<z.infer<typeof closeCase>>({
      name: 'CloseCase', action: 'archive.case.close', body: closeCase, district: (body) => body.district, answer,
      async prepare(body, context) {
        const { reason, retention, summary, withoutService: without } = body;
        const { file, facts: known } = await factsOf(body, [{ type: 'CaseClosed', data: { reason } }]);
        const facts = { ...known, closing: await askClosing(parts.closing, body.dossier, file.events) };
        const asked = { ...(retention === undefined ? {} : { retention }), ...(without === undefined ? {} : { without }) };
        const { state } = await context.stateOf<CaseFile>(caseFile as never, caseFileStream(body.district, body.dossier));
        const may = closable(state, facts, asked, context.actor);
        if (typeof may === 'object') return may;
        const cleared = await parts.clearance.clear({ dossier: body.dossier, district: file.now, ref: context.commandid }, context.actor);
        if (!cleared.ok) return { refusal: cleared.refusal };
        const data = { reason, clearance: cleared.value, ...asked, ...(summary === undefined ? {} : { summary: await sealForCase(context, file, body.dossier, 'narrative', slotOf('CaseClosed', '/summary'), summary) }) };
        return onFile(body, { type: 'CloseCase', data }, facts);
      },
    }),

    reopenCase: commandHandler<z.infer<typeof reopenCase>>({
      name: 'ReopenCase', action: 'archive.case.reopen', body: reopenCase, district: (body) => body.district, answer,
      prepare: (body) => Promise.resolve(onFile(body, { type: 'ReopenCase', data: { reason: body.reason } })),
    }),

    /** Given by the archive itself, when crisis has raised a danger. */
    heedDanger: commandHandler<z.infer<typeof heedDanger>>({
      name: 'HeedDanger', action: 'archive.case.reopen', body: heedDanger, district: (body) => body.district, answer,
      prepare: (body) => Promise.resolve(onFile(body, { type: 'HeedDanger', data: { by: body.by, revokes: body.revokes } })),
    }),

    sealCase: commandHandler<z.infer<typeof sealCase>>({
      name: 'SealCase', action: 'archive.case.seal', body: sealCase, district: (body) => body.district, answer,
      async prepare(body): Promise<Prepared | { readonly refusal: Refusal }> {
        await parts.mirror.catchUp();
        if (parts.alarms.all().length > 0) return { refusal: { code: 'archive/log-alarm' } };
        const computed = await computeSeal(parts, body.dossier, parts.maxInlineSeal);
        if (!computed.ok) return { refusal: computed.refusal };
        const { data, blobText } = computed.value;
        if (blobText !== undefined) await parts.blobs.put(Buffer.from(blobText));
        return onFile(body, { type: 'SealCase', data: { seal: data } });
      },
    }),

    assignRetention: commandHandler<z.infer<typeof assignRetention>>({
      name: 'AssignRetention', action: 'archive.retention.assign', body: assignRetention, district: (body) => body.district, answer,
      prepare: async (body) => onFile(body, { type: 'AssignRetention', data: { class: body.class } }, (await factsOf(body)).facts),
    }),

    placeHold: commandHandler<z.infer<typeof placeHold>>({
      name: 'PlaceHold', action: 'archive.hold.place', body: placeHold, district: (body) => body.district, answer,
      prepare: async (body) => onFile(body, { type: 'PlaceHold', data: { basis: body.basis } }, (await factsOf(body)).facts),
    }),

    liftHold: commandHandler<z.infer<typeof liftHold>>({
      name: 'LiftHold', action: 'archive.hold.lift', body: liftHold, district: (body) => body.district, answer,
      prepare: async (body) => onFile(body, { type: 'LiftHold', data: {} }),
    }),
  };
}
export type CaseFileCommands = ReturnType<typeof caseFileCommands>;
