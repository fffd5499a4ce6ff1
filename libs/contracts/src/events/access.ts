import { z } from 'zod';
import { compartments } from '../code-lists/protection.js';
import { dossierId, logName } from '../scalars.js';
import { defineEvent } from './define.js';

/** One record of the access log: who opened, searched, exported or printed what. Never holds a value. Basis: the envelope's. */
export const dataAccessed = defineEvent('DataAccessed', {
  service: 'access', version: 1, zh: '访问个人信息', en: 'Personal data accessed',
  data: z.strictObject({
    what: z.enum(['open', 'disclose', 'run', 'search', 'export', 'print']),
    reason: z.string().min(1).max(200),
    scope: z.string().optional(),
    items: z.array(z.strictObject({
      kid: z.string().min(1), compartment: compartments.schema, caseid: dossierId.optional(), log: logName.optional(), position: z.int().min(1).optional(),
      path: z.string(), outcome: z.enum(['opened', 'denied', 'erased', 'failed']),
    })),
  }),
});

/**
 * The first event of an access log that goes on in place of one which lost what nobody has (formats §7): what is left of the
 * old log, the largest checkpoint it published, and why what is missing was given up.
 */
export const logSucceeded = defineEvent('LogSucceeded', {
  service: 'access', version: 1, zh: '另起接续日志', en: 'Log succeeded',
  data: z.strictObject({
    succeeds: z.strictObject({ log: logName, size: z.int().min(0), root: z.string().length(44) }),
    published: z.strictObject({ size: z.int().min(1), text: z.string().min(1) }).optional(),
    reason: z.string().min(1).max(500),
  }),
});
