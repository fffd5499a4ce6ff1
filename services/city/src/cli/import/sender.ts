import type { ImportItemBody } from '@lianxin/contracts';
import type { RowProblem } from '../../tables/table.js';
import { NoAnswer } from '../http-client.js';
import type { Server } from '../server.js';
import { failed } from '../terminal.js';

export type Outcome =
  | { readonly kind: 'added' | 'repeated'; readonly at?: readonly string[]; readonly number?: string }
  | { readonly kind: 'refused'; readonly problem: RowProblem; readonly path?: string }
  /** Nobody answered within the patience; whether it was carried out is not known. Sending again is safe. */
  | { readonly kind: 'unanswered'; readonly why: string };

export interface Patience {
  /** How long after the last answer of any kind the import keeps trying. */
  readonly silenceMs: number;
  /** Attempts for one item that the server answers with an inner fault (500, 502, 504). */
  readonly faults: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const usualPatience: Patience = { silenceMs: 120_000, faults: 4, firstPauseMs: 100, longestPauseMs: 5_000 };

/** Sends items so that a lost connection, a restarted server or a busy one is waited for, within bounds. */
export class Sender {
  private lastAnswer = performance.now();
  /** How often something had to be sent again. */
  retries = 0;

  private readonly resting = new Set<() => void>();

  private toldAt = -Infinity;

  /** `onSilence` is told now and then how long nobody has answered. */
  constructor(
    private readonly server: Server, private readonly stopped: AbortSignal, private readonly patience: Patience = usualPatience,
    private readonly onSilence: (seconds: number, why: string) => void = () => {},
  ) {
    stopped.addEventListener('abort', () => { for (const wake of this.resting) wake(); }, { once: true });
  }

  /** Throws `CliFailure` when no item at all can succeed (no right, wrong address). */
  async send(item: ImportItemBody): Promise<Outcome> {
    let faults = 0;
    for (let attempt = 0; ; attempt++) {
      let pause: number | undefined;
      let why: string;
      try {
        const answer = await this.server.send('POST', '/api/intake/imports/items', item);
        const { status } = answer;
        if (status !== 503) this.lastAnswer = performance.now();
        if (status === 200 || status === 201) return accepted(answer.body);
        if (status === 429) { why = 'HTTP 429'; pause = answer.retryAfter === undefined ? undefined : answer.retryAfter * 1000; }
        else if (status === 503) why = 'HTTP 503';
        else if (status >= 500) {
          why = `HTTP ${status}`;
          if (++faults >= this.patience.faults) return { kind: 'refused', problem: { code: 'import/server-fault', zh: `服务端内部故障（${status}），已重试 ${faults} 次。`, en: `Inner fault of the server (${status}), tried ${faults} times.` } };
        } else return this.refusal(status, answer.body);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        why = error.code;
      }
      if (this.stopped.aborted || performance.now() - this.lastAnswer > this.patience.silenceMs) return { kind: 'unanswered', why };
      this.retries++;
      this.tellSilence(why);
      await this.rest(pause ?? this.backOff(attempt));
    }
  }

  private tellSilence(why: string): void {
    const silent = performance.now() - this.lastAnswer;
    if (silent < 2_000 || performance.now() - this.toldAt < 10_000) return;
    this.toldAt = performance.now();
    this.onSilence(Math.round(silent / 1000), why);
  }

  private refusal(status: number, body: unknown): Outcome {
    const { code, detail, path, en } = (body ?? {}) as { code?: unknown; detail?: unknown; path?: unknown; en?: { detail?: unknown } };
    const words = { code: text(code) ?? `http/${status}`, zh: text(detail) ?? `服务端拒绝（${status}）。`, en: text(en?.detail) ?? `Refused by the server (${status}).` };
    // What concerns the user or the address concerns every row.
    if (status === 401 || status === 403 || status === 404 || status === 405) throw failed(`导入被拒绝：${words.zh}`, `The import was refused: ${words.en} (${words.code})`);
    const at = text(path);
    return { kind: 'refused', problem: words, ...(at === undefined ? {} : { path: at }) };
  }

  private backOff(attempt: number): number {
    const longest = Math.min(this.patience.longestPauseMs, this.patience.firstPauseMs * 2 ** Math.min(attempt, 16));
    return longest / 2 + Math.random() * (longest / 2); // jitter: 32 connections must not return in step
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => { clearTimeout(timer); this.resting.delete(wake); resolve(); };
      const timer = setTimeout(wake, Math.min(ms, 60_000));
      this.resting.add(wake);
    });
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function accepted(body: unknown): Outcome {
  const { at, number, repeated } = (body ?? {}) as { at?: unknown; number?: unknown; repeated?: unknown };
  const name = text(number);
  return { kind: repeated === true ? 'repeated' : 'added', ...(Array.isArray(at) ? { at: at.map(String) } : {}), ...(name === undefined ? {} : { number: name }) };
}
