import { createHmac, randomInt } from 'node:crypto';

/** A 查询码: twelve random digits in groups of four, as one reads them out on the phone. */
export const newQueryCode = (): string => Array.from({ length: 3 }, () => String(randomInt(10_000)).padStart(4, '0')).join('-');

/** What is stored of it in the clear: only whoever has the secret can tell whether a code is this one. */
export const queryCodeHmac = (secret: Uint8Array, code: string): string => createHmac('sha256', secret).update(code.replace(/\D/g, '')).digest('base64url');
