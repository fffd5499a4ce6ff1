import type { Envelope } from '@lianxin/kernel';

export interface Arrived { readonly event: Envelope; readonly body: string; readonly log: string; readonly stream: string; readonly version: number; readonly position: number }

/** Events that came before an earlier one of their stream. They wait in memory: what is lost with it comes again from the feed. */
export class HeldEvents {
  private readonly byStream = new Map<string, { since: number; readonly versions: Map<number, Arrived> }>();
  private count = 0;

  constructor(private readonly capacity: number) {}

  get size(): number { return this.count; }

  hold(a: Arrived, now: number): void {
    if (this.count >= this.capacity) return;
    const key = `${a.log}/${a.stream}`;
    let held = this.byStream.get(key);
    if (!held) this.byStream.set(key, held = { since: now, versions: new Map() });
    if (!held.versions.has(a.version)) this.count += 1;
    held.versions.set(a.version, a);
  }

  /** The held event of this version, if it came. */
  find(log: string, stream: string, version: number): Arrived | undefined {
    return this.byStream.get(`${log}/${stream}`)?.versions.get(version);
  }

  /** The stream was received up to this version. */
  settle(log: string, stream: string, version: number): void {
    const key = `${log}/${stream}`;
    const held = this.byStream.get(key);
    if (!held) return;
    for (const v of held.versions.keys()) if (v <= version && held.versions.delete(v)) this.count -= 1;
    if (held.versions.size === 0) this.byStream.delete(key);
  }

  /** Logs with a gap that was there before this moment, and the last position that waits behind one. */
  gapsSince(moment: number): ReadonlyMap<string, number> {
    const logs = new Map<string, number>();
    for (const { since, versions } of this.byStream.values()) {
      if (since > moment) continue;
      for (const a of versions.values()) logs.set(a.log, Math.max(a.position, logs.get(a.log) ?? 0));
    }
    return logs;
  }
}
