import { z } from 'zod';
import { district, dossierId, recordFollowUpBody, type DataOf, type followUpRecorded } from '@lianxin/contracts';
import { streamName } from '@lianxin/kernel';
import { commandHandler, slotOf, step, type Happened } from '@lianxin/runtime';
import { caseFile } from '../case-file/case-file.decider.js';
import type { FileReading } from '../case-file/file-reading.js';
import { caseFileStream } from '../case-file/read-case.js';
import { atLeast, retentionFloor, retentionSigns } from '../case-file/retention.js';
import { sealForCase } from '../case-file/seal-for-case.js';
import { consentsToFollowUp } from '../completeness/completeness.js';
import { followUps } from './follow-up.decider.js';

export const followUpStream = (home: string, caseid: string): string => streamName('followup', home, caseid);

/** `district` is where the case was opened, as for every command on its file. */
const body = z.strictObject({ dossier: dossierId, district, ...recordFollowUpBody.shape });

const answer = (events: readonly Happened[]) => (events[0]?.caseid === undefined ? {} : { id: events[0].caseid });

export const followUpCommands = (read: FileReading) => ({
  recordFollowUp: commandHandler<z.infer<typeof body>>({
    name: 'RecordFollowUp', action: 'archive.followup.record', body, district: (b) => b.district, answer,
    async prepare({ dossier, district: home, time, late, words, ...told }, context) {
      const file = await read(dossier, home);
      if (!file.known) return { refusal: { code: 'archive/no-such-case' } };
      const reference = late?.reference === undefined ? {} : { sourceDocument: late.reference };
      const data: DataOf<typeof followUpRecorded> = {
        ...told, ...(late ? { late: { reason: late.reason, document: late.document } } : {}),
        ...(words === undefined ? {} : { words: await sealForCase(context, file, dossier, 'narrative', slotOf('FollowUpRecorded', '/words'), { text: words, ...reference }) }),
      };
      const floor = retentionFloor(retentionSigns([...file.events, { type: 'FollowUpRecorded', data }]));
      return {
        ...(time === undefined ? {} : { time: Date.parse(time) }), lateWithReason: late !== undefined, processingbasis: 'consent',
        steps: [
          step(followUps, followUpStream(home, dossier), { type: 'RecordFollowUp', data }, { caseid: dossier, facts: { ...(file.closedAt === undefined ? {} : { closedAt: file.closedAt }), consented: consentsToFollowUp(file.events) } }),
          // A death heard of later lengthens the time the file is kept.
          ...(file.retention === undefined || atLeast(file.retention, floor) ? [] : [step(caseFile, caseFileStream(home, dossier), { type: 'AssignRetention', data: { class: floor } }, { caseid: dossier, facts: { known: true, floor } })]),
        ],
      };
    },
  }),
});
