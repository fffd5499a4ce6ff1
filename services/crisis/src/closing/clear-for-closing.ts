import { mayDo } from '@lianxin/contracts';
import { ok, parseEnvelope, type Actor, type Result } from '@lianxin/kernel';
import type { CommandHandler, ServiceEngine } from '@lianxin/runtime';
import type { ClearForClosing } from '../safety/safety.commands.js';
import { safetyStream } from '../streams.js';

export interface ClearingParts { readonly engine: ServiceEngine; readonly commands: { readonly clearForClosing: CommandHandler<ClearForClosing> } }

/** Where a clearance stands: event of the crisis log, with its leaf (standard base64). */
export interface GivenClearance { readonly log: string; readonly position: number; readonly leaf: string }

/**
 * Asks whether a case may be closed. `ref` names the closing; asked again with it, the same clearance is given while it
 * stands. Refused with an open ORANGE or RED, or an unfinished crisis episode. A danger that is raised after the answer
 * revokes the clearance: `ClearanceRevoked` follows in the log, and whoever closes has to act on it.
 */
export async function clearForClosing({ engine, commands }: ClearingParts, { dossier, district, ref }: ClearForClosing, actor: Actor): Promise<Result<GivenClearance>> {
  const may = mayDo('crisis.closing.clear', actor, { district });
  if (!may.ok) return may;
  const answer = await engine.pipeline.execute(commands.clearForClosing, { dossier, district, ref }, { actor, correlationid: ref });
  if (!answer.ok) return answer;
  const { log, types } = engine.parts;
  const stored = await log.readStream(`crisis.${district}`, safetyStream(district, dossier), { limit: 100_000 });
  const given = stored.findLast((e) => e.type === types.typeOf('ClearedForClosing') && (parseEnvelope(e.body).data as { readonly ref: string }).ref === ref);
  if (!given) throw new Error('a clearance was given and does not stand in its stream');
  return ok({ log: given.log, position: given.position, leaf: Buffer.from(given.leaf).toString('base64') });
}
