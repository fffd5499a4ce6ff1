import { parseEnvelope } from '@lianxin/kernel';
import type { Append, EventLog } from '@lianxin/event-log';
import type { InboxStore, MemoryTx } from '@lianxin/messaging';
import type { Issuing } from '../issuing.js';
import type { SagaIndex } from '../saga-index.js';
import type { Between } from './world.js';

/** Every place where a crash would leave something done and something not. */
export const FAIL_POINTS = [
  'take: before append', 'take: after append', 'answer: before append', 'answer: after append', 'fire: before append', 'fire: after append',
  'inbox: before acknowledgement', 'inbox: after acknowledgement', 'command: before send', 'command: after send', 'index: before commit', 'index: after commit',
] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

export class Killed extends Error {}

/** Kills one incarnation at a point the n-th time it is reached: from then on nothing of it reaches any store. */
export class Failure {
  dead = false;
  readonly reached = new Map<FailPoint, number>();

  constructor(private readonly at?: { readonly point: FailPoint; readonly nth: number }) {}

  /** To be called by everything an incarnation does to the world. */
  check(): void { if (this.dead) throw new Killed('this incarnation is dead'); }
  hit(point: FailPoint): void {
    this.check();
    const n = (this.reached.get(point) ?? 0) + 1;
    this.reached.set(point, n);
    if (this.at?.point === point && this.at.nth === n) {
      this.dead = true;
      throw new Killed(`killed at ${point}, time ${n}`);
    }
  }

  /** Stands between the runner and what outlives it. */
  between(): Between {
    return {
      log: (log) => this.log(log),
      inbox: (store) => this.inbox(store),
      index: (index) => this.index(index),
      issuing: (issuing) => this.issuing(issuing),
    };
  }

  private log(log: EventLog): EventLog {
    return {
      ...log,
      append: async (append) => {
        const kind = kindOf(append);
        if (kind) this.hit(`${kind}: before append`); else this.check();
        const outcome = await log.append(append);
        if (kind && outcome.kind === 'appended') this.hit(`${kind}: after append`);
        return outcome;
      },
      read: async (...of) => { this.check(); return log.read(...of); },
      onAppended: (listener) => log.onAppended((name, size) => { if (!this.dead) listener(name, size); }),
    };
  }

  private inbox(store: InboxStore<MemoryTx>): InboxStore<MemoryTx> {
    return {
      ...store,
      transact: async (work) => {
        const result = await store.transact(async (rows, tx) => {
          const done = await work(rows, tx);
          this.hit('inbox: before acknowledgement');
          return done;
        });
        this.hit('inbox: after acknowledgement');
        return result;
      },
    };
  }

  private index(index: SagaIndex): SagaIndex {
    return {
      ...index,
      advance: (log, position, change) => {
        this.hit('index: before commit');
        index.advance(log, position, change);
        this.hit('index: after commit');
      },
      tryLater: (...of) => { this.check(); index.tryLater(...of); },
    };
  }

  private issuing(issuing: Issuing): Issuing {
    return {
      issue: async (what, given) => {
        this.hit('command: before send');
        const answer = await issuing.issue(what, given);
        this.hit('command: after send');
        return answer;
      },
    };
  }
}

function kindOf({ streams }: Append): 'take' | 'answer' | 'fire' | undefined {
  const first = streams[0];
  if (!first?.stream.startsWith('saga-')) return undefined;
  const types = first.events.map((e) => parseEnvelope(`${e.head}}`).type);
  const has = (name: string): boolean => types.includes(`lianxin.saga.${name}.v1`);
  return has('sagainputtaken') ? 'take' : has('sagacommandanswered') ? 'answer' : has('sagatimerfired') ? 'fire' : undefined;
}
