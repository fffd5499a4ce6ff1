import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { instruments, screeningForm, type Instrument } from '@lianxin/contracts';

const words = z.string().min(1).max(500);

/** The wording of one version of an instrument in one language. C-SSRS is loaded only with the written permission named. */
export const wordingPack = z.strictObject({
  instrument: instruments.schema,
  version: z.int().min(1),
  language: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  title: words,
  source: words,
  permission: z.strictObject({ by: words, reference: words, date: z.iso.date() }).optional(),
  lead: words,
  options: z.array(z.strictObject({ value: z.int().min(0).max(3), text: words })).min(2).max(4),
  items: z.array(z.strictObject({ item: z.string(), text: words })),
})
  .refine((p) => p.instrument !== 'CSSRS' || p.permission !== undefined, { error: 'the wording of C-SSRS needs the written permission', path: ['permission'] })
  .refine((p) => screeningForm(p.instrument, p.version).items.join() === p.items.map((i) => i.item).join(), { error: 'not the items of this version', path: ['items'] });
export type WordingPack = z.infer<typeof wordingPack>;

/** Packs that come with the program. */
const OWN = fileURLToPath(new URL('../../wording/', import.meta.url));

/**
 * Wording by instrument: that of the program, then `<folder>/*.json`, which may replace it. A pack that cannot be read is
 * reported and left out: items are then asked from the printed form, by their codes.
 */
export function loadWording(folder: string, onFault: (file: string, error: unknown) => void): ReadonlyMap<Instrument, WordingPack> {
  const packs = new Map<Instrument, WordingPack>();
  for (const dir of [OWN, folder]) {
    for (const file of existsSync(dir) ? readdirSync(dir).filter((f) => f.endsWith('.json')).sort() : []) {
      try {
        const pack = wordingPack.parse(JSON.parse(readFileSync(join(dir, file), 'utf8')));
        packs.set(pack.instrument, pack);
      } catch (error) { onFault(file, error); }
    }
  }
  return packs;
}
