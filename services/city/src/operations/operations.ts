import type { ParkedEvent, ProjectionRunner, RebuildReport, RetryOutcome } from '@lianxin/runtime';
import { ok, refused, type Result } from '@lianxin/kernel';

export interface ViewState {
  readonly service: string;
  readonly view: string;
  readonly version: number;
  /** Events that the view still lacks, over all logs. */
  readonly behind: number;
  readonly parkedStreams: number;
  /** While it is being built anew: events applied and events there are. */
  readonly building?: { readonly done: number; readonly total: number };
  readonly failing: boolean;
}

interface Rebuildable { rebuild(): Promise<void> }
const hasFeeder = (parts: object): parts is { readonly feeder: Rebuildable } => 'feeder' in parts;

export interface RetriedLetters { readonly streams: number; readonly applied: number; readonly left: number }

/** What operators do with the views of all services of this host. Nothing here opens or shows a personal value. */
export class Operations {
  constructor(private readonly runners: ReadonlyMap<string, ProjectionRunner>, private readonly searches: ReadonlyMap<string, Rebuildable> = new Map()) {}

  /** Of the services of a composition; a service that keeps a search index has its feeder among its parts. */
  static of(running: ReadonlyMap<string, { readonly engine: { readonly projections: ProjectionRunner }; readonly started: { readonly parts: object } }>): Operations {
    const all = [...running];
    return new Operations(new Map(all.map(([name, { engine }]) => [name, engine.projections])), new Map(all.flatMap(([name, { started: { parts } }]) => (hasFeeder(parts) ? [[name, parts.feeder]] : []))));
  }

  async views(): Promise<readonly ViewState[]> {
    const found = await Promise.all([...this.runners].map(async ([service, runner]) => {
      const lags = await runner.lag();
      return runner.status().map((s): ViewState => ({
        service, view: s.view, version: s.version, parkedStreams: s.parkedStreams, failing: s.error !== undefined,
        behind: lags.filter((l) => l.view === s.view).reduce((sum, l) => sum + l.behind, 0),
        ...(s.building ? { building: { done: s.building.done, total: s.building.total } } : {}),
      }));
    }));
    return found.flat();
  }

  async rebuild(service: string, view: string, dryRun: boolean): Promise<Result<RebuildReport>> {
    const runner = this.runners.get(service);
    return runner?.status().some((s) => s.view === view) ? ok(await runner.rebuild(view, { dryRun })) : refused('view/not-found', { path: '/view' });
  }

  /** Empties the service's search index and fills it from the logs; searches find less until it is done. Answers how many ms it took. */
  async rebuildSearch(service: string): Promise<Result<{ readonly ms: number }>> {
    const search = this.searches.get(service);
    if (!search) return refused('view/not-found', { path: '/service' });
    const began = performance.now();
    await search.rebuild();
    return ok({ ms: Math.round(performance.now() - began) });
  }

  async parked(): Promise<readonly (ParkedEvent & { readonly service: string })[]> {
    const found = await Promise.all([...this.runners].map(async ([service, runner]) => (await runner.parked()).map((letter) => ({ service, ...letter }))));
    return found.flat();
  }

  /** Tries the parked events of each stream again in their order; `letter` narrows it to the stream of that letter. */
  async retry(letter?: string): Promise<Result<RetriedLetters>> {
    const first = (await this.parked()).filter((l) => (letter === undefined ? l.sequence === 1 : l.id === letter));
    if (letter !== undefined && first.length === 0) return refused('view/not-found', { path: '/letter' });
    const outcomes: RetryOutcome[] = [];
    for (const { service, id } of first) outcomes.push(await this.runners.get(service)!.retry(id));
    const told = outcomes.filter((o) => o.kind !== 'unknown');
    return ok({
      streams: first.length,
      applied: told.reduce((sum, o) => sum + o.applied, 0),
      left: told.reduce((sum, o) => sum + (o.kind === 'failed' ? o.left : 0), 0),
    });
  }
}
