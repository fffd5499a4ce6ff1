import { guardianshipOf, recordGuardianConsent, recordNeeds, type RecordGuardianConsent, type RecordNeeds } from '@lianxin/contracts';
import { commandHandler, step, type Cases } from '@lianxin/runtime';
import { atHand } from '../case/at-hand.js';
import { answerCase, own } from '../case/answers.js';
import { sealText, sealValue } from '../sealing/seal-values.js';
import { needsStream } from '../streams.js';
import { needsProfile } from './needs.decider.js';

/** Commands on a needs profile. */
export const needsCommands = (parts: { readonly cases: Cases }) => ({
  recordNeeds: commandHandler<RecordNeeds>({
    name: 'RecordNeeds', action: 'assessment.needs.record', body: recordNeeds, district: own, answer: answerCase,
    async prepare({ dossier: caseid, ageBand, limitedCapacity, languages, literacy, culture, disabilities, accommodations, guardian }, context) {
      const at = await atHand(parts.cases, context, caseid);
      if (!at.ok) return at;
      const guardianship = guardianshipOf(ageBand, limitedCapacity === true);
      const belongs = { ...at.value.belongs, minor: guardianship === 'MINOR' };
      const health = disabilities === undefined && accommodations === undefined ? undefined : { ...(disabilities ? { disabilities } : {}), ...(accommodations ? { accommodations } : {}) };
      const data = {
        guardianship,
        profile: await sealText(context, belongs, 'narrative', 'NeedsRecorded', '/profile', { ageBand, languages, literacy, ...(culture === undefined ? {} : { culture }), ...(limitedCapacity ? { limitedCapacity } : {}) }),
        ...(health ? { health: await sealValue(context, belongs, 'health', 'NeedsRecorded', '/health', health) } : {}),
        ...(guardian ? { guardian: await sealText(context, belongs, 'contact', 'NeedsRecorded', '/guardian', guardian) } : {}),
      };
      return { steps: [step(needsProfile, needsStream(context.district, caseid), { type: 'RecordNeeds', data }, { caseid, facts: at.value.facts })], processingbasis: at.value.basis };
    },
  }),

  recordGuardianConsent: commandHandler<RecordGuardianConsent>({
    name: 'RecordGuardianConsent', action: 'assessment.guardian.record', body: recordGuardianConsent, district: own, answer: answerCase,
    async prepare({ dossier: caseid, ...data }, context) {
      const at = await atHand(parts.cases, context, caseid);
      if (!at.ok) return at;
      return { steps: [step(needsProfile, needsStream(context.district, caseid), { type: 'RecordGuardianConsent', data }, { caseid, facts: at.value.facts })], processingbasis: 'statutory-duty' };
    },
  }),
});
