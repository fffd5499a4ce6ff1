import { z } from 'zod';
import {
  borrowers, conditions, followUpMarks, followUpNext, followUpOutcomes, libraryBases, libraryReturnReasons, libraryWithdrawReasons, loanForms, loanPurposes, returnConditions,
} from '../code-lists/archive-file.js';
import { needKinds, serviceContents, specialProcesses } from '../code-lists/assessment.js';
import { contactForms, lateReasons, sourceDocuments } from '../code-lists/contact.js';
import { petitionStatuses } from '../code-lists/supervision.js';
import { uuid } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const archive = { service: 'archive', version: 1 } as const;
/** A legal day in Asia/Shanghai. */
const day = z.iso.date();
const narrative = sealedIn('narrative', 'minor', 'accusation');
const late = z.strictObject({ reason: lateReasons.schema, document: sourceDocuments.schema });

/** After closing: how the person fares. Recorded in a closed file, which is then sealed anew. */
export const followUpRecorded = defineEvent('FollowUpRecorded', {
  ...archive, zh: '回访', en: 'Follow-up recorded',
  data: z.strictObject({
    mark: followUpMarks.schema, form: contactForms.schema, outcome: followUpOutcomes.schema, condition: conditions.schema, petition: petitionStatuses.schema,
    /** The same matter was raised again. */
    repeatPetition: z.boolean(),
    needs: z.array(needKinds.schema).max(8), next: followUpNext.schema, words: narrative.optional(), late: late.optional(),
  }),
});

/** Out of the archive's hands, or shown there. `who` seals the borrower's name and the letter that asks for it. */
export const fileLent = defineEvent('FileLent', {
  ...archive, zh: '借阅案卷', en: 'File lent',
  data: z.strictObject({ loan: uuid, borrower: borrowers.schema, form: loanForms.schema, purpose: loanPurposes.schema, due: day, who: sealedIn('identity', 'accusation') }),
});
export const fileReturned = defineEvent('FileReturned', {
  ...archive, zh: '归还案卷', en: 'File returned', data: z.strictObject({ loan: uuid, condition: returnConditions.schema, remark: sealedIn('narrative', 'accusation').optional() }),
});

/** A story for learning, typed anew: it names no case and nobody. `content` seals {title, text}, so that a mistake can still be erased. */
const story = { edition: z.int().min(1), basis: libraryBases.schema, contents: z.array(serviceContents.schema).min(1).max(8), process: specialProcesses.schema.optional(), content: sealedIn('narrative') };
export const storyDrafted = defineEvent('StoryDrafted', { ...archive, zh: '编写案例', en: 'Story drafted', data: z.strictObject(story) });
export const storyRevised = defineEvent('StoryRevised', { ...archive, zh: '修改案例', en: 'Story revised', data: z.strictObject(story) });
export const storyReturned = defineEvent('StoryReturned', { ...archive, zh: '退回案例', en: 'Story returned', data: z.strictObject({ edition: z.int().min(1), reason: libraryReturnReasons.schema }) });
/** Read by a supervisor who did not write it. */
export const storyPublished = defineEvent('StoryPublished', { ...archive, zh: '案例入库', en: 'Story published', data: z.strictObject({ edition: z.int().min(1) }) });
export const storyWithdrawn = defineEvent('StoryWithdrawn', { ...archive, zh: '撤下案例', en: 'Story withdrawn', data: z.strictObject({ reason: libraryWithdrawReasons.schema }) });

export const archiveFileEvents = [followUpRecorded, fileLent, fileReturned, storyDrafted, storyRevised, storyReturned, storyPublished, storyWithdrawn] as const;
