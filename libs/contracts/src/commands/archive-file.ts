import { z } from 'zod';
import {
  borrowers, conditions, followUpMarks, followUpNext, followUpOutcomes, libraryBases, libraryReturnReasons, libraryWithdrawReasons, loanForms, loanPurposes, returnConditions,
} from '../code-lists/archive-file.js';
import { needKinds, serviceContents, specialProcesses } from '../code-lists/assessment.js';
import { contactForms } from '../code-lists/contact.js';
import { petitionStatuses } from '../code-lists/supervision.js';
import { rule } from '../refusals/rule.js';
import { dossierId, givenTime, uuid } from '../scalars.js';
import { lateEntry } from './intake.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
const day = z.iso.date();

export const recordFollowUpBody = z.strictObject({
  time: givenTime.optional(), late: lateEntry.optional(), mark: followUpMarks.schema, form: contactForms.schema, outcome: followUpOutcomes.schema,
  condition: conditions.schema.default('UNKNOWN'), petition: petitionStatuses.schema.default('UNKNOWN'), repeatPetition: z.boolean().describe('是否重复信访 · did the person petition again'),
  needs: z.array(needKinds.schema).max(8).refine(distinct, rule('input/repeated')).default([]).describe('新的需求 · new needs'), next: followUpNext.schema,
  words: text(10_000).optional().describe('回访记录（加密存储）· what was said (sealed)'),
}).refine((b) => b.outcome === 'REACHED' || (b.condition === 'UNKNOWN' && b.needs.length === 0), rule('followup/not-reached', ['condition'])).meta({
  id: 'RecordFollowUp', description: '登记回访（结案后）· record a follow-up after closing',
  examples: [{ mark: 'M1', form: 'PHONE', outcome: 'REACHED', condition: 'SAME', petition: 'RESOLVED', repeatPetition: false, needs: [], next: 'NONE', words: '生活平稳，对服务表示认可。' }],
});
export const recordFollowUp = withTarget({ dossier: dossierId }, recordFollowUpBody);
export type RecordFollowUp = z.infer<typeof recordFollowUp>;

export const lendFileBody = z.strictObject({
  borrower: borrowers.schema, form: loanForms.schema, purpose: loanPurposes.schema, due: day.optional().describe('应归还日期，默认30日后 · to be back by; default in 30 days'),
  who: line(100).describe('借阅人姓名（加密存储）· name of the borrower (sealed)'), letter: line(200).optional().describe('函件或审批编号 · the letter that asks for it (sealed)'),
}).meta({ id: 'LendFile', description: '登记借阅 · record a loan', examples: [{ borrower: 'COURT_PROCURATORATE', form: 'COPY', purpose: 'LITIGATION', who: '李某甲', letter: '调卷函〔2026〕1号' }] });
export const lendFile = withTarget({ dossier: dossierId }, lendFileBody);
export type LendFile = z.infer<typeof lendFile>;

export const returnFileBody = z.strictObject({ condition: returnConditions.schema, remark: text(1_000).optional() })
  .meta({ id: 'ReturnFile', description: '登记归还 · record the return of a loan', examples: [{ condition: 'WHOLE' }] });
export const returnFile = withTarget({ dossier: dossierId, loan: uuid }, returnFileBody);
export type ReturnFile = z.infer<typeof returnFile>;

const story = {
  title: line(100), text: text(20_000).describe('重新编写的案例；不得从案卷复制，不得含姓名、电话、证件号等 · typed anew, names nobody'),
  basis: libraryBases.schema, contents: z.array(serviceContents.schema).min(1).max(8).refine(distinct, rule('input/repeated')), process: specialProcesses.schema.optional(),
};
const example = {
  title: '欠薪纠纷中的情绪支持', text: '案主因欠薪多次来访，情绪激动。社工先倾听，再一起梳理可走的法定途径，陪同其办理劳动仲裁，并联系街道提供临时帮助。三个月后案主情绪平稳。', basis: 'SYNTHETIC', contents: ['C1', 'C6'],
};
export const draftStoryBody = z.strictObject(story).meta({ id: 'DraftStory', description: '编写案例 · draft a story for the case library', examples: [example] });
export const draftStory = draftStoryBody;
export type DraftStory = z.infer<typeof draftStoryBody>;
export const reviseStoryBody = z.strictObject(story).meta({ id: 'ReviseStory', description: '修改案例 · revise a story', examples: [example] });
export const reviseStory = withTarget({ story: uuid }, reviseStoryBody);
export type ReviseStory = z.infer<typeof reviseStory>;
export const returnStoryBody = z.strictObject({ edition: z.int().min(1), reason: libraryReturnReasons.schema }).meta({ id: 'ReturnStory', description: '退回案例 · return a story', examples: [{ edition: 1, reason: 'IDENTIFYING' }] });
export const returnStory = withTarget({ story: uuid }, returnStoryBody);
export type ReturnStory = z.infer<typeof returnStory>;
export const publishStoryBody = z.strictObject({
  edition: z.int().min(1), read: z.literal(true).describe('本人已通读，未发现可辨认个人的内容 · I have read it and recognise nobody'),
}).meta({ id: 'PublishStory', description: '案例入库（由作者以外的督导审核）· publish a story', examples: [{ edition: 1, read: true }] });
export const publishStory = withTarget({ story: uuid }, publishStoryBody);
export type PublishStory = z.infer<typeof publishStory>;
export const withdrawStoryBody = z.strictObject({ reason: libraryWithdrawReasons.schema }).meta({ id: 'WithdrawStory', description: '撤下案例 · withdraw a story', examples: [{ reason: 'OUTDATED' }] });
export const withdrawStory = withTarget({ story: uuid }, withdrawStoryBody);
export type WithdrawStory = z.infer<typeof withdrawStory>;
