import { makeMandatoryReport, recordReportReceipt, type MakeMandatoryReport, type RecordReportReceipt } from '@lianxin/contracts';
import { parseStream, utc, type Actor } from '@lianxin/kernel';
import { commandHandler, onCase, step, type Happened } from '@lianxin/runtime';
import { givenWhen, sourceOf } from '../given-when.js';
import { sealWords } from '../sealing/seal-words.js';
import { concernsMinor, safety, type Safety } from '../safety/safety.decider.js';
import type { SafetyCommandParts } from '../safety/safety.commands.js';
import { reportStream, safetyStream } from '../streams.js';
import { report, type Report } from './report.decider.js';

const own = (_: unknown, actor: Actor): string => actor.district;
const answer = (events: readonly Happened[]) => (events[0] === undefined ? {} : { id: parseStream(events[0].stream)?.id });

/** Mandatory reports and their receipts. The duty does not end with the case. */
export function reportCommands(parts: () => SafetyCommandParts) {
  return {
    makeMandatoryReport: commandHandler<MakeMandatoryReport>({
      name: 'MakeMandatoryReport', action: 'crisis.report.make', body: makeMandatoryReport, district: own, answer,
      async prepare(body, context) {
        const facts = await onCase(parts().cases, body.dossier, context.actor, { district: context.district });
        if (!facts.ok) return { refusal: facts.refusal };
        const { state: known } = await context.stateOf<Safety>(safety as never, safetyStream(context.district, body.dossier));
        const belongs = { facts: facts.value, minor: concernsMinor(known) || body.minor === true || body.basis === 'MINORS_11' };
        const content = await sealWords(context, belongs, 'narrative', 'MandatoryReportMade', '/content', { content: body.content, ...sourceOf(body) });
        const { late } = body;
        const data = { basis: body.basis, to: body.to, form: body.form, knownAt: utc(Date.parse(body.knownAt)), content, ...(late ? { late: { reason: late.reason, document: late.document } } : {}) };
        const reportedAt = Math.min(context.now, body.time === undefined ? context.now : Date.parse(body.time));
        return {
          steps: [step(report, reportStream(context.district, context.newId()), { type: 'MakeMandatoryReport', data }, { caseid: body.dossier, facts: { reportedAt } })],
          processingbasis: 'statutory-duty', ...givenWhen(body),
        };
      },
    }),

    recordReportReceipt: commandHandler<RecordReportReceipt>({
      name: 'RecordReportReceipt', action: 'crisis.report.receipt', body: recordReportReceipt, district: own, answer,
      async prepare(body, context) {
        const stream = reportStream(context.district, body.report);
        const { state } = await context.stateOf<Report>(report as never, stream);
        if (state.phase === 'none' || state.caseid === undefined) return { refusal: { code: 'report/not-made' } };
        const facts = await onCase(parts().cases, state.caseid, context.actor, { district: context.district });
        if (!facts.ok) return { refusal: facts.refusal };
        const receipt = await sealWords(context, { facts: facts.value, minor: state.minor }, 'narrative', 'ReportReceiptRecorded', '/receipt', { receipt: body.receipt });
        return { steps: [step(report, stream, { type: 'RecordReportReceipt', data: { receipt } })], processingbasis: 'statutory-duty' };
      },
    }),
  };
}
