import { mayDo, mayOpen, nextOnGroup, type NextAction } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import type { OpenPolicy } from '@lianxin/trust';
import { onCase, readOpened, type ReadEvent } from '@lianxin/runtime';
import { groupFileStream, groupStream } from '../streams.js';
import type { GroupDoc } from '../views/groups.view.js';
import { streamOf, type ReadParts } from './read-parts.js';

export interface GroupPage {
  readonly id: string;
  readonly summary: GroupDoc;
  /** The roster; a case that the reader may not know of shows its member's id alone. */
  readonly roster: readonly { readonly member: string; readonly dossier?: string; readonly caseNumber?: string }[];
  readonly entries: readonly ReadEvent[];
  readonly next: readonly NextAction[];
}

/** A group with its plan, sessions and roster. Plans and notes belong to no case: they open for staff of the group's district. */
export async function readGroup({ engine, cases, groups }: Pick<ReadParts, 'engine' | 'cases' | 'groups'>, id: string, actor: Actor): Promise<Result<GroupPage>> {
  const doc = await groups.get(id);
  if (!doc || !mayDo('coordination.group.read', actor, { district: doc.district }).ok) return refused('group/not-planned');
  const { district } = doc;
  const roster = await Promise.all(doc.members.map(async (member) => {
    const [first] = await streamOf(engine, district, groupFileStream(district, member));
    const found = first?.caseid === undefined ? undefined : await onCase(cases, first.caseid, actor);
    return found?.ok ? { member, dossier: found.value.caseid, caseNumber: found.value.number } : { member };
  }));
  const ofDistrict: OpenPolicy = ({ context, compartment, caseid }) => {
    const may = caseid === undefined ? mayOpen(compartment, context.actor, { district }) : refused('access/compartment');
    return may.ok ? undefined : may.refusal;
  };
  const entries = await readOpened(engine.openingUnder(ofDistrict), await streamOf(engine, district, groupStream(district, id)), actor, 'coordination.group.read');
  const { phase, members, capacity } = doc;
  return ok({ id, summary: doc, roster, entries, next: nextOnGroup({ id, phase, members, capacity }, actor, district) });
}
