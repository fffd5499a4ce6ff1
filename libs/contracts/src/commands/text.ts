import { z } from 'zod';
import { rule } from '../refusals/rule.js';

const wellFormed = (text: string): boolean => (text as string & { isWellFormed(): boolean }).isWellFormed();

// Tab, line feed and carriage return are text; the other control characters only serve to deceive or to break displays.
const CLEAN = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;

/** Free text of people: at least one visible character, at most `max` UTF-16 units. It is sealed before it is stored. */
export const text = (max: number) => z.string().max(max).regex(/\S/).regex(CLEAN).refine(wellFormed, rule('input/malformed'));

/** One line: names, numbers, addresses. */
export const line = (max: number) => z.string().max(max).regex(/\S/).regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/).refine(wellFormed, rule('input/malformed'));
