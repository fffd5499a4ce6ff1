import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { compareTexts } from './index-key.js';
import type { ViewStore } from './view-store.js';

/** How the documents of two builds differ. */
export interface BuildComparison {
  readonly same: number;
  readonly changed: number;
  readonly onlyLive: number;
  readonly onlyBuilt: number;
  /** SHA-256 (hex) over ids and documents in the order of the ids. */
  readonly liveHash: string;
  readonly builtHash: string;
}

const PAGE = 500;

/** Reads both builds once, side by side. */
export async function compareBuilds(store: ViewStore, live: string, built: string): Promise<BuildComparison> {
  const a = walk(store, live);
  const b = walk(store, built);
  let same = 0;
  let changed = 0;
  let onlyLive = 0;
  let onlyBuilt = 0;
  let left = await a.next();
  let right = await b.next();
  while (left || right) {
    const order = !left ? 1 : !right ? -1 : compareTexts(left.id, right.id);
    if (order === 0) { if (left!.text === right!.text) same += 1; else changed += 1; }
    if (order < 0) onlyLive += 1;
    if (order > 0) onlyBuilt += 1;
    if (order <= 0) left = await a.next();
    if (order >= 0) right = await b.next();
  }
  return { same, changed, onlyLive, onlyBuilt, liveHash: a.hash(), builtHash: b.hash() };
}

function walk(store: ViewStore, build: string) {
  const digest = createHash('sha256');
  let page: readonly { readonly id: string; readonly text: string }[] = [];
  let at = 0;
  let after = '';
  return {
    async next() {
      if (at === page.length) {
        if (at > 0 && at < PAGE) return undefined;
        await nextTurn();
        page = await store.scan(build, after, PAGE);
        at = 0;
      }
      const row = page[at];
      if (!row) return undefined;
      at += 1;
      after = row.id;
      digest.update(`${row.id}\n${row.text}\n`);
      return row;
    },
    hash: () => digest.digest('hex'),
  };
}
