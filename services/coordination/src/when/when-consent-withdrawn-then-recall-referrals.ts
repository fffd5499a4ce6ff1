import type { consentWithdrawn, EventOf } from '@lianxin/contracts';
import { issue, reaction, type CommandHandler, type Reaction } from '@lianxin/runtime';
import type { RecallParts, RecallReferrals } from '../referral/recall-referrals.command.js';

/**
 * Consent to the service is the ground on which a case is shared (PIPL art. 15): when it goes, open referrals come back and
 * their receivers see them no more. Also those of a district that the case has left. Consent to one receiver is withdrawn
 * with the referral itself.
 */
export const whenConsentWithdrawnThenRecallReferrals = (recallReferrals: CommandHandler<RecallReferrals>, parts: () => RecallParts): Reaction => reaction({
  name: 'when-consent-withdrawn-then-recall-referrals',
  on: ['ConsentWithdrawn'],
  async react(event, { caseid, recordedat }) {
    if (caseid === undefined || !(event as EventOf<typeof consentWithdrawn>).data.scopes.includes('SERVICE')) return [];
    // In the order of each district's first referral: the same however often and late the event comes.
    const districts = [...new Set((await parts().referralsOf(caseid)).map((r) => r.district))];
    return districts.map((district) => issue(recallReferrals, { dossier: caseid, district: district as RecallReferrals['district'], at: recordedat }));
  },
});
