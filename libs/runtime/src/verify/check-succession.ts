import { parseEnvelope, parseLog } from '@lianxin/kernel';
import { verifyCheckpoint, type Finding, type TrustedKeys } from '@lianxin/trust';
import { LOG_SUCCEEDED, successorOf, type LogSucceeded } from '../checkpoints/succession.js';
import type { MirroredLog } from './check-mirror.js';
import type { LogFacts, StoreFacts } from './store-facts.js';
import { say } from './words.js';

/** A log that another one goes on for, as the successor's first event says. */
export interface Succession {
  readonly log: string;
  readonly successor: string;
  /** What that event says; absent when it says nothing of the kind. */
  readonly said?: LogSucceeded;
  readonly by: string;
  readonly at: string;
}

const predecessorOf = (log: string): string | undefined => {
  const generation = parseLog(log)?.generation ?? 1;
  const base = log.replace(/-\d+$/, '');
  return generation === 1 ? undefined : generation === 2 ? base : `${base}-${generation - 1}`;
};

/** The successors in a store, by the log they go on for. */
export function readSuccessions(store: StoreFacts): ReadonlyMap<string, Succession> {
  return new Map(store.logs.flatMap(({ log: successor, last }): [string, Succession][] => {
    const log = predecessorOf(successor);
    if (log === undefined || last === 0) return [];
    const body = store.store.all<[string]>('SELECT body FROM event WHERE log = ? AND position = 1', [successor])[0]?.[0];
    try {
      const { type, data, actorid, time } = parseEnvelope(body ?? '');
      const said = data as LogSucceeded;
      return [[log, { log, successor, by: actorid, at: time, ...(type === LOG_SUCCEEDED && said.succeeds.log === log ? { said } : {}) }]];
    } catch { return [[log, { log, successor, by: '', at: '' }]]; } // an unreadable first event is told of by the scan
  }));
}

/** Sizes at which the old log's root must be known. */
export const succeededSizes = (successions: ReadonlyMap<string, Succession>, { log }: LogFacts): readonly number[] => {
  const size = successions.get(log)?.said?.succeeds.size;
  return size === undefined ? [] : [size];
};

/**
 * Links an old log with the one that goes on in its place: the old one must be what it was when a person gave its rest up,
 * and its last checkpoint must be the one named. Answers up to which size events are given up: their absence is a loss
 * that was stated and signed, no longer a fault of its own.
 */
export function checkSuccession(own: MirroredLog, succession: Succession, keys: TrustedKeys): { readonly findings: readonly Finding[]; readonly givenUp: number } {
  const { log, successor, said, by, at } = succession;
  if (!said) return { findings: [say('succession/unnamed', { log: successor, name: log })], givenUp: 0 };
  const { succeeds, published } = said;
  const rows = own.facts.last;
  const root = rows === 0 ? undefined : own.scan.rootAt(succeeds.size);
  if (rows !== succeeds.size || (root && root.toString('base64') !== succeeds.root)) return { findings: [say('succession/altered', { log, name: successor, size: succeeds.size, rows })], givenUp: 0 };
  if (published) {
    const c = verifyCheckpoint(published.text, keys, { where: successor });
    const why = !c.ok ? `${c.refusal.zh} ${c.refusal.en}` : c.value.log !== log || c.value.size !== published.size ? `${c.value.log}@${c.value.size}` : undefined;
    if (why !== undefined) return { findings: [say('succession/checkpoint', { log: successor, name: log, why })], givenUp: 0 };
  }
  const givenUp = published?.size ?? 0;
  return { findings: [say('succession/holds', { log, name: successor, rows, size: Math.max(givenUp, rows), count: Math.max(0, givenUp - rows), by, at })], givenUp };
}

/** No successor begins by itself: the log it goes on for must be there. */
export const orphans = (all: readonly MirroredLog[]): readonly Finding[] => all.flatMap(({ facts: { log } }) => {
  const before = predecessorOf(log);
  return before !== undefined && !all.some((l) => l.facts.log === before && successorOf(before) === log) ? [say('succession/unnamed', { log, name: before })] : [];
});
