import { mayDo } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import type { ViewReader } from '@lianxin/runtime';
import { within } from '../patience.js';
import type { Mirror } from '../mirror/mirror.js';
import type { Case } from '../views/cases.view.js';
import type { NumberOf } from '../views/numbers.view.js';

/** A read waits so long for a mirror and views that are behind, then shows what is there. */
export const READ_PATIENCE_MS = 2_000;

export interface FindCaseParts {
  readonly cases: ViewReader<Case>;
  readonly numbers: ViewReader<NumberOf>;
  readonly mirror: Pick<Mirror, 'catchUp'>;
  readonly viewsCaughtUp: () => Promise<void>;
}

export interface FoundCase { readonly id: string; readonly doc: Case }

/** What was registered a moment ago may still be on its way: looks once more after a pass of the mirror. */
async function twice<T>({ mirror, viewsCaughtUp }: FindCaseParts, look: () => Promise<T | undefined>): Promise<T | undefined> {
  const found = await look();
  if (found !== undefined) return found;
  await within(READ_PATIENCE_MS, mirror.catchUp().then(viewsCaughtUp));
  return look();
}

/** The case, if this actor may see it: one of another district is not there for him, one in which he is recused is shut (Regulations art. 28). */
export async function findCase(parts: FindCaseParts, id: string, actor: Actor): Promise<Result<FoundCase>> {
  const doc = await twice(parts, () => parts.cases.get(id));
  if (!doc || !mayDo('archive.case.read', actor, { district: doc.district }).ok) return refused('archive/no-such-case');
  return doc.recused.includes(actor.id) ? refused('dossier/conflicted') : ok({ id, doc });
}

/** By 卷宗号 or 登记号. */
export async function findCaseByNumber(parts: FindCaseParts, number: string, actor: Actor): Promise<Result<FoundCase>> {
  const known = await twice(parts, () => parts.numbers.get(number));
  return known ? findCase(parts, known.caseid, actor) : refused('archive/no-such-case');
}
