import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config.js';

/**
 * Takes out of a text whatever could be personal or secret: quoted parts, Chinese text, long digit runs, mail addresses,
 * tokens. Error messages of libraries quote their input, so every text is masked, not only those known to be risky.
 */
export function mask(text: string): string {
  return text
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '<mail>')
    .replace(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|“[^”\n]*”/g, '<quoted>')
    .replace(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]+/gu, '<text>')
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<![\da-f])\d{7,}[\dXx]?(?![\da-f])/g, (found) => (found.includes('-') ? found : '<digits>'))
    .replace(/\?[^\s"']*=[^\s"']*/g, '?<query>');
}

/** An error as a log may show it: class, code, masked message and the places it passed, nothing of its other members. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim());
  return { type: error.name, ...(typeof code === 'string' ? { code } : {}), message: mask(error.message).slice(0, 500), stack: frames };
}

function maskDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return mask(value);
  if (value instanceof Error) return describeError(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth > 4) return '<deep>';
  if (Array.isArray(value)) return value.slice(0, 50).map((v) => maskDeep(v, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === 'stack' ? v : maskDeep(v, depth + 1)]));
}

/** The process's logger: JSON lines, every text in them masked. Ids, codes, counts and times are what a log is for. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  return pino({
    level,
    base: null,
    messageKey: 'msg',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      logMethod(args, method) { method.apply(this, args.map((a) => maskDeep(a)) as Parameters<typeof method>); },
    },
  }, destination ?? pino.destination({ dest: 1, sync: true }));
}

/** Nest's own messages through the same logger. Its start-up chatter is debug. */
export function nestLogger(logger: Logger): LoggerService {
  const write = (level: 'debug' | 'warn' | 'error') => (message: unknown, ...more: unknown[]) => {
    const context = more.findLast((m) => typeof m === 'string' && !m.includes('\n'));
    const text = message instanceof Error ? { err: message } : { text: typeof message === 'string' ? message : 'object' };
    logger[level]({ ...text, ...(context === undefined ? {} : { context }) }, 'framework');
  };
  return { log: write('debug'), debug: write('debug'), verbose: write('debug'), warn: write('warn'), error: write('error'), fatal: write('error') };
}
