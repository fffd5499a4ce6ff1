import { z } from 'zod';
import { handOverReasons, rightsConfirmations } from '../code-lists/rights.js';
import { currentRightsNotice, isRightsNotice } from '../rights-notice.js';
import { rule } from '../refusals/rule.js';
import { district, dossierId } from '../scalars.js';
import { CITY } from '../code-lists/districts.js';
import { withTarget } from './target.js';
import { text } from './text.js';

export const rightsInput = z.strictObject({
  version: z.int().refine(isRightsNotice, rule('intake/rights-notice-unknown')).describe('告知书版本，取自 GET /api/intake/rights-notice · version of the notice'),
  how: rightsConfirmations.schema,
}).meta({ id: 'RightsInput', description: '权利告知及确认方式 · the notice of rights and how it was confirmed', examples: [{ version: currentRightsNotice.version, how: 'SIGNED' }] });

export const acknowledgeRightsBody = z.strictObject(rightsInput.shape)
  .meta({ id: 'AcknowledgeRights', description: '登记权利告知 · record that the petitioner was told of the rights', examples: [{ version: currentRightsNotice.version, how: 'ORAL' }] });
export const acknowledgeRights = withTarget({ dossier: dossierId }, acknowledgeRightsBody);
export type AcknowledgeRights = z.infer<typeof acknowledgeRights>;

export const handOverCaseBody = z.strictObject({
  to: district.refine((code) => code !== CITY, rule('input/not-in-list')).describe('接收区 · the district that is to take it over'),
  reason: handOverReasons.schema,
  summary: text(5_000).describe('移交摘要（加密存储，接收区可看）· summary for the receiver (sealed)'),
}).meta({ id: 'HandOverCase', description: '移交外区；接收之前责任和期限仍在本区 · hand a case over to another district', examples: [{ to: '440105', reason: 'MOVED', summary: '信访人已迁至海珠区，请继续跟进欠薪事项。' }] });
export const handOverCase = withTarget({ dossier: dossierId }, handOverCaseBody);
export type HandOverCase = z.infer<typeof handOverCase>;

export const recallHandOverBody = z.strictObject({}).meta({ id: 'RecallHandOver', description: '收回移交 · recall a hand-over that nobody has taken yet', examples: [{}] });
export const recallHandOver = withTarget({ dossier: dossierId }, recallHandOverBody);
export type RecallHandOver = z.infer<typeof recallHandOver>;

export const takeOverCaseBody = z.strictObject({}).meta({ id: 'TakeOverCase', description: '接收外区移交的卷宗 · take over a case that another district hands over', examples: [{}] });
export const takeOverCase = withTarget({ dossier: dossierId }, takeOverCaseBody);
export type TakeOverCase = z.infer<typeof takeOverCase>;

export const askProgressBody = z.strictObject({ code: z.string().max(60).describe('查询码 · query code') })
  .meta({ id: 'AskProgress', description: '凭查询码查询进展，不需登录 · ask for the progress by query code, without signing in', examples: [{ code: '0123-4567-8901' }] });
export type AskProgress = z.infer<typeof askProgressBody>;
