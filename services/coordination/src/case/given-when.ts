import type { RecordDelivery } from '@lianxin/contracts';
import type { Prepared } from '@lianxin/runtime';

/** When something was, as commands give it; more than 24 hours ago only with a reason and a source document. */
export type Timed = Pick<RecordDelivery, 'time' | 'late'>;

export const givenWhen = ({ time, late }: Timed): Pick<Prepared, 'time' | 'lateWithReason'> => ({ ...(time === undefined ? {} : { time: Date.parse(time) }), lateWithReason: late !== undefined });

/** Number or place of the source document: sealed with the words. */
export const sourceOf = ({ late }: Timed): { readonly sourceDocument?: string } => (late?.reference === undefined ? {} : { sourceDocument: late.reference });

/** The part of a late entry that is stored in clear. */
export const lateOf = ({ late }: Timed) => (late ? { late: { reason: late.reason, document: late.document } } : {});
