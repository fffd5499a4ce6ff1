import { z } from 'zod';
import { district, dossierId, events } from '@lianxin/contracts';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import { commandHandler, step } from '@lianxin/runtime';
import { referralStream } from '../streams.js';
import { referral } from './referral.decider.js';

/** Consent to the service was withdrawn at `at` (UTC ms): referrals of the case in this district come back. */
const recallReferrals = z.strictObject({ dossier: dossierId, district, at: z.int().min(0) });
export type RecallReferrals = z.infer<typeof recallReferrals>;

export interface RecallParts {
  readonly log: EventLog;
  /** All referrals of a case, the oldest first, with the district of each; waits for what was written before. */
  referralsOf(caseid: string): Promise<readonly { readonly id: string; readonly district: string }[]>;
}

const AGREED = new Set(['ReferralDrafted', 'ReferralRedirected', 'ReferralConsentGiven'].map((name) => events.typeOf(name)));
/** When the petitioner last spoke for it: what was agreed after the withdrawal stands. */
const agreedAt = (stored: readonly StoredEvent[]): number => stored.findLast((e) => AGREED.has(e.type))?.recordedat ?? 0;

/** All of a case's referrals in one append: none is left out by a crash in between. */
export const recallReferralsCommand = (parts: () => RecallParts) => commandHandler<RecallReferrals>({
  name: 'RecallReferrals', action: 'coordination.referral.recall', body: recallReferrals, district: (body) => body.district,
  async prepare({ dossier, at }, context) {
    const of = parts();
    const here = (await of.referralsOf(dossier)).filter((r) => r.district === context.district).map(({ id }) => referralStream(context.district, id));
    const recalled = (await Promise.all(here.map(async (stream) => (agreedAt(await of.log.readStream(context.log, stream, { limit: 10_000 })) <= at ? [stream] : [])))).flat();
    return { steps: recalled.map((stream) => step(referral, stream, { type: 'RecallReferral', data: {} })), processingbasis: 'statutory-duty' };
  },
});
