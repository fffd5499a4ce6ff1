import type { Doc, Docs } from '@lianxin/kernel';
import { keyOf, type StoredKey } from './index-key.js';
import type { ViewStore } from './view-store.js';

/** The handler asked for something that is still on its way; the event is handled again when it is here. */
class Waiting extends Error {}

type Change = readonly [id: string, before: Doc | null | undefined];

/**
 * What a batch sees and changes: documents changed in the batch, then a cache of those read or written lately, then the
 * store. Several events on one document become one write. Handlers are pure but for this, so one that had to wait for an
 * asynchronous store is simply run again.
 */
export class DocsBuffer implements Docs<Doc> {
  /** null = removed. */
  private readonly dirty = new Map<string, Doc | null>();
  /** null = known not to exist. The least recently used goes first. */
  private readonly cache = new Map<string, Doc | null>();
  private undo: Change[] = [];
  /** index → value → ids of changed documents; made when a handler first asks. */
  private readonly changed = new Map<string, Map<StoredKey, Set<string>>>();
  private readonly answers = new Map<string, readonly string[]>();
  private pending: Promise<void> | undefined;
  /** Also makes the text at once, so that a document that cannot be stored is found at its own event. */
  careful = false;

  constructor(private readonly store: ViewStore, private readonly build: string, private readonly indexes: readonly string[], private readonly capacity: number) {}

  get(id: string): Doc | undefined {
    const changed = this.dirty.get(id);
    if (changed !== undefined) return changed ?? undefined;
    const known = this.cache.get(id);
    if (known !== undefined) {
      this.cache.delete(id);
      this.cache.set(id, known);
      return known ?? undefined;
    }
    const loaded = this.store.load(this.build, id);
    if (loaded instanceof Promise) return this.wait(loaded.then((doc) => this.remember(id, doc ?? null)));
    this.remember(id, loaded ?? null);
    return loaded;
  }

  put(id: string, doc: Doc): void {
    if (typeof id !== 'string' || id === '') throw new Error('a document needs an id');
    for (const index of this.indexes) keyOf(doc, index);
    if (this.careful && typeof JSON.stringify(doc) !== 'string') throw new Error('a document must be plain JSON');
    this.change(id, doc);
  }

  remove(id: string): void { this.change(id, null); }

  idsWhere(index: string, value: string | number): readonly string[] {
    if (!this.indexes.includes(index)) throw new Error(`the view has no index ${index}`);
    const question = JSON.stringify([index, value]);
    let stored = this.answers.get(question);
    if (!stored) {
      const loaded = this.store.idsWhere(this.build, index, value);
      if (loaded instanceof Promise) return this.wait(loaded.then((ids) => { this.answers.set(question, ids); }));
      stored = loaded;
      this.answers.set(question, stored);
    }
    if (this.dirty.size === 0) return stored;
    const changed = this.changedBy(index).get(value) ?? [];
    return [...stored.filter((id) => !this.dirty.has(id)), ...changed];
  }

  /** Runs one event's handler: all of its changes are kept, or (it throws) none. */
  async handle(run: (docs: Docs<Doc>) => void): Promise<void> {
    for (;;) {
      if (this.attempt(run)) return;
      await this.pending;
    }
  }

  /** As `handle`, without waiting: false = wait for `ready` and try again. */
  attempt(run: (docs: Docs<Doc>) => void): boolean {
    this.pending = undefined;
    try {
      run(this);
    } catch (error) {
      this.takeBack();
      if (this.pending) return false;
      this.trim();
      throw error;
    }
    if (this.pending) { // the handler swallowed the sign that it has to wait
      this.takeBack();
      return false;
    }
    this.undo.length = 0;
    this.trim();
    return true;
  }

  get ready(): Promise<void> { return this.pending ?? Promise.resolve(); }
  get size(): number { return this.dirty.size; }

  changes(): { puts: ReadonlyMap<string, Doc>; removes: readonly string[] } {
    const puts = new Map<string, Doc>();
    const removes: string[] = [];
    for (const [id, doc] of this.dirty) { if (doc) puts.set(id, doc); else removes.push(id); }
    return { puts, removes };
  }

  /** The changes are stored. */
  committed(): void {
    for (const [id, doc] of this.dirty) this.remember(id, doc);
    this.trim();
    this.clearChanges();
  }

  /** The changes are not stored, and what was read may be old. */
  forget(): void {
    this.clearChanges();
    this.cache.clear();
  }

  private clearChanges(): void {
    this.dirty.clear();
    this.changed.clear();
    this.answers.clear();
    this.undo.length = 0;
  }

  private wait(loading: Promise<void>): never {
    this.pending = loading;
    throw new Waiting();
  }

  private remember(id: string, doc: Doc | null): void {
    this.cache.delete(id);
    this.cache.set(id, doc);
  }

  /** Between events only: an event that waits for several documents must find them all in the end. */
  private trim(): void {
    while (this.cache.size > this.capacity) this.cache.delete(this.cache.keys().next().value!);
  }

  private change(id: string, doc: Doc | null): void {
    const before = this.dirty.get(id);
    this.undo.push([id, before]);
    this.set(id, doc, before);
  }

  private takeBack(): void {
    for (let i = this.undo.length - 1; i >= 0; i--) {
      const [id, before] = this.undo[i]!;
      this.set(id, before, this.dirty.get(id));
    }
    this.undo.length = 0;
  }

  private set(id: string, doc: Doc | null | undefined, before: Doc | null | undefined): void {
    if (doc === undefined) this.dirty.delete(id); else this.dirty.set(id, doc);
    for (const [index, byValue] of this.changed) {
      if (before) byValue.get(keyOf(before, index))?.delete(id);
      if (doc) add(byValue, keyOf(doc, index), id);
    }
  }

  private changedBy(index: string): Map<StoredKey, Set<string>> {
    let byValue = this.changed.get(index);
    if (!byValue) {
      byValue = new Map();
      for (const [id, doc] of this.dirty) { if (doc) add(byValue, keyOf(doc, index), id); }
      this.changed.set(index, byValue);
    }
    return byValue;
  }
}

function add(byValue: Map<StoredKey, Set<string>>, value: StoredKey, id: string): void {
  const ids = byValue.get(value);
  if (ids) ids.add(id); else byValue.set(value, new Set([id]));
}
