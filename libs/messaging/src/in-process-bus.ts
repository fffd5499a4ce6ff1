import type { Bus, Message, Subscribe, Subscription } from './bus.js';

export interface InProcessBusOptions {
  /** Keys are spread over so many queues per topic and group; default 16. */
  readonly partitions?: number;
  /** A handler gets at most so many messages at once; default 100. */
  readonly batch?: number;
  /** A group that is further behind loses messages and fills the gap from the feed; default 10,000 per partition. */
  readonly capacity?: number;
  /** First pause after a rejected handler, ms; doubles up to 5 s. Default 50. */
  readonly pause?: number;
}

interface Partition { readonly queue: Message[]; running: Promise<void> | undefined }
interface Member { readonly handler: Subscribe['handler']; readonly running: Set<Promise<void>> }
interface Group { readonly topics: Set<string>; readonly members: Member[]; readonly partitions: Partition[]; dropped: number }

/** FNV-1a: spreads keys, nothing more. */
function spread(key: string, over: number): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  return (h >>> 0) % over;
}

/**
 * The bus inside one process. It keeps nothing on disk: what is lost with the process comes again from the owner's feed,
 * as every consumer must be able to do anyway.
 */
export function inProcessBus(options: InProcessBusOptions = {}): Bus & { dropped(group: string): number } {
  const { partitions = 16, batch = 100, capacity = 10_000, pause = 50 } = options;
  const groups = new Map<string, Group>();
  const pauses = new Set<() => void>();
  let closed = false;

  const wait = (ms: number): Promise<void> => new Promise((resolve) => {
    const end = (): void => { clearTimeout(timer); pauses.delete(end); resolve(); };
    const timer = setTimeout(end, ms);
    pauses.add(end);
  });

  async function pump(group: Group, index: number): Promise<void> {
    const { queue } = group.partitions[index]!;
    let attempt = 0;
    await Promise.resolve(); // the publisher goes on first
    while (queue.length > 0 && group.members.length > 0 && !closed) {
      const member = group.members[index % group.members.length]!;
      const messages = queue.slice(0, batch);
      const call = (async () => member.handler(messages))();
      member.running.add(call);
      try {
        await call;
        queue.splice(0, messages.length);
        attempt = 0;
      } catch {
        await wait(Math.min(5_000, pause * 2 ** attempt++));
      } finally {
        member.running.delete(call);
      }
    }
  }

  function start(group: Group, index: number): void {
    const partition = group.partitions[index]!;
    if (partition.running || partition.queue.length === 0 || group.members.length === 0) return;
    partition.running = pump(group, index).finally(() => {
      partition.running = undefined;
      start(group, index); // what came while the pump was ending
    });
  }

  return {
    async publish(topic, messages) {
      if (closed) throw new Error('the bus is closed');
      for (const group of groups.values()) {
        if (!group.topics.has(topic)) continue;
        for (const message of messages) {
          const index = spread(message.key, partitions);
          const { queue } = group.partitions[index]!;
          if (queue.length >= capacity) { group.dropped += 1; continue; }
          queue.push(message);
          start(group, index);
        }
      }
    },
    async subscribe(subscribe): Promise<Subscription> {
      let group = groups.get(subscribe.group);
      if (!group) {
        group = { topics: new Set(), members: [], partitions: Array.from({ length: partitions }, () => ({ queue: [], running: undefined })), dropped: 0 };
        groups.set(subscribe.group, group);
      }
      const own = group;
      for (const topic of subscribe.topics) own.topics.add(topic);
      const member: Member = { handler: subscribe.handler, running: new Set() };
      own.members.push(member);
      own.partitions.forEach((_, i) => start(own, i));
      return {
        async close() {
          const at = own.members.indexOf(member);
          if (at >= 0) own.members.splice(at, 1);
          for (const end of [...pauses]) end();
          await Promise.allSettled(member.running);
        },
      };
    },
    dropped: (group) => groups.get(group)?.dropped ?? 0,
    async close() {
      closed = true;
      for (const end of [...pauses]) end();
      await Promise.all([...groups.values()].flatMap((g) => g.partitions.flatMap((p) => p.running ?? [])));
      groups.clear();
    },
  };
}
