import { mayDo, type District } from '@lianxin/contracts';
import { districtOfStream, refused, type Actor, type Result } from '@lianxin/kernel';
import type { Answer, Given, ServiceEngine, ViewReader } from '@lianxin/runtime';
import { dossierStream } from '../streams.js';
import type { DossierDoc } from '../views/dossiers.view.js';
import type { MoveCommands } from './move.commands.js';

export interface TakeOverParts {
  readonly engine: ServiceEngine;
  readonly commands: Pick<MoveCommands, 'acceptHandOver' | 'takeOverCase'>;
  readonly dossiers: ViewReader<DossierDoc>;
}

/**
 * Takes a case over into the actor's own district: accepts it where it is, then goes on with it here. Repeated, it
 * finishes what was begun. A case that is not offered to this district is not there.
 */
export async function takeOver({ engine, commands, dossiers }: TakeOverParts, caseid: string, actor: Actor, given: Omit<Given, 'actor'> = {}): Promise<Result<Answer>> {
  const may = mayDo('intake.case.take-over', actor, { district: actor.district });
  if (!may.ok) return may;
  const doc = await dossiers.get(caseid);
  const here = doc?.district === actor.district;
  if (!doc || (!here && doc.offeredTo !== actor.district)) return refused('view/not-found');
  if (doc.recused.includes(actor.id)) return refused('dossier/conflicted');
  const before = here ? districtOfStream(doc.parts.at(-2) ?? '') : doc.district;
  if (before === undefined) return refused('dossier/already-open');
  const body = { dossier: caseid, from: before as District, to: actor.district as District };
  const accepted = await engine.pipeline.execute(commands.acceptHandOver, body, { ...given, actor });
  if (!accepted.ok) return accepted;
  const taken = await engine.pipeline.execute(commands.takeOverCase, body, { ...given, actor });
  if (!taken.ok || taken.value.at.length > 0) return taken;
  // Whoever makes up for interrupted take-overs was quicker: the case is here all the same.
  const stream = dossierStream(actor.district, caseid);
  const stored = await engine.parts.log.readStream(`${engine.parts.service}.${actor.district}`, stream, { limit: 100_000 });
  return { ok: true, value: { ...taken.value, id: caseid, number: doc.number, at: [`${stream}@${stored.at(-1)!.version}`] } };
}
