import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { ok, refused, type Envelope, type Result } from '@lianxin/kernel';
import { envelopeSchema } from './schema.js';

let compiled: ValidateFunction | undefined;
/** Compiled when first asked for: a server that starts checks none. */
const validator = (): ValidateFunction => (compiled ??= new Ajv2020({ strict: true, strictTuples: false }).compile(envelopeSchema));

/** A real moment: 2026-02-31 has the right form and is none. */
const isMoment = (text: string): boolean => { const ms = Date.parse(text); return !Number.isNaN(ms) && new Date(ms).toISOString() === text; };

const bad = (path: string) => refused('event-log/malformed', { path });

/**
 * Is this a stored envelope of ours? Form first (our JSON Schema), then what no schema says: attributes that repeat each
 * other agree, times are real and `time` is not after `recordedat`. The path names the first attribute that is wrong.
 */
export function checkEnvelope(envelope: unknown): Result<Envelope> {
  const validate = validator();
  if (!validate(envelope)) {
    const [first] = validate.errors ?? [];
    const { missingProperty, additionalProperty } = (first?.params ?? {}) as { missingProperty?: string; additionalProperty?: string };
    const member = missingProperty ?? additionalProperty;
    return bad(`${first?.instancePath ?? ''}${member === undefined ? '' : `/${member}`}`);
  }
  const e = envelope as unknown as Envelope;
  if (!isMoment(e.time)) return bad('/time');
  if (!isMoment(e.recordedat)) return bad('/recordedat');
  if (e.time > e.recordedat) return bad('/time');
  if (e.subject !== e.stream) return bad('/subject');
  if (!e.source.endsWith(`/${e.log}`)) return bad('/source');
  if (e.log.split('.')[1]!.slice(0, 6) !== e.district) return bad('/district');
  if (e.stream.split('-')[1] !== e.district) return bad('/stream');
  return ok(e);
}
