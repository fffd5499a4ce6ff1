import type { Finding } from '../findings/finding.js';
import { openWithValueKey } from '../seal/cipher.js';
import { fullBind, isCanonicalBind, isCarried, isSealed, type Carrier } from '../seal/format.js';
import type { OpenedLine } from './bundle-lines.js';
import type { BundleEvent } from './bundle-event.js';
import { bundleFinding } from './words.js';

/** A disclosed value that opened. */
export interface Disclosed { readonly log: string; readonly position: number; readonly path: string; readonly value: unknown }

/** What a JSON pointer (RFC 6901) points at; undefined when nothing is there. */
function at(data: unknown, pointer: string): unknown {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined;
  let value = data;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A slot names the event (as its type does, in lower case) and the place in its data: two events of one command may have equal paths. */
function isPlacedAt(slot: string, type: string, path: string): boolean {
  const event = slot.slice(0, slot.length - path.length);
  return slot === path || (slot.endsWith(path) && event.toLowerCase() === type.split('.')[2]);
}

/** Opens the values that the bundle shows. A value that stands elsewhere than where it was sealed does not open. */
export function checkOpened(lines: readonly OpenedLine[], events: readonly BundleEvent[]): { readonly values: readonly Disclosed[]; readonly findings: readonly Finding[] } {
  const values: Disclosed[] = [];
  const findings: Finding[] = [];
  for (const { log, position, path, valueKey } of lines) {
    const place = { log, position, path };
    const event = events.find((e) => e.log === log && e.position === position);
    if (!event) { findings.push(bundleFinding('opened/no-event', place)); continue; }
    const sealed = at(event.envelope.data, path);
    if (!isSealed(sealed)) { findings.push(bundleFinding('opened/no-value', place)); continue; }
    const { commandid, caseid } = event.envelope;
    const carrier: Carrier = { log, ...(commandid === undefined ? {} : { commandid }), ...(caseid === undefined ? {} : { caseid }) };
    const carried = isCarried(sealed.bind);
    if (carried ? !isCanonicalBind(sealed.bind, carrier) : !isPlacedAt(sealed.bind.slot, event.envelope.type, path)) { findings.push(bundleFinding('opened/misplaced', place)); continue; }
    const opened = openWithValueKey(sealed, carrier, Buffer.from(valueKey, 'base64url'));
    if ('fault' in opened) { findings.push(bundleFinding(opened.fault === 'seal/not-of-this-place' ? 'opened/misplaced' : 'opened/fails', { ...place, why: opened.fault })); continue; }
    const origin = fullBind(sealed.bind, carrier);
    if (carried) findings.push(bundleFinding('opened/carried', { ...place, from: `${origin.log} ${origin.commandid} ${origin.slot}` }));
    values.push({ log, position, path, value: opened.value });
  }
  return { values, findings };
}
