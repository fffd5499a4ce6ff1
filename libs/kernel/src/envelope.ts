import { parseStream } from './ids.js';
import type { EventMeta } from './event.js';

/**
 * The stored event: a CloudEvents 1.0 JSON document in structured mode. All attributes are strings, absent ones are
 * left out. `version`, `position`, `recordedat` come last: they are spliced in inside the append's transaction.
 */
export interface Envelope {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly log: string;
  readonly stream: string;
  readonly caseid?: string;
  readonly district: string;
  readonly actorid: string;
  readonly actorrole: string;
  readonly actororg?: string;
  readonly onbehalfof?: string;
  readonly commandid?: string;
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly processingbasis?: string;
  readonly timeprecision?: string;
  readonly data: unknown;
  readonly version: string;
  readonly position: string;
  readonly recordedat: string;
}

/** Everything of an envelope that is known before the append. */
export type EnvelopeHead = Omit<Envelope, 'version' | 'position' | 'recordedat'>;

/** An event may not be larger than this many bytes of stored UTF-8 JSON. */
export const MAX_EVENT_BYTES = 256 * 1024;

// A lone surrogate cannot be written as UTF-8: hashing would not be of what was meant.
const isWellFormed = (text: string): boolean => (text as string & { isWellFormed(): boolean }).isWellFormed();

/** The stored text up to, not including, the tail. Throws on lone surrogates and on empty attributes: both are faults of the caller. */
export function headText(head: EnvelopeHead): string {
  for (const name in head) {
    const value = head[name as keyof EnvelopeHead];
    if (name !== 'data' && value !== undefined && (typeof value !== 'string' || value === '')) throw new Error(`envelope attribute ${name} must be a non-empty string`);
  }
  const text = JSON.stringify(head);
  // JSON.stringify writes a lone surrogate as \udxxx, so it shows in the text only as an escape.
  if (text.includes('\\ud') && !wellFormedDeep(head)) throw new Error('lone surrogate in event text');
  return text.slice(0, -1);
}

function wellFormedDeep(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  if (value !== null && typeof value === 'object') return Object.entries(value).every(([k, v]) => isWellFormed(k) && wellFormedDeep(v));
  return true;
}

/** The complete stored text. */
export const bodyText = (head: string, version: number, position: number, recordedat: string): string =>
  `${head},"version":"${version}","position":"${position}","recordedat":"${recordedat}"}`;

export const parseEnvelope = (body: string): Envelope => JSON.parse(body) as Envelope;

/** The event's meta data with numbers and times made usable. */
export function metaOf(e: Envelope): EventMeta {
  return {
    id: e.id, log: e.log, position: Number(e.position), stream: e.stream, version: Number(e.version), district: e.district,
    time: Date.parse(e.time), recordedat: Date.parse(e.recordedat), actorid: e.actorid, actorrole: e.actorrole,
    ...(e.caseid === undefined ? {} : { caseid: e.caseid }), ...(e.actororg === undefined ? {} : { actororg: e.actororg }),
  };
}

const LOG = /^([a-z]+(?:-access)?)\.(\d{6})(?:-(\d+))?$/;
/** Takes a log name apart: `<service>.<district>`, `<service>-access.<district>`, and `…-2` for a log begun anew after a loss. */
export function parseLog(log: string): { service: string; access: boolean; district: string; generation: number } | undefined {
  const m = LOG.exec(log);
  if (!m) return undefined;
  const access = m[1]!.endsWith('-access');
  return { service: access ? m[1]!.slice(0, -7) : m[1]!, access, district: m[2]!, generation: Number(m[3] ?? 1) };
}

export const districtOfStream = (stream: string): string | undefined => parseStream(stream)?.district;
