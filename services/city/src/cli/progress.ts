import { displayWidth, type Terminal } from './terminal.js';

const REDRAW_MS = 100;
const LINE_MS = 5_000;

export interface Progress {
  /** `fraction` 0–1; `note` is a short text in both languages. */
  show(fraction: number, note: string): void;
  /** Leaves the last state on its own line. */
  end(): void;
}

/** A bar that is redrawn on a terminal; a line every five seconds (and on every tenth) elsewhere, so that log files stay short. */
export function progressOn(terminal: Terminal, label: string, now: () => number = () => performance.now()): Progress {
  const started = now();
  let shownAt = -Infinity;
  let shownTenth = -1;
  let last: { fraction: number; note: string } | undefined;
  let drawn = '';

  const line = (fraction: number, note: string): string => {
    const seconds = (now() - started) / 1000;
    const rest = seconds > 3 && fraction > 0.02 && fraction < 1 ? `，约剩 ${duration((seconds / fraction) * (1 - fraction))}` : '';
    const head = `${label} ${String(Math.floor(fraction * 100)).padStart(3)}%`;
    if (terminal.columns === undefined) return `${head} ${note} ${duration(seconds)}${rest}`;
    const width = Math.max(10, Math.min(30, terminal.columns - displayWidth(`${head}  ${note} ${rest}`) - 12));
    const filled = Math.round(fraction * width);
    return `${head} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${note} ${duration(seconds)}${rest}`;
  };

  const draw = (fraction: number, note: string): void => {
    const text = line(fraction, note);
    if (terminal.columns === undefined) terminal.err(`${text}\n`);
    else terminal.err(`\r${text}${' '.repeat(Math.max(0, displayWidth(drawn) - displayWidth(text)))}`);
    drawn = text;
    shownAt = now();
    shownTenth = Math.floor(fraction * 10);
    last = undefined;
  };

  return {
    show(fraction, note) {
      last = { fraction, note };
      const due = terminal.columns === undefined ? now() - shownAt >= LINE_MS || (Math.floor(fraction * 10) > shownTenth && now() - shownAt >= 1_000) : now() - shownAt >= REDRAW_MS;
      if (due) draw(fraction, note);
    },
    end() {
      if (last) draw(last.fraction, last.note);
      if (terminal.columns !== undefined && drawn !== '') terminal.err('\n');
    },
  };
}

/** `43 s`, `2 min 05 s`, `1 h 07 min`. */
export function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
  return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
}
