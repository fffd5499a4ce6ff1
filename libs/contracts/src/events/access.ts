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
