import { parseLog, type Result, refused, ok } from '@lianxin/kernel';
import type { CaseSeal } from '@lianxin/contracts';
import { isSealType, makeSeal, sealMember } from '@lianxin/trust';
import { readCase, type CaseReading } from '../case-file/read-case.js';

export interface Sealing extends CaseReading {
  /** Waits until the views hold what the mirror holds now. */
  readonly viewsCaughtUp: () => Promise<void>;
}

export interface ComputedSeal {
  readonly data: CaseSeal;
  /** To be stored as a blob before the seal is recorded: the list is too long for an event. */
  readonly blobText?: string;
}

/** The archive's copy of each log as it stands now, access logs left out: their records belong to no case. */
export async function vectorOf(copy: CaseReading['copy']): Promise<{ log: string; size: number; root: Uint8Array }[]> {
  const logs = (await copy.logs()).filter((log) => !parseLog(log)?.access);
  const heads = await Promise.all(logs.map((log) => copy.head(log)));
  return heads.filter((h) => h.size > 0).map(({ log, size, root }) => ({ log, size, root }));
}

/**
 * Computes a case's seal from the mirror: the vector of all logs first, then every stream of the case up to it. What
 * arrives meanwhile lies beyond the vector and is covered by the next seal. Refused when a stream has a gap here.
 */
export async function computeSeal(sealing: Sealing, caseid: string, maxInline?: number): Promise<Result<ComputedSeal>> {
  const asOf = await vectorOf(sealing.copy);
  await sealing.viewsCaughtUp();
  const events = await readCase(sealing, caseid, new Map(asOf.map((at) => [at.log, at.size])));
  const seal = makeSeal(asOf, events);
  const versions = seal.streams.reduce((sum, s) => sum + s.version, 0);
  if (versions !== events.length) return refused('archive/mirror-behind');
  const { member, blobText } = sealMember(seal, maxInline);
  return ok({
    data: { asOf: [...seal.asOf], streamCount: seal.streams.length, eventCount: events.filter((e) => !isSealType(e.type)).length, ...member } as CaseSeal,
    ...(blobText === undefined ? {} : { blobText }),
  });
}
