import { describe, expect, it } from '@jest/globals';
import { paced } from './paced.js';
import { eventually } from './testing/log-words.js';

describe('paced work', () => {
  it('is done at once, and then once for all that asked meanwhile', async () => {
    let done = 0;
    const { wake, stop } = paced(() => { done += 1; }, 60_000);
    for (let i = 0; i < 100; i++) wake();
    await eventually('it was done', () => done === 1);
    for (let i = 0; i < 100; i++) wake();
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(done).toBe(1);
    stop();
  });

  it('never leaves out what was asked last', async () => {
    let news = 0;
    let seen = 0;
    const { wake, stop } = paced(() => { seen = news; }, 5);
    for (let i = 0; i < 20; i++) {
      news += 1;
      wake();
      await new Promise((resolve) => { setTimeout(resolve, i % 3); });
    }
    await eventually('the last is seen', () => seen === news);
    stop();
    news += 1;
    wake();
    await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(seen).toBe(news - 1);
  });
});
