import { recordCounselling, type RecordCounselling } from '@lianxin/contracts';
import { commandHandler, step } from '@lianxin/runtime';
import { atHand, own } from '../case/at-hand.js';
import { givenWhen, sourceOf } from '../case/given-when.js';
import { answerDelivery, begunAt, meetingOf, type CaseParts } from '../delivery/delivery.commands.js';
import { delivery } from '../delivery/delivery.decider.js';
import { said, sealText, sealValue } from '../sealing/seal-values.js';
import { deliveryStream, sessionStream } from '../streams.js';
import { diagnoses } from '../wording/diagnosis.js';
import { changeOf, counselling } from './counselling.decider.js';

export const counsellingCommands = ({ cases }: CaseParts) => ({
  /** The session and its delivery (content C6) in one append, so that hours are counted from deliveries alone. */
  recordCounselling: commandHandler<RecordCounselling>({
    name: 'RecordCounselling', action: 'coordination.counselling.record', body: recordCounselling, district: own, answer: answerDelivery,
    async prepare(body, context) {
      const found = await atHand(cases, context, body.dossier, body.minor);
      if (!found.ok) return found;
      const { belongs } = found.value;
      const { techniques, scales, lastHomework, process, response, homework, reflection } = body;
      const [deliveryName, session] = [deliveryStream(context.district, context.newId()), sessionStream(context.district, context.newId())];
      const facts = { diagnosis: diagnoses(process, response, homework, reflection) };
      const held = {
        techniques: [...techniques], change: changeOf(scales), lastHomework, homework: homework !== undefined, risk: body.risk, delivery: deliveryName,
        ...(scales.length === 0 ? {} : { scales: await sealValue(context, belongs, 'health', 'CounsellingHeld', '/scales', scales) }),
        talk: await sealText(context, belongs, 'health', 'CounsellingHeld', '/talk', said({ process, response, homework, ...sourceOf(body) })),
      };
      const delivered = {
        content: 'C6' as const, method: 'PSYCH_RELIEF' as const, ...meetingOf(body, found.value, context), session,
        ...(reflection === undefined ? {} : { reflection: await sealText(context, belongs, 'staffnote', 'ServiceDelivered', '/reflection', { text: reflection }) }),
      };
      const begun = begunAt(body, context.now);
      return {
        ...givenWhen(body), time: begun, processingbasis: 'consent',
        steps: [
          step(counselling, session, { type: 'RecordCounselling', data: held }, { caseid: body.dossier, facts }),
          step(delivery, deliveryName, { type: 'RecordDelivery', data: { stream: deliveryName, delivered } }, { caseid: body.dossier, facts: { begunAt: begun } }),
        ],
      };
    },
  }),
});
