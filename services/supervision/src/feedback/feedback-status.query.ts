import type { FeedbackFinding, FeedbackKind } from '@lianxin/contracts';
import { ok, parseEnvelope, refused, type Result } from '@lianxin/kernel';
import { sealedInEvent, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import { byReceipt } from '../open-policy.js';
import { feedbackStream } from '../streams.js';
import type { FeedbackDoc } from '../views/quality.view.js';
import { nobody } from './feedback.commands.js';
import { receiptHmac } from './receipt.js';

export interface StatusParts { readonly engine: ServiceEngine; readonly feedbacks: ViewReader<FeedbackDoc>; readonly secret: (name: string) => Promise<Uint8Array> }
export interface FeedbackStatus {
  readonly kind: FeedbackKind;
  readonly receivedAt: string;
  readonly state: 'received' | 'answered' | 'improving' | 'done';
  /** Until when it is to be answered. */
  readonly due: string;
  readonly finding?: FeedbackFinding;
  readonly answer?: string;
}

/** What a giver of feedback learns with the receipt code: where it stands, and the answer. Of the case and of the people who handle it, nothing. */
export async function feedbackStatus({ engine, feedbacks, secret }: StatusParts, code: string): Promise<Result<FeedbackStatus>> {
  const receipt = receiptHmac(await secret('feedback-receipt'), code);
  const [found] = (await feedbacks.find({ where: { receipt }, limit: 1 })).items;
  if (!found) return refused('feedback/no-such-receipt', { path: '/receipt' });
  const { id, doc: { district, kind, receivedAt, phase, due, finding } } = found;
  const answer = phase === 'received' ? undefined : await answerText(engine, district, id);
  return ok({ kind, receivedAt, state: phase, due, ...(finding === '' ? {} : { finding }), ...(answer === undefined ? {} : { answer }) });
}

/** Only the answer is opened, under an access record of its own. */
async function answerText(engine: ServiceEngine, district: string, id: string): Promise<string | undefined> {
  const { log, types } = engine.parts;
  const stored = await log.readStream(`supervision.${district}`, feedbackStream(district, id));
  const row = stored.find((e) => e.type === types.typeOf('FeedbackAnswered'));
  if (!row) return undefined;
  const [opened] = await engine.openingUnder(byReceipt).openAll(sealedInEvent(parseEnvelope(row.body), 'FeedbackAnswered'), { actor: nobody(district), basis: 'statutory-duty', reason: 'supervision.feedback.status' });
  return opened && 'value' in opened ? (opened.value as { readonly text: string }).text : undefined;
}
