import {
  confirmScreening, declineScreening, emergencyCard, recordScreening, screeningForm, voidScreening,
  type ConfirmScreening, type DeclineScreening, type RecordScreening, type VoidScreening,
} from '@lianxin/contracts';
import { parseStream, refused, type Result } from '@lianxin/kernel';
import { commandHandler, step, type Cases, type Happened, type PrepareContext } from '@lianxin/runtime';
import { atHand, type CaseAtHand } from '../case/at-hand.js';
import { own } from '../case/answers.js';
import { sealValue } from '../sealing/seal-values.js';
import { screeningStream } from '../streams.js';
import { screening, type Screening, type ScreeningCommand, type ScreeningFacts } from './screening.decider.js';

/** The danger shown and what should follow, in codes; with a danger the emergency card. Items and sums are read under the access log. */
function answer(events: readonly Happened[]): { id?: string; [more: string]: unknown } {
  const [first] = events;
  const recorded = events.find((e) => e.type === 'ScreeningRecorded')?.data as { level: string; complete: boolean; advised?: string } | undefined;
  return {
    ...(first ? { id: parseStream(first.stream)?.id } : {}),
    ...(recorded ? { level: recorded.level, complete: recorded.complete, ...(recorded.advised === undefined ? {} : { advised: recorded.advised }) } : {}),
    ...(events.some((e) => e.type === 'ScreeningPositive') ? { emergency: emergencyCard } : {}),
  };
}

const factsOf = ({ facts, needs }: CaseAtHand): ScreeningFacts => ({
  accusation: facts.accusation, guardianship: needs.phase === 'none' ? 'UNKNOWN' : needs.guardianship, guardianAgreed: needs.phase === 'recorded' && needs.agreed === true,
});

/** Commands on screenings. */
export function screeningCommands(parts: { readonly cases: Cases }) {
  /** A recorded screening, if its case is open to the actor. */
  async function known(context: PrepareContext, id: string): Promise<Result<CaseAtHand>> {
    const { state } = await context.stateOf<Screening>(screening as never, screeningStream(context.district, id));
    return state.phase === 'recorded' || state.phase === 'voided' ? atHand(parts.cases, context, state.caseid) : refused('screening/not-recorded');
  }
  const on = ({ district }: PrepareContext, id: string, at: CaseAtHand, command: ScreeningCommand) => step(screening, screeningStream(district, id), command, { caseid: at.caseid, facts: factsOf(at) });

  return {
    recordScreening: commandHandler<RecordScreening>({
      name: 'RecordScreening', action: 'assessment.screening.record', body: recordScreening, district: own, answer,
      async prepare({ dossier, instrument, answers, basis = 'CONSENT', consent }, context) {
        const at = await atHand(parts.cases, context, dossier);
        if (!at.ok) return at;
        const form = screeningForm(instrument);
        const { result, level, complete, advised } = form.score(answers);
        const data = {
          instrument, instrumentVersion: form.version, basis, ...(consent === undefined ? {} : { consent }), complete, level, ...(advised === undefined ? {} : { advised }),
          result: await sealValue(context, at.value.belongs, 'health', 'ScreeningRecorded', '/result', result),
        };
        return { steps: [on(context, context.newId(), at.value, { type: 'RecordScreening', data })], processingbasis: basis === 'EMERGENCY' ? 'emergency' : 'consent' };
      },
    }),

    declineScreening: commandHandler<DeclineScreening>({
      name: 'DeclineScreening', action: 'assessment.screening.decline', body: declineScreening, district: own, answer,
      async prepare({ dossier, instrument }, context) {
        const at = await atHand(parts.cases, context, dossier);
        if (!at.ok) return at;
        return { steps: [on(context, context.newId(), at.value, { type: 'DeclineScreening', data: { instrument } })], processingbasis: 'statutory-duty' };
      },
    }),

    confirmScreening: commandHandler<ConfirmScreening>({
      name: 'ConfirmScreening', action: 'assessment.screening.confirm', body: confirmScreening, district: own, answer,
      async prepare({ screening: id, level }, context) {
        const at = await known(context, id);
        return at.ok ? { steps: [on(context, id, at.value, { type: 'ConfirmScreening', data: { level } })], processingbasis: 'statutory-duty' } : at;
      },
    }),

    voidScreening: commandHandler<VoidScreening>({
      name: 'VoidScreening', action: 'assessment.screening.void', body: voidScreening, district: own, answer,
      async prepare({ screening: id, reason }, context) {
        const at = await known(context, id);
        return at.ok ? { steps: [on(context, id, at.value, { type: 'VoidScreening', data: { reason } })], processingbasis: 'statutory-duty' } : at;
      },
    }),
  };
}
