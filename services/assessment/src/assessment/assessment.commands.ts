import { acceptCase, completeAssessment, declineCase, followHolder, type AcceptCase, type CompleteAssessment, type DeclineCase, type FollowHolder } from '@lianxin/contracts';
import { commandHandler, step, type Cases, type PrepareContext } from '@lianxin/runtime';
import type { Calendar } from '@lianxin/statute';
import { atHand } from '../case/at-hand.js';
import { answerCase, own } from '../case/answers.js';
import { sealText } from '../sealing/seal-values.js';
import { assessmentStream } from '../streams.js';
import { assessment, type AssessmentCommand, type AssessmentFacts } from './assessment.decider.js';

/** Commands on the assessment of a case. `calendar`: the one in force. */
export function assessmentCommands(parts: { readonly cases: Cases; readonly calendar?: () => Calendar }) {
  const on = ({ district }: PrepareContext, caseid: string, command: AssessmentCommand, facts: AssessmentFacts) =>
    step(assessment, assessmentStream(district, caseid), command, { caseid, facts: { ...facts, ...(parts.calendar ? { calendar: parts.calendar() } : {}) } });

  return {
    /** Given by the platform alone, after intake's event: that the case exists is thereby known. */
    followHolder: commandHandler<FollowHolder>({
      name: 'FollowHolder', action: 'assessment.assessment.open', body: followHolder, district: own, answer: answerCase,
      prepare: ({ dossier: caseid, worker, day }, context) => Promise.resolve({
        steps: [on(context, caseid, { type: 'FollowHolder', data: { worker, day } }, { accusation: false, holder: 'NONE' })], processingbasis: 'rule',
      }),
    }),

    completeAssessment: commandHandler<CompleteAssessment>({
      name: 'CompleteAssessment', action: 'assessment.assessment.complete', body: completeAssessment, district: own, answer: answerCase,
      async prepare({ dossier: caseid, claim, needs, bio, psycho, pathways = [], risks = [], disposition, acts, route, process, ...told }, context) {
        const at = await atHand(parts.cases, context, caseid);
        if (!at.ok) return at;
        const { facts, belongs } = at.value;
        const { reasonableness, ...heard } = claim;
        const picture = { claim: heard, needs, ...told, ...(risks.length > 0 ? { risks } : {}) };
        const assessed = {
          reasonableness, disposition, ...(acts ? { acts } : {}), pathways, needs: needs.map((n) => n.kind), risks: risks.map((r) => r.who),
          picture: await sealText(context, belongs, 'narrative', 'AssessmentCompleted', '/picture', picture),
          health: await sealText(context, belongs, 'health', 'AssessmentCompleted', '/health', { bio, psycho }),
        };
        return { steps: [on(context, caseid, { type: 'CompleteAssessment', data: { assessed, route, process } }, facts)], processingbasis: at.value.basis };
      },
    }),

    acceptCase: commandHandler<AcceptCase>({
      name: 'AcceptCase', action: 'assessment.case.accept', body: acceptCase, district: own, answer: answerCase,
      async prepare({ dossier: caseid }, context) {
        const at = await atHand(parts.cases, context, caseid);
        return at.ok ? { steps: [on(context, caseid, { type: 'AcceptCase', data: {} }, at.value.facts)], processingbasis: 'statutory-duty' } : at;
      },
    }),

    declineCase: commandHandler<DeclineCase>({
      name: 'DeclineCase', action: 'assessment.case.decline', body: declineCase, district: own, answer: answerCase,
      async prepare({ dossier: caseid, reason, complaintTold, words }, context) {
        const at = await atHand(parts.cases, context, caseid);
        if (!at.ok) return at;
        const data = { reason, complaintTold, ...(words === undefined ? {} : { words: await sealText(context, at.value.belongs, 'narrative', 'CaseDeclined', '/words', { words }) }) };
        return { steps: [on(context, caseid, { type: 'DeclineCase', data }, at.value.facts)], processingbasis: 'statutory-duty' };
      },
    }),
  };
}
