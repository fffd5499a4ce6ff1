import { mayDo, type Action as ActionName } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { currentContext, orRefuse } from '@lianxin/nest';
import type { Answer, CommandHandler } from '@lianxin/runtime';
import type { Archive } from '../archive.js';
import { findCase, type FoundCase } from '../queries/find-case.query.js';

/** The case, for who may see it and do this in its district; shut to who declared a conflict of interest. */
export async function visible(archive: Archive, caseid: string, actor: Actor, action: ActionName = 'archive.case.read'): Promise<FoundCase> {
  const found = orRefuse(await findCase(archive, caseid, actor));
  orRefuse(mayDo(action, actor, { district: found.doc.district }));
  return found;
}

/** Gives a command on a case's file. The guard knows only what the address says; here the district that has the case is asked. The file lies where the case was opened. */
export async function give<B extends { readonly dossier: string; readonly district: string }>(
  archive: Archive, handler: CommandHandler<B>, dossier: string, body: Omit<B, 'dossier' | 'district'>, actor: Actor, commandid?: string,
): Promise<Answer> {
  const { doc } = await visible(archive, dossier, actor, handler.action as ActionName);
  const traceparent = currentContext()?.traceparent;
  return orRefuse(await archive.engine.pipeline.execute(handler, { ...body, dossier, district: doc.home } as unknown as B, {
    actor, ...(commandid === undefined ? {} : { commandid }), ...(traceparent === undefined ? {} : { traceparent }),
  }));
}
