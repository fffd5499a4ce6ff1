import { setImmediate as nextTurn } from 'node:timers/promises';
import { compareBuilds, type BuildComparison } from './compare-builds.js';
import type { LogTail } from './log-tail.js';
import type { Signal } from './signal.js';
import { ViewBuilder, wordsOf, type AnyProjection, type Budget, type RetryOutcome } from './view-builder.js';
import type { ParkedEvent, ViewBuild, ViewStore } from './view-store.js';

export interface RebuildProgress { readonly view: string; readonly done: number; readonly total: number }

export interface RebuildOptions {
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Only compares; the live build stays. */
  readonly dryRun?: boolean;
}

export interface RebuildReport extends BuildComparison {
  readonly view: string;
  readonly from: { readonly version: number; readonly parked: number };
  readonly to: { readonly version: number; readonly parked: number };
  readonly events: number;
  readonly ms: number;
  /** False after a dry run, and when the new build parked more events than the live one: then the live one stays. */
  readonly switched: boolean;
}

export interface ViewStatus {
  readonly view: string;
  /** The version that readers see; it differs from the program's while a new one is being built. */
  readonly version: number;
  readonly building?: RebuildProgress;
  readonly parkedStreams: number;
  /** The last failure of storing or reading, while it lasts. */
  readonly error?: string;
}

/** What others must know of a view that runs elsewhere. */
export interface ViewState extends ViewStatus {
  /** The live build is of this program's version. */
  readonly isCurrent: boolean;
  readonly positions: ReadonlyMap<string, number>;
}

export interface RunningParts {
  readonly store: ViewStore;
  readonly tail: LogTail;
  readonly projection: AnyProjection;
  readonly sizes: ReadonlyMap<string, number>;
  readonly grown: Signal;
  readonly cache: number;
  readonly now: () => number;
  readonly isClosed: () => boolean;
  readonly onMoved: (view: RunningView) => void;
  readonly onParked: (letter: ParkedEvent) => void;
  readonly onError: (view: string, error: unknown) => void;
  readonly onSwitched: (report: RebuildReport) => void;
}

/** The live tail shares the thread with requests. */
const LIVE: Budget = { events: 100, ms: 5 };
const CATCH_UP: Budget = { events: 5_000 };
const REBUILD: Budget = { events: 50_000 };
/** Further behind than this is catch-up. */
const NEAR = 1_000;

const sameIndexes = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, i) => name === b[i]);

/** One view: its live build, the loop that keeps it fresh, and the build that will replace it. */
export class RunningView {
  private building: RebuildProgress | undefined;
  private rebuilding: Promise<RebuildReport> | undefined;
  private error: unknown;
  /** The live build is of this program's version; otherwise it only serves readers until the new one is there. */
  private current: boolean;

  private constructor(private readonly parts: RunningParts, private live: ViewBuilder) {
    this.current = this.isWanted(live.build) && [...live.positions].every(([log, at]) => at <= (parts.sizes.get(log) ?? 0));
  }

  static async open(parts: RunningParts): Promise<RunningView> {
    const { name, version, indexes } = parts.projection;
    const build = (await parts.store.builds()).find((b) => b.view === name && b.live) ?? await parts.store.create(name, version, indexes);
    return new RunningView(parts, await ViewBuilder.open({ ...parts, build }));
  }

  get name(): string { return this.parts.projection.name; }
  get isCurrent(): boolean { return this.current; }
  position(log: string): number { return this.live.position(log); }
  parked(): Promise<readonly ParkedEvent[]> { return this.parts.store.parked(this.live.build.id); }

  status(): ViewStatus {
    return {
      view: this.name, version: this.live.build.version, parkedStreams: this.live.parkedStreams,
      ...(this.building ? { building: this.building } : {}),
      ...(this.error === undefined ? {} : { error: wordsOf(this.error) }),
    };
  }

  state(): ViewState { return { ...this.status(), isCurrent: this.current, positions: new Map(this.live.positions) }; }

  /** Until closed. A failure never ends it: it waits a little longer each time, up to 10 s. */
  async run(): Promise<void> {
    let failures = 0;
    while (!this.parts.isClosed()) {
      const news = this.parts.grown.next(1_000); // listens before it looks
      try {
        const passed = this.current ? await this.turn() : await this.replace();
        failures = 0;
        if (this.error !== undefined) { this.error = undefined; this.parts.onMoved(this); }
        if (passed === 0) await news; else await nextTurn();
      } catch (error) {
        this.error = error;
        this.parts.onMoved(this);
        this.parts.onError(this.name, error);
        await this.pause(Math.min(10_000, 100 * 2 ** failures++));
        await this.followSwitch();
      }
    }
  }

  async retry(letterId: string): Promise<RetryOutcome> {
    const outcome = await this.live.retry(letterId);
    this.parts.onMoved(this);
    return outcome;
  }

  /** Resolves when no rebuild is under way. */
  async settled(): Promise<void> { await this.rebuilding?.catch(() => undefined); }

  async rebuild(options: RebuildOptions = {}): Promise<RebuildReport> {
    if (this.building || !this.current) throw new Error(`view ${this.name} is being built already`);
    this.rebuilding = this.rebuildNow(options);
    return this.rebuilding;
  }

  private async rebuildNow(options: RebuildOptions): Promise<RebuildReport> {
    const { name, version, indexes } = this.parts.projection;
    this.building = { view: name, done: 0, total: 0 };
    try {
      for (const left of await this.leftovers()) await this.parts.store.drop(left.id);
      return await this.beside(await this.parts.store.create(name, version, indexes), () => this.live.positions, options);
    } finally {
      this.building = undefined;
      this.parts.onMoved(this);
      this.parts.grown.fire(); // the loop may wait beside the build that was replaced
    }
  }

  private isWanted(build: ViewBuild): boolean {
    const { version, indexes } = this.parts.projection;
    return build.version === version && sameIndexes(build.indexes, indexes);
  }

  private async leftovers(): Promise<readonly ViewBuild[]> {
    return (await this.parts.store.builds()).filter((b) => b.view === this.name && !b.live);
  }

  private async turn(): Promise<number> {
    let passed = 0;
    for (const [log, size] of this.parts.sizes) {
      const behind = size - this.live.position(log);
      if (behind <= 0) continue;
      if (this.parts.isClosed()) break;
      passed += await this.live.advance(log, behind > NEAR ? CATCH_UP : LIVE);
      this.parts.onMoved(this);
      await nextTurn();
    }
    return passed;
  }

  /** The program has another version than the live build, or the log was restored to an earlier state: a new build takes over. */
  private async replace(): Promise<number> {
    const { name, version, indexes } = this.parts.projection;
    this.building = { view: name, done: 0, total: 0 };
    try {
      const left = await this.leftovers();
      const begun = left.find((b) => this.isWanted(b));
      for (const build of left) { if (build !== begun) await this.parts.store.drop(build.id); }
      const report = await this.beside(begun ?? await this.parts.store.create(name, version, indexes), () => this.parts.sizes, { always: true });
      if (report.switched) this.parts.onSwitched(report);
      return report.events + 1;
    } finally {
      this.building = undefined;
      this.parts.onMoved(this);
    }
  }

  private async beside(build: ViewBuild, goal: () => ReadonlyMap<string, number>, options: RebuildOptions & { readonly always?: boolean }): Promise<RebuildReport> {
    const began = performance.now();
    const next = await ViewBuilder.open({ ...this.parts, build });
    while (await this.approach(next, goal(), options) > NEAR) await nextTurn();
    return this.live.hold(async () => {
      const end = new Map(goal());
      while (await this.approach(next, end, options) > 0) await nextTurn();
      const { store } = this.parts;
      const compared = await compareBuilds(store, this.live.build.id, build.id);
      const before = (await store.parked(this.live.build.id)).length;
      const after = (await store.parked(build.id)).length;
      const switched = !options.dryRun && (options.always === true || after <= before);
      const from = { version: this.live.build.version, parked: before };
      if (switched) {
        await store.switchTo(build.id);
        this.live.retire();
        this.live = next;
        this.current = true;
      } else {
        await store.drop(build.id);
      }
      let events = 0;
      for (const at of next.positions.values()) events += at;
      return { view: this.name, from, to: { version: build.version, parked: after }, events, ms: Math.round(performance.now() - began), switched, ...compared };
    });
  }

  /** Takes the new build nearer to the goal; how many events it then lacks. */
  private async approach(next: ViewBuilder, goal: ReadonlyMap<string, number>, options: RebuildOptions): Promise<number> {
    let total = 0;
    let done = 0;
    for (const [log, upTo] of goal) {
      if (this.parts.isClosed()) throw new Error('the projections were closed');
      if (next.position(log) < upTo) await next.advance(log, { ...REBUILD, upTo });
      total += upTo;
      done += next.position(log);
    }
    this.building = { view: this.name, done, total };
    this.parts.onMoved(this);
    options.onProgress?.(this.building);
    return total - done;
  }

  /** Another process may have switched the view to a new build. */
  private async followSwitch(): Promise<void> {
    try {
      const build = (await this.parts.store.builds()).find((b) => b.view === this.name && b.live);
      if (!build || build.id === this.live.build.id) return;
      this.live = await ViewBuilder.open({ ...this.parts, build });
      this.current = this.isWanted(build);
    } catch (error) {
      this.error = error;
    }
  }

  private async pause(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!this.parts.isClosed() && performance.now() < until) await this.parts.grown.next(Math.min(50, Math.max(1, until - performance.now())));
  }
}
