import { parseEnvelope, type Envelope } from '@lianxin/kernel';

const TAIL = /,"version":"([1-9]\d{0,15})","position":"([1-9]\d{0,15})","recordedat":"([^"]{24})"\}$/;
const ATTRIBUTES = ['id', 'type', 'log', 'stream', 'actorid'] as const;

/** Takes a stored text apart; a string says why it is none. Used where bytes come from elsewhere (mirror, verifier). */
export function storedBody(body: string): { envelope: Envelope; position: number; version: number; recordedat: number } | string {
  if (!(body as string & { isWellFormed(): boolean }).isWellFormed()) return 'the text has a lone surrogate';
  const tail = TAIL.exec(body.length > 160 ? body.slice(-160) : body);
  if (!tail) return 'the text does not end in version, position and recordedat';
  let envelope: Envelope;
  try { envelope = parseEnvelope(body); } catch { return 'the text is not JSON'; }
  if (envelope === null || typeof envelope !== 'object') return 'the text is not a JSON object';
  for (const name of ATTRIBUTES) if (typeof envelope[name] !== 'string' || envelope[name] === '') return `${name} is missing`;
  for (const name of ['caseid', 'commandid'] as const) if (envelope[name] !== undefined && (typeof envelope[name] !== 'string' || envelope[name] === '')) return `${name} is not text`;
  const recordedat = Date.parse(tail[3]!);
  if (Number.isNaN(recordedat) || new Date(recordedat).toISOString() !== tail[3]) return 'recordedat is not a moment in UTC milliseconds';
  if (envelope.version !== tail[1] || envelope.position !== tail[2] || envelope.recordedat !== tail[3]) return 'an attribute stands twice';
  return { envelope, version: Number(tail[1]), position: Number(tail[2]), recordedat };
}
