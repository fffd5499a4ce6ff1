import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { KeyCache } from './key-cache.js';
import type { SubjectKey } from './port.js';

const key = (kid: string): SubjectKey => ({ kid, key: new Uint8Array(32), compartment: 'contact', mentions: [], own: false });
afterEach(() => { jest.useRealTimers(); });

describe('the cache of keys', () => {
  it('keeps nothing for longer than a minute', () => {
    jest.useFakeTimers();
    const cache = new KeyCache();
    cache.setKey(key('k'));
    cache.setSecret('search', new Uint8Array(32));
    jest.advanceTimersByTime(60_000);
    expect([cache.keyOf('k'), cache.secretOf('search')]).not.toContain(undefined);
    jest.advanceTimersByTime(1);
    expect([cache.keyOf('k'), cache.secretOf('search')]).toEqual([undefined, undefined]);
  });

  it('is bounded, the oldest going first, and drops what was destroyed at once', () => {
    const cache = new KeyCache();
    for (let i = 0; i <= 20_000; i += 1) cache.setKey(key(`k${i}`));
    expect([cache.keyOf('k0'), cache.keyOf('k1')?.kid]).toEqual([undefined, 'k1']);
    cache.forget(['k1', 'k2']);
    expect([cache.keyOf('k1'), cache.keyOf('k2'), cache.keyOf('k3')?.kid]).toEqual([undefined, undefined, 'k3']);
    cache.forget();
    expect(cache.keyOf('k3')).toBeUndefined();
  });
});
