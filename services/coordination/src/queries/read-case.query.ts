import { emergencyCard, nextInCoordination, nothingCoordinated, type CoordinationSeen, type NextAction } from '@lianxin/contracts';
import { ok, parseStream, type Actor, type Result } from '@lianxin/kernel';
import { readOpened, type CaseFacts, type ReadEvent } from '@lianxin/runtime';
import type { ReadParts } from './read-parts.js';
import { readable, streamOf } from './read-parts.js';

export interface CasePage {
  readonly id: string;
  readonly number: string;
  readonly seen: CoordinationSeen;
  /** Deliveries, sessions, plans, commitments, files of groups, referrals: by kind of stream. */
  readonly entries: Readonly<Record<string, readonly ReadEvent[]>>;
  readonly next: readonly NextAction[];
  /** On every page of a case: whom to call when someone is in danger. */
  readonly emergency: typeof emergencyCard;
}

const next = (seen: CoordinationSeen, actor: Actor, { district, closed, conflicted }: CaseFacts): readonly NextAction[] => nextInCoordination(seen, actor, { district, closed, conflicted });

/** What the actor may do next in coordination about a case. */
export async function nextActions({ cases, casework }: Pick<ReadParts, 'cases' | 'casework'>, caseid: string, actor: Actor): Promise<Result<readonly NextAction[]>> {
  const found = await readable(cases, caseid, actor, 'coordination.case.read');
  return found.ok ? ok(next((await casework.get(caseid))?.seen ?? nothingCoordinated, actor, found.value)) : found;
}

/** All services of a case, opened as far as the reader may, under one access record. */
export async function readCase({ engine, cases, casework }: Pick<ReadParts, 'engine' | 'cases' | 'casework'>, caseid: string, actor: Actor): Promise<Result<CasePage>> {
  const found = await readable(cases, caseid, actor, 'coordination.case.read');
  if (!found.ok) return found;
  const doc = await casework.get(caseid);
  const { district, number } = found.value;
  const stored = await Promise.all((doc?.streams ?? []).map((stream) => streamOf(engine, parseStream(stream)?.district ?? district, stream)));
  const entries: Record<string, ReadEvent[]> = {};
  for (const event of await readOpened(engine.opening, stored.flat(), actor, 'coordination.case.read')) (entries[parseStream(event.stream)!.aggregate] ??= []).push(event);
  const seen = doc?.seen ?? nothingCoordinated;
  return ok({ id: caseid, number, seen, entries, emergency: emergencyCard, next: next(seen, actor, found.value) });
}
