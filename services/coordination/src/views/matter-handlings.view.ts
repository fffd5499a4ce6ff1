import { matterClockRules, matterHandlingEvents, type MatterPhase, type Purpose } from '@lianxin/contracts';
import { evolve, parseStream, projection, utc, type Docs, type Event, type EventMeta } from '@lianxin/kernel';
import { matterHandling } from '../matter-handling/matter-handling.decider.js';
import { concerned } from '../matter-handling/matter-at-hand.js';
import type { Matter, OpenMatter } from '../matter-handling/state.js';

/**
 * One matter on the statutory track as lists show it. The id is the matter, `unit` then ''; for each unit that has to do
 * with it now there is one row more, `<matter>/<unit>`: a unit finds its own rows and nothing else.
 */
export type MatterHandlingDoc = {
  readonly unit: string;
  readonly district: string;
  readonly caseid: string;
  readonly number: string;
  readonly purpose: Purpose;
  readonly phase: MatterPhase;
  readonly ended: string;
  readonly responsible: string;
  readonly route: string;
  /** Legal day on which the next duty is due; '9999-12-31' while none runs. */
  readonly nextDue: string;
  readonly nextClock: string;
  readonly overdue: 0 | 1;
  /** Oversight that waits for a decision. */
  readonly proposals: 0 | 1;
  readonly units: readonly string[];
  readonly state: OpenMatter;
  readonly lastAt: string;
};

const NO_DAY = '9999-12-31';
const isDuty = (rule: OpenMatter['clocks'][number]['rule']): boolean => matterClockRules.find(rule)!.kind === 'duty';

function docOf(state: OpenMatter, { district, recordedat }: EventMeta): MatterHandlingDoc {
  const duties = state.clocks.filter((c) => isDuty(c.rule) && !c.paused).toSorted((a, b) => (a.dueLegal < b.dueLegal ? -1 : 1));
  return {
    unit: '', district, caseid: state.caseid ?? '', number: state.number, purpose: state.purpose, phase: state.phase, ended: state.ended ?? '', responsible: state.responsible, route: state.route ?? '',
    nextDue: duties[0]?.dueLegal ?? NO_DAY, nextClock: duties[0]?.id ?? '', overdue: duties.some((c) => c.overran) ? 1 : 0, proposals: state.oversight.some((o) => o.state === 'proposed') ? 1 : 0,
    units: concerned(state), state, lastAt: utc(recordedat),
  };
}

const handler = (type: string) => (docs: Docs<MatterHandlingDoc>, data: unknown, meta: EventMeta): void => {
  const id = parseStream(meta.stream)!.id;
  const before = docs.get(id);
  const state = evolve(matterHandling, before?.district === meta.district ? before.state : matterHandling.initial as Matter, { type, data }, meta);
  if (state.phase === 'none') return;
  const doc = docOf(state, meta);
  for (const unit of before?.units ?? []) if (!doc.units.includes(unit)) docs.remove(`${id}/${unit}`);
  docs.put(id, doc);
  for (const unit of doc.units) docs.put(`${id}/${unit}`, { ...doc, unit });
};

export const matterHandlings = projection<Event, MatterHandlingDoc>({
  name: 'matter-handlings',
  version: 1,
  indexes: ['unit', 'district', 'caseid', 'number', 'phase', 'responsible', 'nextDue', 'overdue', 'proposals', 'lastAt'],
  handlers: Object.fromEntries(matterHandlingEvents.map(({ name }) => [name, handler(name)])),
});
