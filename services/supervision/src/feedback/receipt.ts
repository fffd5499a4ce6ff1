import { createHmac } from 'node:crypto';

/**
 * The receipt (回执码) with which a giver of feedback reads the answer: sixteen digits in groups of four that follow from
 * the feedback's id under a secret. Whoever has the code need not say who they are, and nothing else leads to them.
 */
export function receiptOf(secret: Uint8Array, feedback: string): string {
  const number = createHmac('sha256', secret).update(`code:${feedback}`).digest().readBigUInt64BE() % 10n ** 16n;
  return number.toString().padStart(16, '0').replace(/(\d{4})(?=\d)/g, '$1-');
}

/** What is stored of it: only whoever has the secret can tell whether a code is this one. */
export const receiptHmac = (secret: Uint8Array, code: string): string => createHmac('sha256', secret).update(`lookup:${code.replace(/\D/g, '')}`).digest('base64url');
