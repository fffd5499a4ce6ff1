import { z } from 'zod';
import { CITY } from '@lianxin/contracts';
import type { Clock } from '@lianxin/kernel';
import { commandHandler, step, type CommandPipeline } from '@lianxin/runtime';
import { parseCheckpoint } from '@lianxin/trust';
import { archiveItself } from '../system-actor.js';
import { anchor, ANCHOR_LOG, anchorStream } from './anchor.decider.js';

const body = z.strictObject({ checkpoints: z.array(z.strictObject({ log: z.string(), size: z.int().min(1), root: z.string(), checkpoint: z.string() })).min(1) });

/** Anchors checkpoints of several logs in one append to the city's log. */
export const anchorCheckpoints = commandHandler<z.infer<typeof body>>({
  name: 'AnchorCheckpoints',
  action: 'archive.checkpoint.anchor',
  body,
  district: () => CITY,
  prepare: async ({ checkpoints }) => ({ steps: checkpoints.map((c) => step(anchor, anchorStream(c.log), { type: 'AnchorCheckpoint', data: c })), processingbasis: 'statutory-duty' }),
});

/** Signed every few seconds, a busy city's checkpoints would outnumber its events: each log is anchored once in so many ms. */
const ANCHOR_EVERY_MS = 60_000;

export interface AnchorerParts {
  readonly pipeline: CommandPipeline;
  readonly clock: Clock;
  readonly every?: number;
}

/** Takes cosigned checkpoints and fixes the newest of each log in the city's log. What a stop leaves out follows with the log's next one. */
export class Anchorer {
  private readonly waiting = new Map<string, string>();
  private readonly anchoredAt = new Map<string, number>();

  constructor(private readonly parts: AnchorerParts) {}

  /** A log's newest cosigned checkpoint. */
  note(log: string, text: string): void {
    if (log !== ANCHOR_LOG) this.waiting.set(log, text);
  }

  async pass(): Promise<void> {
    const now = this.parts.clock.now();
    const due = [...this.waiting].filter(([log]) => now - (this.anchoredAt.get(log) ?? -Infinity) >= (this.parts.every ?? ANCHOR_EVERY_MS)).slice(0, 50);
    const checkpoints = due.flatMap(([log, text]) => {
      const c = parseCheckpoint(text, log);
      return c.ok && c.value.size > 0 ? [{ log, size: c.value.size, root: c.value.root.toString('base64'), checkpoint: text }] : [];
    });
    if (checkpoints.length === 0) return;
    const done = await this.parts.pipeline.execute(anchorCheckpoints, { checkpoints }, { actor: archiveItself });
    if (!done.ok) throw new Error(`checkpoints were not anchored: ${done.refusal.code}`);
    for (const [log, text] of due) {
      this.anchoredAt.set(log, now);
      if (this.waiting.get(log) === text) this.waiting.delete(log);
    }
  }
}
