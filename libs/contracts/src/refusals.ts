import type { Refusal } from '@lianxin/kernel';
import { archiveRefusals } from './refusals/archive.js';
import { archiveFileRefusals } from './refusals/archive-file.js';
import { assessmentRefusals } from './refusals/assessment.js';
import { caseRefusals } from './refusals/case.js';
import { caseMoveRefusals } from './refusals/case-moves.js';
import { coordinationRefusals } from './refusals/coordination.js';
import { matterHandlingRefusals } from './refusals/coordination-matters.js';
import { referralRoundRefusals } from './refusals/coordination-multi-referral.js';
import { jointMeetingRefusals } from './refusals/coordination-joint-meetings.js';
import { crisisRefusals } from './refusals/crisis.js';
import { intakeRefusals } from './refusals/intake.js';
import { platformRefusals } from './refusals/platform.js';
import { sagaRefusals } from './refusals/saga.js';
import { statuteRefusals } from './refusals/statute.js';
import { supervisionRefusals } from './refusals/supervision.js';
import { ladderRefusals } from './refusals/supervision-ladder.js';
import type { RefusalText } from './refusals/table.js';

/** Every stable refusal code with its HTTP status, its words in both languages and the rule behind it. */
export const refusals: ReadonlyMap<string, RefusalText> = new Map([...Object.entries(platformRefusals), ...Object.entries(caseRefusals), ...Object.entries(intakeRefusals), ...Object.entries(caseMoveRefusals), ...Object.entries(archiveRefusals), ...Object.entries(archiveFileRefusals), ...Object.entries(assessmentRefusals), ...Object.entries(coordinationRefusals), ...Object.entries(matterHandlingRefusals), ...Object.entries(referralRoundRefusals), ...Object.entries(jointMeetingRefusals), ...Object.entries(crisisRefusals), ...Object.entries(supervisionRefusals), ...Object.entries(ladderRefusals), ...Object.entries(sagaRefusals), ...Object.entries(statuteRefusals)]);

/** A refusal in words, ready for a problem document. */
export interface RefusalWords {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly rule?: string;
  readonly en: { readonly title: string; readonly detail: string };
}

// Values that are put into sentences are numbers or short codes; anything else would be an echo of input.
const safe = (value: string | number): string => typeof value === 'number' ? String(value) : /^[A-Za-z0-9._:@-]{1,80}$/.test(value) ? value : '…';
const fill = (text: string, values: Refusal['with']): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values && Object.hasOwn(values, name) ? safe(values[name]!) : '…');

/** The words for a refusal; undefined for a code that has none here (HTTP's own stand in libs/nest). */
export function wordsOf(refusal: Refusal): RefusalWords | undefined {
  const row = refusals.get(refusal.code);
  if (!row) return undefined;
  return {
    status: row.status, title: row.zh.title, detail: fill(row.zh.detail, refusal.with), ...(row.rule === undefined ? {} : { rule: row.rule }),
    en: { title: row.en.title, detail: fill(row.en.detail, refusal.with) },
  };
}

/** The words for a refusal, in any case: a code without words still helps whoever asks for help. */
export const words = (refusal: Refusal): RefusalWords => wordsOf(refusal) ?? {
  status: 422, title: '未能受理', detail: `这项操作未能受理（${refusal.code}）。`, en: { title: 'Refused', detail: `This was refused (${refusal.code}).` },
};
