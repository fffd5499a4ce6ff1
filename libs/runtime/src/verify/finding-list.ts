import type { Finding, Values } from '@lianxin/trust';
import { say, type VerifyCode } from './words.js';

const SHOWN = 20;

/** Findings of one log: a few of each kind in full, the rest counted, so that a rewritten log does not fill the screen. */
export class FindingList {
  private readonly found: Finding[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly log: string) {}

  add(code: VerifyCode, values: Values = {}): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= SHOWN) this.found.push(say(code, { log: this.log, ...values }));
  }

  list(): readonly Finding[] {
    const more = [...this.counts].filter(([, count]) => count > SHOWN).map(([name, count]) => say('verify/more', { log: this.log, name, count: count - SHOWN }));
    return [...this.found, ...more];
  }
}
