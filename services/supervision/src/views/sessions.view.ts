import { parseStream, projection, utc } from '@lianxin/kernel';
import { endsAction, type SessionActionOutcome, type SessionKind, type SupervisionTopic, type SupervisionTrigger } from '@lianxin/contracts';
import type { SessionEvent } from '../session/session.decider.js';
import type { SupervisedCaseEvent } from '../session/supervised-case.decider.js';

/** A session as lists show it; what was said stays sealed. The id is the session. */
export type SessionDoc = {
  readonly district: string;
  readonly kind: SessionKind;
  readonly supervisor: string;
  /** Of the supervisor's envelope; '' when it names none. */
  readonly org: string;
  readonly workers: readonly string[];
  readonly minutes: number;
  readonly topics: readonly SupervisionTopic[];
  readonly cases: number;
  readonly actions: readonly { readonly id: string; readonly worker: string; readonly due: string; readonly outcome?: SessionActionOutcome }[];
  /** Some action is not over. */
  readonly open: 0 | 1;
  /** The earliest date of an open action; '' when none is open. */
  readonly nextDue: string;
  readonly heldAt: string;
  readonly recordedAt: string;
};

const pending = (actions: SessionDoc['actions']): Pick<SessionDoc, 'actions' | 'open' | 'nextDue'> => {
  const open = actions.filter((a) => a.outcome === undefined || !endsAction(a.outcome));
  return { actions, open: open.length > 0 ? 1 : 0, nextDue: open.map((a) => a.due).toSorted()[0] ?? '' };
};

export const sessions = projection<SessionEvent, SessionDoc>({
  name: 'sessions',
  version: 1,
  indexes: ['district', 'supervisor', 'open', 'nextDue', 'heldAt'],
  handlers: {
    SessionHeld: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, kind: e.kind, supervisor: e.supervisor, org: meta.actororg ?? '', workers: e.workers, minutes: e.minutes, topics: e.topics, cases: e.cases, ...pending(e.actions),
      heldAt: utc(meta.time), recordedAt: utc(meta.recordedat),
    }),
    SessionActionChecked(docs, e, meta) {
      const id = parseStream(meta.stream)!.id;
      const doc = docs.get(id);
      if (doc) docs.put(id, { ...doc, ...pending(doc.actions.map((a) => (a.id === e.action ? { ...a, outcome: e.outcome, due: e.due ?? a.due } : a))) });
    },
  },
});

/** What supervision must take up, in its cases. The id is the item. */
export type RequiredDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly trigger: SupervisionTrigger;
  readonly due: string;
  readonly open: 0 | 1;
  readonly session: string;
  /** When a session took it up; '' while it waits. */
  readonly takenUpAt: string;
  /** District that the case moved to with it; '' when it did not. */
  readonly movedTo: string;
  readonly requiredAt: string;
};

export const required = projection<SupervisedCaseEvent, RequiredDoc>({
  name: 'required',
  version: 1,
  indexes: ['district', 'caseid', 'trigger', 'open', 'due', 'session', 'requiredAt'],
  handlers: {
    SupervisionRequired(docs, e, meta) {
      // A case that moved: the item of the district it left goes on here, from when it was first required.
      const left = docs.get(e.cause);
      if (left) docs.put(e.cause, { ...left, open: 0, movedTo: meta.district });
      docs.put(e.item, { district: meta.district, caseid: meta.caseid!, trigger: e.trigger, due: e.due, open: 1, session: '', takenUpAt: '', movedTo: '', requiredAt: left?.requiredAt ?? utc(meta.recordedat) });
    },
    SupervisionFiled(docs, e, meta) {
      for (const item of e.items) {
        const doc = docs.get(item);
        if (doc) docs.put(item, { ...doc, open: 0, session: e.session, takenUpAt: utc(meta.time) });
      }
    },
  },
});

/** Which cases a session discussed. The id is `<session>/<case>`. */
export type DiscussedDoc = { readonly session: string; readonly caseid: string; readonly district: string; readonly at: string };
export const discussed = projection<SupervisedCaseEvent, DiscussedDoc>({
  name: 'discussed',
  version: 1,
  indexes: ['session', 'caseid', 'at'],
  handlers: {
    SupervisionFiled: (docs, e, meta) => docs.put(`${e.session}/${meta.caseid!}`, { session: e.session, caseid: meta.caseid!, district: meta.district, at: utc(meta.time) }),
  },
});
