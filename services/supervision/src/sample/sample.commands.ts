import { randomBytes } from 'node:crypto';
import {
  checkFile, drawSampleBody, reportCorrection, verifyCorrection, type CheckFile, type DrawSampleBody, type ReportCorrection, type VerifyCorrection,
} from '@lianxin/contracts';
import { parseStream, shanghaiDay, utc, type Actor, type Refusal } from '@lianxin/kernel';
import { commandHandler, onCase, step, type CaseFacts, type PrepareContext, type Prepared } from '@lianxin/runtime';
import { type CaseOfStream } from '../case-of-stream.js';
import type { SupervisionPorts } from '../ports.js';
import { sealWords } from '../sealing/seal-values.js';
import { fileCheckStream, sampleStream } from '../streams.js';
import { fileCheck, type FileCheckCommand } from './file-check.decider.js';
import { draw, sample } from './sample.decider.js';

export interface SampleParts extends Pick<SupervisionPorts, 'cases' | 'casesOpened'>, CaseOfStream {}

const own = (_: unknown, actor: Actor): string => actor.district;
const DAY = 86_400_000;
/** A legal day begins at midnight in Asia/Shanghai. */
export const startOfDay = (day: string): string => utc(Date.parse(`${day}T00:00:00+08:00`));
const startOfNextDay = (day: string): string => utc(Date.parse(`${day}T00:00:00+08:00`) + DAY);

/** Sampling of files and what follows from it. Files of closed cases are sampled and mended too. */
export function sampleCommands(parts: () => SampleParts) {
  /** All cases of the district that may be drawn, in a fixed order. */
  async function population({ from, until, closedOnly }: DrawSampleBody & { readonly until: string }, district: string): Promise<readonly string[]> {
    const listed = await parts().casesOpened?.({ district, from: startOfDay(from), below: startOfNextDay(until) }) ?? [];
    return listed.filter((c) => !c.accusation && (closedOnly !== true || c.closedAt !== undefined)).map((c) => c.caseid).toSorted();
  }

  async function onCheck(context: PrepareContext, id: string, then: (facts: CaseFacts) => Promise<FileCheckCommand>): Promise<Prepared | { readonly refusal: Refusal }> {
    const caseid = await parts().caseOfStream(context.log, fileCheckStream(context.district, id));
    if (caseid === undefined) return { refusal: { code: 'check/not-sampled' } };
    const facts = await onCase(parts().cases, caseid, context.actor, { district: context.district });
    if (!facts.ok) return { refusal: facts.refusal };
    const { owner } = facts.value;
    return { steps: [step(fileCheck, fileCheckStream(context.district, id), await then(facts.value), { caseid, facts: { owner } })], processingbasis: 'statutory-duty' };
  }
  const sealed = (context: PrepareContext, facts: CaseFacts, event: string, words: string) => sealWords(context, { facts, minor: false }, 'staffnote', event, '/words', { text: words });

  return {
    drawSample: commandHandler<DrawSampleBody>({
      name: 'DrawSample', action: 'supervision.sample.draw', body: drawSampleBody, district: own,
      async prepare(body, context) {
        const until = body.until ?? shanghaiDay(context.now);
        const all = await population({ ...body, until }, context.district);
        const seed = body.seed ?? randomBytes(16).toString('hex');
        const id = context.newId();
        const stream = sampleStream(context.district, id);
        const { from, size, closedOnly = false } = body;
        return {
          steps: [
            step(sample, stream, { type: 'DrawSample', data: { seed, from, until, closedOnly, size, population: all } }),
            ...draw(seed, all, size).map((caseid) => step(fileCheck, fileCheckStream(context.district, context.newId()), {
              type: 'SampleFile', data: { sample: id, ref: { log: context.log, stream, version: 1 } },
            }, { caseid })),
          ],
          processingbasis: 'statutory-duty',
        };
      },
      answer(events) {
        const drawn = events.find((e) => e.type === 'SampleDrawn');
        return drawn ? { id: parseStream(drawn.stream)?.id, seed: (drawn.data as { seed: string }).seed, checks: events.filter((e) => e.type === 'FileSampled').map((e) => parseStream(e.stream)?.id) } : {};
      },
    }),

    checkFile: commandHandler<CheckFile>({
      name: 'CheckFile', action: 'supervision.check.make', body: checkFile, district: own,
      prepare: ({ check, results, words, correction }, context) => onCheck(context, check, async (facts) => ({
        type: 'CheckFile', data: { results, ...(correction ? { correction } : {}), ...(words === undefined ? {} : { words: await sealed(context, facts, 'FileChecked', words) }) },
      })),
    }),

    reportCorrection: commandHandler<ReportCorrection>({
      name: 'ReportCorrection', action: 'supervision.check.correct', body: reportCorrection, district: own,
      prepare: ({ check, words }, context) => onCheck(context, check, async (facts) => ({ type: 'ReportCorrection', data: { words: await sealed(context, facts, 'CorrectionReported', words) } })),
    }),

    verifyCorrection: commandHandler<VerifyCorrection>({
      name: 'VerifyCorrection', action: 'supervision.check.verify', body: verifyCorrection, district: own,
      prepare: ({ check, outcome, due, words }, context) => onCheck(context, check, async (facts) => ({
        type: 'VerifyCorrection',
        data: { outcome, ...(due === undefined ? {} : { due }), ...(words === undefined ? {} : { words: await sealed(context, facts, 'CorrectionVerified', words) }) },
      })),
    }),
  };
}
