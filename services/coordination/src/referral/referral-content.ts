import { referralDataKinds, type DataOf, type DraftReferral, type referralDrafted, type ReferralDataKind } from '@lianxin/contracts';
import type { PrepareContext } from '@lianxin/runtime';
import { sealText, sealValue, type Belongs } from '../sealing/seal-values.js';

type Content = DataOf<typeof referralDrafted>['content'];
type Draft = Pick<DraftReferral, 'content' | 'risk'>;

/** The kinds of data a draft holds, in the order of the list: what is not filled in is not given. */
export const kindsOf = ({ content, risk }: Draft): ReferralDataKind[] => referralDataKinds.codes.filter((kind) => (kind === 'RISK' ? risk !== undefined : content[kind] !== undefined));

/** Name and contact data are about the person alone; every other part may mention others and gets a key of its own. */
const aboutPerson = (kind: ReferralDataKind): boolean => kind === 'NAME' || kind === 'CONTACT' || kind === 'RISK';

/** Each part sealed by itself, in its own compartment. */
export async function sealContent(context: PrepareContext, belongs: Belongs, event: 'ReferralDrafted' | 'ReferralRevised' | 'ReferralRoundStarted', body: Draft): Promise<Content> {
  const parts = await Promise.all(kindsOf(body).map(async (kind) => {
    const value = kind === 'RISK' ? { level: body.risk!.level } : body.content[kind];
    const seal = aboutPerson(kind) ? sealValue : sealText;
    return [kind, await seal(context, belongs, referralDataKinds.find(kind)!.compartment, event, `/content/${kind}`, value)] as const;
  }));
  return Object.fromEntries(parts) as unknown as Content;
}
