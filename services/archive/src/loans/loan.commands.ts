import { z } from 'zod';
import { district, dossierId, lendFileBody, returnFileBody, uuid } from '@lianxin/contracts';
import { shanghaiDay, streamName } from '@lianxin/kernel';
import { commandHandler, slotOf, step, type Happened } from '@lianxin/runtime';
import type { FileReading } from '../case-file/file-reading.js';
import { sealForCase } from '../case-file/seal-for-case.js';
import { loans } from './loans.decider.js';

export const loanStream = (home: string, caseid: string): string => streamName('loan', home, caseid);

/** `district` is where the case was opened, as for every command on its file. */
const lend = z.strictObject({ dossier: dossierId, district, ...lendFileBody.shape });
const giveBack = z.strictObject({ dossier: dossierId, district, loan: uuid, ...returnFileBody.shape });

/** A loan is back after so many days, unless said otherwise; a house rule. */
const USUAL_DAYS = 30;

const answer = (events: readonly Happened[]) => {
  const loan = (events[0]?.data as { readonly loan?: string } | undefined)?.loan;
  return { ...(events[0]?.caseid === undefined ? {} : { id: events[0].caseid }), ...(loan === undefined ? {} : { loan }) };
};
const noCase = { refusal: { code: 'archive/no-such-case' } };

export const loanCommands = (read: FileReading) => ({
  lendFile: commandHandler<z.infer<typeof lend>>({
    name: 'LendFile', action: 'archive.file.lend', body: lend, district: (b) => b.district, answer,
    async prepare({ dossier, district: home, who, letter, due, ...told }, context) {
      const file = await read(dossier, home);
      if (!file.known) return noCase;
      const sealed = await sealForCase(context, file, dossier, 'identity', slotOf('FileLent', '/who'), { name: who, ...(letter === undefined ? {} : { letter }) });
      const { known, accusation, restricted } = file;
      return {
        steps: [step(loans, loanStream(home, dossier), { type: 'LendFile', data: { loan: context.newId(), ...told, due: due ?? shanghaiDay(context.now + USUAL_DAYS * 86_400_000), who: sealed } }, { caseid: dossier, facts: { known, accusation, restricted } })],
        processingbasis: 'statutory-duty',
      };
    },
  }),

  returnFile: commandHandler<z.infer<typeof giveBack>>({
    name: 'ReturnFile', action: 'archive.file.lend', body: giveBack, district: (b) => b.district, answer,
    async prepare({ dossier, district: home, loan, condition, remark }, context) {
      const file = await read(dossier, home);
      if (!file.known) return noCase;
      const sealed = remark === undefined ? {} : { remark: await sealForCase(context, file, dossier, 'narrative', slotOf('FileReturned', '/remark'), remark) };
      return { steps: [step(loans, loanStream(home, dossier), { type: 'ReturnFile', data: { loan, condition, ...sealed } }, { caseid: dossier })], processingbasis: 'statutory-duty' };
    },
  }),
});
