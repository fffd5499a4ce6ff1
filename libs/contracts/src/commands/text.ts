import { z } from 'zod';
import { rule } from '../refusals/rule.js';

const wellFormed = (text: string): boolean => (text as string & { isWellFormed(): boolean }).isWellFormed();

// Tab, line feed and carriage return are text; the other control characters only serve to deceive or to break displays.
const CLEAN = /^[\t\n\r\u0020-\u007e\u00a0-\uffff]*$/;

/** Free text of people: at least one visible character, at most `max` UTF-16 units. It is sealed before it is stored. */
export const text = (max: number) => z.string().max(max).regex(/\S/).regex(CLEAN).refine(wellFormed, rule('input/malformed'));

/** One line: names, numbers, addresses. */
export const line = (max: number) => z.string().max(max).regex(/\S/).regex(/^[\u0020-\u007e\u00a0-\u2027\u202a-\uffff]*$/).refine(wellFormed, rule('input/malformed'));
