import { describe, expect, it } from '@jest/globals';
import { createLogger, describeError, mask, nestLogger } from './logging.js';

const written = (run: (logger: ReturnType<typeof createLogger>) => void): string => {
  const lines: string[] = [];
  run(createLogger('debug', { write: (line) => { lines.push(line); } }));
  return lines.join('');
};

describe('what a log may hold', () => {
  it.each([
    ['Unexpected token in JSON: "张某 13800000000"', '<quoted>'],
    ['UNIQUE constraint failed for 李某甲', '<text>'],
    ['call 13800000000 back', '<digits>'],
    ['call 020-13800000000', '<digits>'],
    ['id 44010619900101123X', '<digits>'],
    ['mail zhang@example.cn', '<mail>'],
    ['GET /api/intake/search?text=abc&n=1', '?<query>'],
    ['token eyJhbGciOi.eyJzdWIi.c2ln', '<token>'],
  ])('%s', (text, shown) => {
    const masked = mask(text);
    expect(masked).toContain(shown);
    expect(masked).not.toMatch(/张某|李某|13800000000|44010619900101123|zhang@|abc|eyJ/);
  });

  it('is enough to find a fault: ids, log names, times and places stay', () => {
    const text = 'intake.440106 at 0198c0de-0000-7000-8000-000000000001 took 1234 ms on 2026-11-24T08:00:00.000Z';
    expect(mask(text)).toBe(text);
  });

  it('never holds a personal value, wherever it hides', () => {
    const log = written((logger) => {
      logger.error({ err: new Error('cannot store "张某"'), deep: { list: ['13800000000', { name: '李某甲' }] } }, 'failed for 王某');
      nestLogger(logger).error(new Error('bad "张某"'), 'Somewhere');
      nestLogger(logger).warn('李某甲 did', 'Somewhere');
    });
    expect(log).not.toMatch(/张某|李某甲|王某|13800000000/);
    expect(log).toContain('"context":"Somewhere"');
  });

  it('describes an error by class, code and places', () => {
    expect(describeError(Object.assign(new TypeError('no "x"'), { code: 'E_X', body: '张某' }))).toEqual({
      type: 'TypeError', code: 'E_X', message: 'no <quoted>', stack: expect.arrayContaining([expect.stringMatching(/^at .*logging\.unit\.test/)]),
    });
  });
});
