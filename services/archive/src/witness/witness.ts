import { consistencyProof, type Clock } from '@lianxin/kernel';
import { cosignCheckpoint, parseCheckpoint, verifyCheckpoint, type NoteSigner, type TrustedKeys } from '@lianxin/trust';
import type { Alarms } from '../mirror/alarms.js';
import type { ArchiveFeed } from '../mirror/feeds.js';
import type { Trees } from '../mirror/trees.js';

export interface WitnessParts {
  readonly trees: Trees;
  readonly feeds: () => readonly ArchiveFeed[];
  readonly alarms: Alarms;
  readonly signer: NoteSigner;
  /** The logs' public keys as the archive knows them. */
  readonly keys: (log: string) => TrustedKeys;
  readonly clock: Clock;
  /** A checkpoint was cosigned and stored. */
  readonly onCosigned?: (log: string, size: number, text: string) => void;
}

/**
 * Cosigns what each log says of itself (C2SP cosignature/v1): only when the signature is the log's, the archive's own tree
 * has the same root at that size, and it continues what was cosigned before. It looks at the newest checkpoint alone; the
 * ones between are covered by it.
 */
export class Witness {
  /** The newest text of each log that needs no second look. */
  private readonly seen = new Map<string, string>();

  constructor(private readonly parts: WitnessParts) {}

  async pass(): Promise<void> {
    for (const feed of this.parts.feeds()) {
      for (const { log } of await feed.logs()) {
        if (this.parts.alarms.of(log)) continue;
        const text = await feed.checkpoint(log);
        if (text !== undefined && text !== this.seen.get(log) && await this.look(log, text)) this.seen.set(log, text);
      }
    }
  }

  /** False: look again later, the mirror has not got so far. */
  private async look(log: string, text: string): Promise<boolean> {
    const { trees, keys, signer, clock } = this.parts;
    const parsed = parseCheckpoint(text, log);
    if (!parsed.ok) return this.alarm(log, 'signature', parsed.refusal.en);
    const { size, root } = parsed.value;
    if ((await trees.head(log)).size < size) return false;
    const signed = verifyCheckpoint(text, keys(log), { where: log });
    if (!signed.ok || signed.value.log !== log) return this.alarm(log, 'signature', signed.ok ? `the checkpoint belongs to ${signed.value.log}` : signed.refusal.en);
    if (!root.equals(await trees.rootAt(log, size))) return this.alarm(log, 'differs', `the log signed another root at size ${size} than the archive's copy has`);
    const known = await trees.lastCheckpoint(log);
    const last = known === undefined ? undefined : parseCheckpoint(known.text, log);
    if (last?.ok && last.value.size >= size) return true;
    const proof = last?.ok ? await consistencyProof(trees.tree(log), last.value.size, size) : [];
    const cosigned = cosignCheckpoint(signer, { checkpoint: text, keys: keys(log), ...(last?.ok ? { last: last.value } : {}), proof, now: clock.now() });
    if (!cosigned.ok) return this.alarm(log, 'differs', cosigned.refusal.en);
    await trees.saveCheckpoint({ log, size, text: cosigned.value });
    this.parts.onCosigned?.(log, size, cosigned.value);
    return true;
  }

  private alarm(log: string, kind: 'differs' | 'signature', detail: string): true {
    this.parts.alarms.raise({ log, kind, since: this.parts.clock.now(), detail });
    return true;
  }
}
