import { districtOfStream } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { Freshness } from '../views/freshness.js';

/** How far an index has read the logs of one service, and those who wait for it. */
export class SearchProgress {
  private readonly reached = new Map<string, number>();
  private waiters: (() => void)[] = [];
  closed = false;

  constructor(private readonly service: string, private readonly log: EventLog, private readonly wake: () => void) {}

  at(log: string): number | undefined { return this.reached.get(log); }
  set(log: string, position: number): void { this.reached.set(log, position); this.wakeAll(); }
  forget(log?: string): void { if (log === undefined) this.reached.clear(); else this.reached.delete(log); }

  wakeAll(): void {
    const all = this.waiters;
    this.waiters = [];
    for (const wake of all) wake();
  }

  async waitFor(name: string, position: number, ms = 2000): Promise<boolean> {
    const until = Date.now() + ms;
    while ((this.reached.get(name) ?? 0) < position) {
      const left = until - Date.now();
      if (left <= 0 || this.closed) return false;
      this.wake();
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, left);
        this.waiters.push(() => { clearTimeout(late); resolve(); });
      });
    }
    return true;
  }

  async fresh(at: readonly string[], ms = 2000): Promise<Freshness> {
    const until = Date.now() + ms;
    for (const one of at) {
      const place = await this.placeOf(one);
      if (!place || !await this.waitFor(place.name, place.position, Math.max(1, until - Date.now()))) {
        return { fresh: false, behind: place ? Math.max(1, place.position - (this.reached.get(place.name) ?? 0)) : 1 };
      }
    }
    return { fresh: true };
  }

  private async placeOf(at: string): Promise<{ readonly name: string; readonly position: number } | undefined> {
    const [stream, version] = at.split('@');
    const district = stream === undefined ? undefined : districtOfStream(stream);
    if (stream === undefined || district === undefined) return undefined;
    const name = `${this.service}.${district}`;
    const [stored] = await this.log.readStream(name, stream, { after: Number(version) - 1, limit: 1 });
    return stored && { name, position: stored.position };
  }
}
