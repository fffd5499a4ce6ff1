import { events } from '@lianxin/contracts';
import { parseEnvelope, type Actor } from '@lianxin/kernel';
import { sealedInEvent } from '@lianxin/runtime';
import type { MatterParts } from './matter-parts.js';

/**
 * Is none of these units accused? The sealed names are opened for this rule alone and leave as one yes or no (formats §4,
 * Regulations art. 30). What cannot be opened any more proves nothing: then no.
 */
export async function noneAccused({ engine }: Pick<MatterParts, 'engine'>, stream: string, district: string, caseid: string, units: readonly string[], actor: Actor): Promise<boolean> {
  const stored = await engine.parts.log.readStream(`${engine.parts.service}.${district}`, stream);
  const sealed = stored.flatMap(({ type, body }) => {
    if (events.nameOf(type) !== 'AccusedUnitsNamed') return [];
    const envelope = parseEnvelope(body);
    return sealedInEvent(envelope, 'AccusedUnitsNamed');
  });
  if (sealed.length === 0) return false;
  const opening = engine.openingUnder(({ compartment, caseid: of }) => (compartment === 'accusation' && of === caseid ? undefined : { code: 'access/compartment' }));
  const opened = await opening.openAll(sealed, { actor, basis: 'rule', reason: 'coordination.matter.accused-unit' });
  return opened.every((o) => 'value' in o && Array.isArray(o.value) && !units.some((unit) => (o.value as unknown[]).includes(unit)));
}
