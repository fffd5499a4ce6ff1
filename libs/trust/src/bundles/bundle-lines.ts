import { ok } from '@lianxin/kernel';
import type { Trusted } from '../findings/finding.js';
import { bundleFault } from './words.js';

/** The bundle's text form, `lianxin-bundle/1`: JSON lines, see docs/bundle-format.md. */
export const BUNDLE_FORMAT = 'lianxin-bundle/1';

export interface HeaderLine {
  readonly kind: 'bundle';
  readonly format: typeof BUNDLE_FORMAT;
  readonly case: string;
  readonly installation: string;
  /** UTC, 24 characters. */
  readonly made: string;
  /** The newest seal event; absent for a case that is not sealed. */
  readonly seal?: { readonly log: string; readonly position: number };
  readonly statement: { readonly zh: string; readonly en: string };
  /** For comparing by telephone or letter; a verifier never takes its trust from here. */
  readonly vkeys: readonly string[];
}

export interface CheckpointLine {
  readonly kind: 'checkpoint';
  readonly log: string;
  readonly text: string;
  /** Consistency from the size the seal states for this log. */
  readonly from?: { readonly size: number; readonly proof: readonly string[] };
}

export interface EventLine {
  readonly kind: 'event';
  readonly log: string;
  readonly position: number;
  /** The stored bytes, as they are. */
  readonly body: string;
  /** C2SP tlog-proof v1. */
  readonly proof: string;
}

/** The seal's list, when the seal event holds only its digest. */
export interface SealLine { readonly kind: 'seal'; readonly text: string }

/** One sealed value shown to whoever holds the bundle: `path` is a JSON pointer in the event's data, `valueKey` base64url. */
export interface OpenedLine { readonly kind: 'opened'; readonly log: string; readonly position: number; readonly path: string; readonly valueKey: string }

/** Last line: the number of lines with this one, so that a file cut off is noticed. */
export interface EndLine { readonly kind: 'end'; readonly lines: number }

export type BundleLine = HeaderLine | CheckpointLine | EventLine | SealLine | OpenedLine | EndLine;

export interface BundleContent {
  readonly header: HeaderLine;
  readonly checkpoints: readonly CheckpointLine[];
  readonly events: readonly EventLine[];
  readonly seal?: SealLine;
  readonly opened: readonly OpenedLine[];
}

type Check = (x: unknown) => boolean;
const text: Check = (x) => typeof x === 'string' && x !== '';
const pointer: Check = (x) => typeof x === 'string';
const position: Check = (x) => Number.isSafeInteger(x) && (x as number) >= 1;
const texts: Check = (x) => Array.isArray(x) && x.every(text);
const shape = (members: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check => (x) =>
  typeof x === 'object' && x !== null && !Array.isArray(x)
  && Object.entries(members).every(([name, check]) => Object.hasOwn(x, name) && check((x as Record<string, unknown>)[name]))
  && Object.entries(x).every(([name, value]) => Object.hasOwn(members, name) || (Object.hasOwn(optional, name) && optional[name]!(value)));

const kind = (name: string): Check => (x) => x === name;
const forms: Readonly<Record<BundleLine['kind'], Check>> = {
  bundle: shape(
    { kind: kind('bundle'), format: kind(BUNDLE_FORMAT), case: text, installation: text, made: text, statement: shape({ zh: text, en: text }), vkeys: texts },
    { seal: shape({ log: text, position }) },
  ),
  checkpoint: shape({ kind: kind('checkpoint'), log: text, text }, { from: shape({ size: (x) => Number.isSafeInteger(x), proof: texts }) }),
  event: shape({ kind: kind('event'), log: text, position, body: text, proof: text }),
  seal: shape({ kind: kind('seal'), text }),
  opened: shape({ kind: kind('opened'), log: text, position, path: pointer, valueKey: text }),
  end: shape({ kind: kind('end'), lines: position }),
};

function parseLine(line: string): BundleLine | undefined {
  let value: unknown;
  try { value = JSON.parse(line); } catch { return undefined; }
  if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string' || !Object.hasOwn(forms, value.kind)) return undefined;
  // One spelling only: a doubled member would let two readers see two different bundles.
  return forms[value.kind as BundleLine['kind']](value) && JSON.stringify(value) === line ? value as BundleLine : undefined;
}

/** Takes a bundle apart: form only, nothing is believed yet. */
export function parseBundle(bundle: string): Trusted<BundleContent> {
  if (!bundle.startsWith('{"kind":"bundle",')) return bundleFault('bundle/not-a-bundle');
  if (!bundle.endsWith('\n')) return bundleFault('bundle/cut-off');
  const lines = bundle.slice(0, -1).split('\n');
  const parsed: BundleLine[] = [];
  for (const [i, line] of lines.entries()) {
    const one = parseLine(line);
    const last = i === lines.length - 1;
    if (!one || (one.kind === 'bundle') !== (i === 0)) return bundleFault('bundle/bad-line', { line: i + 1 });
    if ((one.kind === 'end') !== last || (one.kind === 'end' && one.lines !== lines.length)) return bundleFault('bundle/cut-off');
    parsed.push(one);
  }
  const of = <K extends BundleLine['kind']>(k: K) => parsed.filter((l): l is Extract<BundleLine, { kind: K }> => l.kind === k);
  const [header] = of('bundle');
  const [seal, secondSeal] = of('seal');
  if (!header) return bundleFault('bundle/not-a-bundle');
  if (secondSeal) return bundleFault('bundle/bad-line', { line: parsed.indexOf(secondSeal) + 1 });
  return ok({ header, checkpoints: of('checkpoint'), events: of('event'), ...(seal ? { seal } : {}), opened: of('opened') });
}

/** Writes a bundle; adds the last line. */
export function formatBundle(content: BundleContent): string {
  const lines: BundleLine[] = [content.header, ...content.checkpoints, ...content.events, ...(content.seal ? [content.seal] : []), ...content.opened];
  return [...lines, { kind: 'end', lines: lines.length + 1 } satisfies EndLine].map((l) => `${JSON.stringify(l)}\n`).join('');
}
