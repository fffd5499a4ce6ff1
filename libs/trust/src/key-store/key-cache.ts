import type { SubjectKey } from './port.js';

const MAX_AGE_MS = 60_000; // formats.md §6; wall time, whatever the domain's clock says
const MAX_ENTRIES = 20_000;

/** A map that keeps an entry for a minute at most and forgets the oldest when full. */
class ShortLived<T> {
  private readonly entries = new Map<string, { readonly value: T; readonly at: number }>();

  get(name: string): T | undefined {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    if (performance.now() - entry.at <= MAX_AGE_MS) return entry.value;
    this.entries.delete(name);
    return undefined;
  }

  set(name: string, value: T): void {
    this.entries.delete(name);
    this.entries.set(name, { value, at: performance.now() });
    if (this.entries.size > MAX_ENTRIES) this.entries.delete(this.entries.keys().next().value!);
  }

  delete(name: string): void { this.entries.delete(name); }
  clear(): void { this.entries.clear(); }
}

/** Opened keys, for a minute at most; emptied when keys are destroyed. */
export class KeyCache {
  private readonly keys = new ShortLived<SubjectKey>();
  private readonly currents = new ShortLived<string>();
  private readonly secrets = new ShortLived<Uint8Array>();

  keyOf(kid: string): SubjectKey | undefined { return this.keys.get(kid); }
  setKey(key: SubjectKey): void { this.keys.set(key.kid, key); }
  currentOf(h: Buffer): string | undefined { return this.currents.get(h.toString('base64')); }
  setCurrent(h: Buffer, kid: string): void { this.currents.set(h.toString('base64'), kid); }
  secretOf(name: string): Uint8Array | undefined { return this.secrets.get(name); }
  setSecret(name: string, value: Uint8Array): Uint8Array { this.secrets.set(name, value); return value; }
  dropSecret(name: string): void { this.secrets.delete(name); }

  /** Without kids: everything. A current kid that no longer lives is found out when it is loaded. */
  forget(kids?: readonly string[]): void {
    if (kids) { for (const kid of kids) this.keys.delete(kid); return; }
    this.keys.clear();
    this.currents.clear();
    this.secrets.clear();
  }
}
