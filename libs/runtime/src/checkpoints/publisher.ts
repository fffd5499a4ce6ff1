import type { EventLog } from '@lianxin/event-log';
import { openLogKey, parseCheckpoint, saveLastCheckpoint, signCheckpoint, type Finding } from '@lianxin/trust';

export interface PublisherParts {
  readonly log: EventLog;
  readonly keysDir: string;
  readonly installation: string;
  /** Signs what grew every so many ms; default 3,000. */
  readonly every?: number;
  readonly onPublished?: (log: string, size: number) => void;
  /** Signing or storing failed; it is tried again next time. */
  readonly onFault?: (log: string, fault: Finding) => void;
}

export interface CheckpointPublisher {
  /** Signs every log that has grown; resolves with the names of those it signed. */
  publish(): Promise<readonly string[]>;
  /** Publishes a last time and ends. */
  close(): Promise<void>;
}

/**
 * Signs a checkpoint of each log that grew, every few seconds. Only what is durable is signed: `head` is read from
 * committed rows. The text goes into the log's own table and, so that a restored older copy is noticed, into
 * `last-checkpoint-<log>` of the keys folder.
 */
export function checkpointPublisher(parts: PublisherParts): CheckpointPublisher {
  let running: Promise<readonly string[]> | undefined;

  async function publishOne(log: string): Promise<boolean> {
    const head = await parts.log.head(log);
    const last = await parts.log.lastCheckpoint(log);
    if (head.readOnly !== undefined || head.size === 0 || head.size <= (last?.size ?? 0)) return false;
    const key = openLogKey(parts.keysDir, parts.installation, log);
    if (!key.ok) { parts.onFault?.(log, key.refusal); return false; }
    const text = signCheckpoint(key.value, head.size, head.root);
    const checkpoint = parseCheckpoint(text);
    if (!checkpoint.ok) { parts.onFault?.(log, checkpoint.refusal); return false; }
    await parts.log.saveCheckpoint({ log, size: head.size, text });
    const saved = saveLastCheckpoint(parts.keysDir, checkpoint.value);
    if (!saved.ok) { parts.onFault?.(log, saved.refusal); return false; }
    parts.onPublished?.(log, head.size);
    return true;
  }

  async function publishAll(): Promise<readonly string[]> {
    const signed: string[] = [];
    for (const log of await parts.log.logs()) if (await publishOne(log)) signed.push(log);
    return signed;
  }

  const publish = (): Promise<readonly string[]> => {
    running ??= publishAll().finally(() => { running = undefined; });
    return running;
  };

  const timer = setInterval(() => { publish().catch(() => undefined); }, parts.every ?? 3000);
  timer.unref();
  return {
    publish,
    async close() {
      clearInterval(timer);
      await running?.catch(() => undefined);
      await publish();
    },
  };
}
