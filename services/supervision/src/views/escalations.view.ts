import { parseStream, projection, utc } from '@lianxin/kernel';
import type { EscalationReason, LadderLevel, LadderProcess, LadderRung } from '@lianxin/contracts';
import type { EscalationEvent } from '../ladders/escalation.decider.js';
import type { LadderEvent } from '../ladders/ladder.decider.js';

/** An escalation as lists show it. The id is the escalation. */
export type EscalationDoc = {
  readonly district: string;
  /** '' when it concerns no case. */
  readonly caseid: string;
  readonly process: LadderProcess;
  readonly reason: EscalationReason;
  readonly cause: string;
  readonly levels: readonly LadderLevel[];
  readonly rung: number;
  /** Whose it is now. */
  readonly level: LadderLevel;
  readonly phase: 'open' | 'acknowledged' | 'resolved';
  /** The highest rung did not answer. */
  readonly unanswered: 0 | 1;
  /** Until when the rung answers. */
  readonly due: string;
  readonly raisedAt: string;
  /** '' while nobody did. */
  readonly acknowledgedBy: string;
};

export const escalations = projection<EscalationEvent, EscalationDoc>({
  name: 'escalations',
  version: 1,
  indexes: ['district', 'caseid', 'phase', 'level', 'process', 'due', 'raisedAt'],
  handlers: {
    EscalationRaised: (docs, { process, reason, cause, rungs, rung, level, due }, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, caseid: meta.caseid ?? '', process, reason, cause, levels: rungs.map((r) => r.level), rung, level, phase: 'open', unanswered: 0, due, raisedAt: utc(meta.recordedat), acknowledgedBy: '',
    }),
    EscalationClimbed: (docs, { rung, level, due }, { stream }) => change(docs, stream, { rung, level, due }),
    EscalationUnanswered: (docs, _, { stream }) => change(docs, stream, { unanswered: 1 }),
    EscalationAcknowledged: (docs, _, { stream, actorid }) => change(docs, stream, { phase: 'acknowledged', acknowledgedBy: actorid }),
    EscalationResolved: (docs, _, { stream }) => change(docs, stream, { phase: 'resolved' }),
  },
});
interface Docs { get(id: string): EscalationDoc | undefined; put(id: string, doc: EscalationDoc): void }
function change(docs: Docs, stream: string, by: Partial<EscalationDoc>): void {
  const { id } = parseStream(stream)!;
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, ...by });
}

/** A ladder that a district laid down. The id is `<district>/<process>`. */
export type LadderDoc = { readonly district: string; readonly process: LadderProcess; readonly edition: number; readonly rungs: readonly LadderRung[]; readonly definedBy: string; readonly definedAt: string };
export const ladders = projection<LadderEvent, LadderDoc>({
  name: 'ladders',
  version: 1,
  indexes: ['district', 'process'],
  handlers: {
    LadderDefined: (docs, { process, edition, rungs }, { district, actorid, recordedat }) => docs.put(`${district}/${process}`, { district, process, edition, rungs, definedBy: actorid, definedAt: utc(recordedat) }),
  },
});
