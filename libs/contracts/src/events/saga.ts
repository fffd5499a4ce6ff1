import { z } from 'zod';
import { district, logName, storedTime, uuid } from '../scalars.js';
import { defineEvent } from './define.js';

// What stands in the stream of a saga's instance; in the log of the service that runs it. Codes and ids only: sealed
// values are taken out of what a saga is shown.
const saga = { service: 'saga', version: 1 } as const;
const name = z.string().min(1).max(200);
const day = z.iso.date();
const text = z.string().min(1).max(2_000);
const commandid = z.string().min(1).max(64);
const timer = { timer: name, key: name.optional() };
const held = z.literal(true).optional();
const due = z.strictObject({ fireAt: storedTime, rule: name.optional(), calendar: name.optional(), strict: day.optional(), legal: day.optional(), explanation: text.optional() });
const definition = z.int().min(1);

/** `waits`: something came before what the saga starts on. */
export const sagaStarted = defineEvent('SagaStarted', { ...saga, zh: '流程开始', en: 'Saga started', data: z.strictObject({ saga: name, definition, correlation: text, waits: held }) });
/** `held`: recorded, to be taken later (`SagaHeldTaken`). */
export const sagaInputTaken = defineEvent('SagaInputTaken', {
  ...saga, zh: '流程收到事件', en: 'Saga took an event',
  data: z.strictObject({
    input: z.strictObject({
      event: name, data: z.json(), id: uuid, log: logName, stream: name, version: z.int().min(1), caseid: uuid.optional(), district,
      time: z.int(), recordedat: z.int(), actorid: name, actorrole: name, actororg: name.optional(),
    }),
    held,
  }),
});
export const sagaCommandIssued = defineEvent('SagaCommandIssued', {
  ...saga, zh: '流程发出指令', en: 'Saga issued a command',
  data: z.strictObject({ commandid, command: name, data: z.json(), key: name.optional(), to: z.string().regex(/^[a-z]+$/).optional(), district: district.optional(), undoes: commandid.optional() }),
});
export const sagaCommandAnswered = defineEvent('SagaCommandAnswered', {
  ...saga, zh: '指令已答复', en: 'Command of a saga answered',
  data: z.strictObject({
    commandid, held, accepted: z.strictObject({ id: text.optional(), number: text.optional(), at: z.array(text) }).optional(),
    refused: z.strictObject({ code: name, path: z.string().max(500).optional(), with: z.record(name, z.union([z.string(), z.number()])).optional() }).optional(),
  }),
});
export const sagaTimerSet = defineEvent('SagaTimerSet', { ...saga, zh: '计时开始', en: 'Timer set', data: z.strictObject({ ...timer, how: z.enum(['started', 'replaced', 'extended', 'resumed']), due }) });
export const sagaTimerPaused = defineEvent('SagaTimerPaused', { ...saga, zh: '计时暂停', en: 'Timer held', data: z.strictObject(timer) });
export const sagaTimerCancelled = defineEvent('SagaTimerCancelled', { ...saga, zh: '计时取消', en: 'Timer cancelled', data: z.strictObject(timer) });
/** `set`: version of the stream at which the timer was last set. */
export const sagaTimerFired = defineEvent('SagaTimerFired', { ...saga, zh: '计时到期', en: 'Timer fired', data: z.strictObject({ ...timer, set: z.int().min(1), due, overdueSince: day.optional(), held }) });
/** The legal last day passed. `since` is the first day overdue; the envelope says when that was recorded. */
export const sagaOverdue = defineEvent('SagaOverdue', { ...saga, zh: '逾期', en: 'Overdue', data: z.strictObject({ ...timer, rule: name.optional(), strict: day.optional(), legal: day, since: day }) });
export const sagaHeldTaken = defineEvent('SagaHeldTaken', { ...saga, zh: '补收事件', en: 'Saga took what was held', data: z.strictObject({ of: z.int().min(1) }) });
export const sagaStepped = defineEvent('SagaStepped', { ...saga, zh: '流程进入步骤', en: 'Saga came to a step', data: z.strictObject({ step: name, definition }) });
export const sagaCompensating = defineEvent('SagaCompensating', { ...saga, zh: '流程撤回', en: 'Saga takes back', data: z.strictObject({ because: text }) });
export const sagaFinished = defineEvent('SagaFinished', { ...saga, zh: '流程结束', en: 'Saga finished', data: z.strictObject({ outcome: name }) });
/** The saga failed on what it was given; a person sees why and releases it once it is mended. */
export const sagaQuarantined = defineEvent('SagaQuarantined', { ...saga, zh: '流程隔离', en: 'Saga put aside', data: z.strictObject({ why: text, definition }) });
export const sagaReleased = defineEvent('SagaReleased', { ...saga, zh: '解除隔离', en: 'Saga released', data: z.strictObject({ definition }) });

export const sagaEvents = [
  sagaStarted, sagaInputTaken, sagaCommandIssued, sagaCommandAnswered, sagaTimerSet, sagaTimerPaused, sagaTimerCancelled, sagaTimerFired, sagaOverdue, sagaHeldTaken,
  sagaStepped, sagaCompensating, sagaFinished, sagaQuarantined, sagaReleased,
] as const;
