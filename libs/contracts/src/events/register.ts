import { z } from 'zod';
import { caseNumber, registrationNumber } from '../scalars.js';
import { defineEvent } from './define.js';

/** A number was given out; the numbers of a series run from 1 without gaps. */
export const numberDrawn = defineEvent('NumberDrawn', {
  service: 'intake', version: 1, zh: '取号', en: 'Number drawn',
  data: z.strictObject({ series: z.enum(['case', 'matter']), year: z.int().min(2000).max(9999), seq: z.int().min(1).max(999_999), number: z.union([caseNumber, registrationNumber]) }),
});

export const registerEvents = [numberDrawn] as const;
