import { z } from 'zod';
import { isUuid, parseStream } from '@lianxin/kernel';
import { rule } from './refusals/rule.js';
import { districts, type District } from './code-lists/districts.js';

const isUtc = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

/** A stored moment: UTC, milliseconds, `Z`, 24 characters. */
export const storedTime = z.string().refine(isUtc, { error: 'must be UTC with milliseconds and Z' });

/** A moment as people and other systems give it: ISO 8601 with an offset. Stored as UTC. */
export const givenTime = z.iso.datetime({ offset: true })
  .refine((text) => { const ms = Date.parse(text); return ms > Date.UTC(1949, 9, 1) && ms < Date.UTC(2200, 0, 1); }, rule('input/out-of-range'));

export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** Id of a dossier = `caseid` of every event that concerns the case. */
export const dossierId = uuid.meta({ id: 'DossierId', description: '卷宗编号（系统内部）· id of a dossier, which is the case', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ab'] });
export const subjectId = uuid.meta({ id: 'SubjectId', description: '信访人编号（系统内部）· id of a subject', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ac'] });
export const matterId = uuid.meta({ id: 'MatterId', description: '信访事项编号（系统内部）· id of a matter', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ad'] });

export const district = z.enum(districts.codes as [District, ...District[]]).meta({ id: 'DistrictCode', description: '行政区划代码（GB/T 2260）· district code', examples: ['440106'] });

/** Case number, `district-year-six digits`. */
export const caseNumber = z.string().regex(/^\d{6}-\d{4}-\d{6}$/).meta({ id: 'CaseNumber', description: '卷宗号 · case number', examples: ['440106-2026-000123'] });
/** Registration number of a matter: as the case number, with XF before it, so that the two cannot be mixed up on the phone. */
export const registrationNumber = z.string().regex(/^XF\d{6}-\d{4}-\d{6}$/).meta({ id: 'RegistrationNumber', description: '信访事项登记号 · registration number', examples: ['XF440106-2026-000123'] });

/** Name of a stream of one aggregate. */
export const streamOf = (aggregate: string) => z.string().refine((name) => { const s = parseStream(name); return s?.aggregate === aggregate && isUuid(s.id); }, { error: `must be a ${aggregate} stream` });

/** By which calendar working days were counted: weekends alone, or a version of the State Council's arrangement. */
export const calendarVersion = z.string().max(200).regex(/^(weekends-only|[a-z][a-z-]*-[0-9.]+(\+\d{4})*)$/);

export const logName = z.string().regex(/^[a-z]+(-access)?\.\d{6}(-\d+)?$/);
/** Lower-case hexadecimal SHA-256. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
