import type { EventLog } from '@lianxin/event-log';
import { parseLog, parseStream } from '@lianxin/kernel';
import { Signal } from './signal.js';

export interface LogSizesParts {
  readonly log: EventLog;
  /** Which logs of the store count. */
  readonly reads: (log: string) => boolean;
  /** Looks for events that nobody announced every so many ms. */
  readonly poll: number;
  readonly onError: (error: unknown) => void;
}

/** How long the logs of a store are: by its announcements, and by looking now and then. */
export class LogSizes {
  readonly sizes = new Map<string, number>();
  readonly grown = new Signal();
  private readonly places = new Map<string, { log: string; position: number }>();
  private readonly timer: NodeJS.Timeout;
  private readonly stopListening: () => void;
  private polling: Promise<void> | undefined;

  private constructor(private readonly parts: LogSizesParts) {
    this.stopListening = parts.log.onAppended((name, size) => {
      if (!parts.reads(name) || size <= (this.sizes.get(name) ?? 0)) return;
      this.sizes.set(name, size);
      this.grown.fire();
    });
    this.timer = setInterval(() => {
      this.polling ??= this.refresh().then(() => undefined, parts.onError).finally(() => { this.polling = undefined; });
    }, parts.poll);
  }

  static async of(parts: LogSizesParts): Promise<LogSizes> {
    const sizes = new LogSizes(parts);
    try { await sizes.refresh(); } catch (error) { await sizes.close(); throw error; }
    return sizes;
  }

  async refresh(): Promise<ReadonlyMap<string, number>> {
    const names = (await this.parts.log.logs()).filter(this.parts.reads);
    const heads = await Promise.all(names.map((name) => this.parts.log.head(name)));
    let news = false;
    for (const { log: name, size } of heads) {
      if (size > (this.sizes.get(name) ?? 0)) { this.sizes.set(name, size); news = true; }
    }
    if (news) this.grown.fire();
    return this.sizes;
  }

  /** Where an event (`<stream>@<version>`) stands; undefined while this store does not have it. */
  async place(at: string): Promise<{ readonly log: string; readonly position: number } | undefined> {
    const known = this.places.get(at);
    if (known) return known;
    const cut = at.lastIndexOf('@');
    const stream = at.slice(0, Math.max(cut, 0));
    const version = Number(at.slice(cut + 1));
    const district = parseStream(stream)?.district;
    if (!district || !Number.isSafeInteger(version) || version < 1) return undefined;
    for (const name of this.sizes.keys()) {
      if (parseLog(name)?.district !== district) continue;
      const [event] = await this.parts.log.readStream(name, stream, { after: version - 1, limit: 1 });
      if (event?.version !== version) continue;
      const found = { log: name, position: event.position };
      this.places.set(at, found);
      if (this.places.size > 2_000) this.places.delete(this.places.keys().next().value!);
      return found;
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.stopListening();
    clearInterval(this.timer);
    this.grown.fire();
    await this.polling;
  }
}
