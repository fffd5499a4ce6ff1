import { describe, expect, it } from '@jest/globals';
import { districtsOf } from './guard.js';

const none = { params: {}, query: {}, body: undefined };

describe('the districts a request names', () => {
  it.each([
    [{ ...none, params: { stream: 'dossier-440106-0198c0de-0000-7000-8000-000000000001' } }, ['440106']],
    [{ ...none, params: { log: 'intake-access.440103' } }, ['440103']],
    [{ ...none, params: { number: '440111-2026-000123' } }, ['440111']],
    [{ ...none, params: { number: 'XF440112-2026-000123' } }, ['440112']],
    [{ ...none, params: { district: '440105' } }, ['440105']],
    [{ ...none, params: { district: 'everywhere' } }, ['everywhere']],
    [{ params: { number: '440111-2026-000123' }, query: { district: '440106' }, body: { district: '440103' } }, ['440111', '440106', '440103']],
    [{ ...none, params: { id: '0198c0de-0000-7000-8000-000000000001' } }, []],
    [{ ...none, body: { district: { toString: '440106' } } }, []],
    [{ ...none, body: ['440106'] }, []],
  ])('in %j are %j', (request, districts) => {
    expect(districtsOf(request as Parameters<typeof districtsOf>[0])).toEqual(districts);
  });
});
