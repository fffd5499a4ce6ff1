import { CONTENT_CATEGORIES, linkRepeat, reclassifyMatter, recordAnswer, registerMatter, type LinkRepeat, type ReclassifyMatter, type RecordAnswer, type RegisterMatter } from '@lianxin/contracts';
import { parseStream, utc, type Actor, type Refusal } from '@lianxin/kernel';
import { commandHandler, step, type PrepareContext } from '@lianxin/runtime';
import { belongsTo } from '../dossier/dossier.commands.js';
import { dossier, type DossierCommand } from '../dossier/dossier.decider.js';
import { drawNumbers } from '../register/draw-numbers.js';
import { sealLink, sealText, type Belongs } from '../sealing/seal-values.js';
import { dossierStream, matterStream } from '../streams.js';
import { matter, type Matter } from './matter.decider.js';
import { registration } from './registration.js';

const own = (_: unknown, actor: Actor): string => actor.district;
const notRegistered = { refusal: { code: 'matter/not-registered' } };

const stateOf = async (context: PrepareContext, id: string): Promise<Matter> => (await context.stateOf<Matter>(matter as never, matterStream(context.district, id))).state;

/** The matter's case and whom it belongs to; the refusal when there is no such matter here, or not any more. */
async function found(context: PrepareContext, id: string): Promise<{ belongs: Belongs & { readonly caseid: string } } | { readonly refusal: Refusal }> {
  const state = await stateOf(context, id);
  if (state.phase === 'moved') return { refusal: { code: 'matter/moved', with: { to: state.to } } };
  if (state.phase === 'none' || state.case === undefined) return notRegistered;
  const belongs = await belongsTo(context, state.case);
  return 'refusal' in belongs ? belongs : { belongs };
}

export const matterCommands = {
  /** Registers a further matter in an open case: number, matter and the case's note of it in one append. */
  registerMatter: commandHandler<RegisterMatter>({
    name: 'RegisterMatter', action: 'intake.matter.register', body: registerMatter, district: own,
    async prepare(body, context) {
      const belongs = await belongsTo(context, body.dossier);
      if ('refusal' in belongs) return belongs;
      // The compartment follows the case; a purpose that does not fit is then refused by the dossier's own rule.
      const time = body.time === undefined ? context.now : Date.parse(body.time);
      const numbers = drawNumbers(context, 'matter');
      const told = await registration(context, belongs, body, utc(Math.min(time, context.now)));
      return {
        time, lateWithReason: body.late !== undefined, recordedBefore: numbers.recordedBefore, processingbasis: 'statutory-duty',
        steps: [
          numbers.step,
          step(dossier, dossierStream(context.district, body.dossier), (before): DossierCommand => ({ type: 'FileMatter', data: told.filed(before) }), { caseid: body.dossier }),
          told.step,
        ],
      };
    },
    answer(events) {
      const registered = events.find((e) => e.type === 'MatterRegistered');
      return registered ? { id: parseStream(registered.stream)?.id, number: (registered.data as { number: string }).number, dossier: registered.caseid } : {};
    },
  }),

  recordAnswer: commandHandler<RecordAnswer>({
    name: 'RecordAnswer', action: 'intake.matter.answer', body: recordAnswer, district: own,
    async prepare({ matter: id, text, unitName, at, ...rest }, context) {
      const it = await found(context, id);
      if ('refusal' in it) return it;
      const sealed = await sealText(context, it.belongs, 'AnswerRecorded', '/text', { ...(unitName === undefined ? {} : { unitName }), text });
      return {
        steps: [step(matter, matterStream(context.district, id), { type: 'RecordAnswer', data: { ...rest, at: utc(Date.parse(at)), text: sealed } }, { caseid: it.belongs.caseid })],
        processingbasis: 'statutory-duty',
      };
    },
  }),

  reclassifyMatter: commandHandler<ReclassifyMatter>({
    name: 'ReclassifyMatter', action: 'intake.matter.reclassify', body: reclassifyMatter, district: own,
    async prepare({ matter: id, category, ...rest }, context) {
      const it = await found(context, id);
      if ('refusal' in it) return it;
      return {
        steps: [step(matter, matterStream(context.district, id), { type: 'ReclassifyMatter', data: { ...rest, ...(category === undefined ? {} : { category: { ...CONTENT_CATEGORIES, id: category } }) } }, { caseid: it.belongs.caseid })],
        processingbasis: 'statutory-duty',
      };
    },
  }),

  linkRepeat: commandHandler<LinkRepeat>({
    name: 'LinkRepeat', action: 'intake.matter.link', body: linkRepeat, district: own,
    async prepare({ matter: id, earlier, basis }, context) {
      if (id === earlier) return { refusal: { code: 'matter/repeat-of-itself', path: '/earlier' } };
      const it = await found(context, id);
      const before = await stateOf(context, earlier);
      if ('refusal' in it) return it;
      if (before.phase !== 'registered' || before.case === undefined) return { refusal: { code: 'matter/not-registered', path: '/earlier' } };
      const link = { earlier: matterStream(context.district, earlier), case: before.case };
      const earlierIsAccusation = before.purpose === 'ACCUSATION';
      const sealed = earlierIsAccusation || it.belongs.accusation ? await sealLink(context, it.belongs, 'RepeatLinked', '/link', link) : undefined;
      return {
        steps: [step(matter, matterStream(context.district, id), { type: 'LinkRepeat', data: { basis, ...link, sealed } }, { caseid: it.belongs.caseid, facts: { earlierIsAccusation } })],
        processingbasis: 'statutory-duty',
      };
    },
  }),
};
