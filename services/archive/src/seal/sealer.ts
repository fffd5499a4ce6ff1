import type { Clock, Result } from '@lianxin/kernel';
import { refused } from '@lianxin/kernel';
import type { Answer, CommandPipeline, ViewReader } from '@lianxin/runtime';
import { archiveItself } from '../system-actor.js';
import type { Case } from '../views/cases.view.js';
import type { SealCaseHandler } from '../case-file/case-file.commands.js';

/** A sealed case that goes on is sealed anew when it has been quiet for so long, not once for each event. */
const QUIET_MS = 5_000;
const POLL_MS = 1_000;

export interface SealerParts {
  readonly cases: ViewReader<Case>;
  readonly pipeline: CommandPipeline;
  readonly sealCase: SealCaseHandler;
  readonly clock: Clock;
  /** False while not every service of the installation is followed: a seal made now could not see all. */
  readonly ready: () => boolean;
  readonly quiet?: number;
  readonly poll?: number;
  readonly onError?: (where: string, error: unknown) => void;
}

/**
 * Seals what is owed: cases closed and not yet sealed (also those that a stop left so), and sealed cases in which
 * something was recorded since. The rule which seal is new stands in the decider; asking twice does no harm.
 */
export class Sealer {
  private loop: Promise<void> | undefined;
  private closed = false;
  private wake: () => void = () => undefined;

  constructor(private readonly parts: SealerParts) {}

  start(): void { this.loop = this.run(); }

  async close(): Promise<void> {
    this.closed = true;
    this.wake();
    await this.loop;
  }

  async seal(caseid: string): Promise<Result<Answer>> {
    const doc = await this.parts.cases.get(caseid);
    if (!doc) return refused('archive/no-such-case');
    return this.parts.pipeline.execute(this.parts.sealCase, { dossier: caseid, district: doc.home }, { actor: archiveItself });
  }

  /** Seals what is owed now; returns how many cases it tried. */
  async pass(): Promise<number> {
    if (!this.parts.ready()) return 0;
    const { items } = await this.parts.cases.find({ where: { due: 1 }, limit: 200 });
    const now = this.parts.clock.now();
    let tried = 0;
    for (const { id, doc } of items) {
      if (this.closed) break;
      if (doc.state === 'sealed' && now - Date.parse(doc.lastAt) < (this.parts.quiet ?? QUIET_MS)) continue;
      tried += 1;
      const done = await this.seal(id);
      // Opened again since: nothing is owed any more.
      if (!done.ok && done.refusal.code !== 'archive/not-closed') this.parts.onError?.(`seal of case ${id}`, done.refusal.code);
    }
    return tried;
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      try { await this.pass(); } catch (error) { this.parts.onError?.('sealer', error); }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.parts.poll ?? POLL_MS);
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
    }
  }
}
