import { retentionSignList, words, type RetentionClass, type RetentionSign } from '@lianxin/contracts';
import { utc } from '@lianxin/kernel';
import { filedEvents } from '../case-file/file-reading.js';
import { keptUntil, retentionFloor, retentionSigns } from '../case-file/retention.js';
import { askClosing, checkStates } from '../closing/closing-checks.js';
import { completeness, type Completeness } from '../completeness/completeness.js';
import { followUpsDue, type FollowUpDue } from '../follow-up/schedule.js';
import type { Archive } from '../archive.js';
import type { FoundCase } from './find-case.query.js';

export interface FileState {
  readonly completeness: Completeness;
  /** What closing asks of other services, while the case is open. Crisis is asked in the moment of closing. */
  readonly closing: readonly { readonly check: string; readonly service: string; readonly met: boolean; readonly code?: string; readonly zh?: string; readonly en?: string; readonly rule?: string }[];
  readonly retention: {
    readonly assigned?: RetentionClass;
    /** The shortest class the case may have, and why. */
    readonly least: RetentionClass;
    readonly because: readonly { readonly sign: RetentionSign; readonly zh: string; readonly en: string }[];
    /** UTC; absent for an open or permanent file. */
    readonly keptUntil?: string;
  };
  /** Compartments that may only be stored, or `all` (PIPL art. 47). */
  readonly restricted: readonly string[];
  readonly followUps: readonly FollowUpDue[];
}

/** The state of a case's file: what is missing, what closing asks for, how long it is kept, what may only be stored. */
export async function fileState(archive: Archive, { id, doc: known }: FoundCase): Promise<FileState> {
  await archive.mirror.catchUp();
  await archive.viewsCaughtUp();
  const doc = await archive.cases.get(id) ?? known; // as it is now that the views have caught up
  const events = await filedEvents(archive, id);
  const now = archive.clock.now();
  const signs = retentionSigns(events);
  const until = doc.retention === undefined || doc.closedAt === undefined ? undefined : keptUntil(doc.retention, Date.parse(doc.closedAt));
  const checks = doc.state === 'open' ? checkStates(await askClosing(archive.closing, id, events)) : [];
  return {
    completeness: completeness(events, now),
    closing: checks.map(({ check, service, met, refusal }) => {
      const told = refusal && words(refusal);
      return { check, service, met, ...(told ? { code: refusal.code, zh: told.detail, en: told.en.detail, ...(told.rule === undefined ? {} : { rule: told.rule }) } : {}) };
    }),
    retention: {
      ...(doc.retention === undefined ? {} : { assigned: doc.retention }), least: retentionFloor(signs), because: signs.map((sign) => { const { zh, en } = retentionSignList.find(sign)!; return { sign, zh, en }; }),
      ...(until === undefined || !Number.isFinite(until) ? {} : { keptUntil: utc(until) }),
    },
    restricted: archive.restricted({ subject: doc.subject, caseid: id }),
    followUps: doc.closedAt === undefined || !doc.followUp ? [] : followUpsDue(Date.parse(doc.closedAt), doc.followedUp, now),
  };
}
