import { virtualClock, type Clock, type SomeSaga } from '@lianxin/kernel';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { forwardEvents, inProcessBus, memoryInbox, memoryLeases, type Bus, type Forwarder, type InboxStore, type LeaseStore, type MemoryTx } from '@lianxin/messaging';
import { CommandPipeline } from '../../commands/pipeline.js';
import type { CommandHandler } from '../../commands/handler.js';
import { feedOf } from '../../feed.js';
import { issueTo, type Issuing } from '../issuing.js';
import { memorySagaIndex } from '../memory-saga-index.js';
import { runSagas, type RunSagas, type Sagas } from '../run-sagas.js';
import type { SagaIndex } from '../saga-index.js';
import { answerUnit, askUnit, needSaga, needTypes, raiseNeed, recallUnit, withdrawNeed } from './need-saga.js';

export const DISTRICT = '440106';

/** What outlives a crash. */
export interface Kept {
  readonly needs: EventLog;
  readonly units: EventLog;
  readonly inbox: InboxStore<MemoryTx>;
  readonly leases: LeaseStore;
  readonly index: SagaIndex;
}

/** What a test puts between the runner and its stores. */
export interface Between {
  log?(log: EventLog): EventLog;
  inbox?(store: InboxStore<MemoryTx>): InboxStore<MemoryTx>;
  index?(index: SagaIndex): SagaIndex;
  issuing?(issuing: Issuing): Issuing;
}

export interface WorldOptions {
  readonly sagas?: readonly SomeSaga[];
  readonly clock?: ReturnType<typeof virtualClock>;
  readonly kept?: Kept;
  readonly between?: Between;
  readonly outbox?: RunSagas<MemoryTx>['outbox'];
  readonly onError?: (error: unknown) => void;
}

export const keep = (clock: Clock): Kept => ({ needs: memoryEventLog({ clock }), units: memoryEventLog({ clock }), inbox: memoryInbox(), leases: memoryLeases(), index: memorySagaIndex() });

/** Two services on memory adapters: `needs` runs the sagas, `units` takes their commands. */
export class World {
  private constructor(
    readonly clock: ReturnType<typeof virtualClock>, readonly kept: Kept, readonly sagas: Sagas, private readonly bus: Bus, private readonly forwarders: readonly Forwarder[],
    private readonly pipelines: { readonly needs: CommandPipeline; readonly units: CommandPipeline },
  ) {}

  static async start(o: WorldOptions = {}): Promise<World> {
    const clock = o.clock ?? virtualClock(Date.UTC(2026, 0, 5, 1));
    const kept = o.kept ?? keep(clock);
    const { between = {} } = o;
    const bus = inProcessBus({ pause: 1 });
    const needs = between.log?.(kept.needs) ?? kept.needs;
    const pipelineOf = (service: string, log: EventLog) => new CommandPipeline({
      service, installation: 'test.example', log, types: needTypes, clock, seal: () => Promise.reject(new Error('nothing is sealed here')), secret: async () => Buffer.alloc(32),
    });
    const pipelines = { needs: pipelineOf('needs', needs), units: pipelineOf('units', kept.units) };
    const feeds = new Map([['needs', feedOf(kept.needs)], ['units', feedOf(kept.units)]]);
    const issuing = issueTo(new Map([['needs', { pipeline: pipelines.needs, commands: [raiseNeed] }], ['units', { pipeline: pipelines.units, commands: { askUnit, recallUnit } }]]));
    const sagas = await runSagas({
      service: 'needs', sagas: o.sagas ?? [needSaga()], pipeline: pipelines.needs, log: needs, types: needTypes, clock, bus, feeds, store: between.inbox?.(kept.inbox) ?? kept.inbox,
      index: between.index?.(kept.index) ?? kept.index, issuing: between.issuing?.(issuing) ?? issuing, onError: o.onError ?? (() => undefined), inbox: { gap: 20, compare: 100 },
      outbox: { pause: () => 1, ...o.outbox },
    });
    await sagas.ready;
    const forwarders = (['needs', 'units'] as const).map((service) => {
      const forwarder = forwardEvents({ service, feed: feeds.get(service)!, bus, leases: kept.leases, holder: `${Math.random()}`, poll: 5, term: 50 });
      kept[service].onAppended(() => forwarder.wake());
      return forwarder;
    });
    return new World(clock, kept, sagas, bus, forwarders, pipelines);
  }

  async give<B>(service: 'needs' | 'units', handler: CommandHandler<B>, body: B): Promise<void> {
    const answer = await this.pipelines[service].execute(handler, body, { actor: { id: 'tester', role: 'system', district: DISTRICT } });
    if (!answer.ok) throw new Error(answer.refusal.code);
  }
  raise(need: string, units: readonly string[], more: { due?: string; stream?: string; caseid?: string } = {}): Promise<void> { return this.give('needs', raiseNeed, { need, units: [...units], lead: units[0]!, ...more }); }
  withdraw(need: string): Promise<void> { return this.give('needs', withdrawNeed, { need }); }
  answer(need: string, unit: string, done = true): Promise<void> { return this.give('units', answerUnit, { need, unit, done }); }

  /** Until nothing is under way any more: all events forwarded, received and taken, all commands answered. */
  async settled(orDead: () => boolean = () => false): Promise<void> {
    await eventually('the world comes to rest', async () => {
      if (orDead()) return true;
      for (const f of this.forwarders) if ((await f.lag()).some((l) => l.behind > 0)) return false;
      if ((await (await this.sagas.ready).lag()).some((l) => l.behind > 0)) return false;
      return this.sagas.idle();
    });
  }

  async stop(): Promise<void> {
    for (const f of this.forwarders) await f.close();
    await this.sagas.close();
    await this.bus.close();
  }
}

/** Waits for something to become true; fails after 20 s with these words. */
export async function eventually(words: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never happened: ${words}`);
    await new Promise((resolve) => { setTimeout(resolve, 2); });
  }
}
