import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fitMapping, knownMapping, parseMapping } from './mapping.js';

const docs = new URL('../../../../../docs/', import.meta.url);

describe('a mapping', () => {
  it('is described by an example that is one', () => {
    const example = readFileSync(new URL('importing-example.json', docs), 'utf8');
    const mapping = parseMapping(example, 'importing-example.json');
    expect(mapping).toMatchObject({ name: '政务服务热线 2025', system: 'HOTLINE', source: 'hotline-2025', dates: 'ymd' });
    expect(fitMapping(mapping, [...Object.values(mapping.columns), '备注'])).toEqual(['备注']);
    const shown = /```json\n([\s\S]*?)```/.exec(readFileSync(new URL('importing.md', docs), 'utf8'))![1]!;
    expect(JSON.parse(shown)).toEqual(JSON.parse(example));
  });

  it('is known for the tables of a message board, with and without answers', () => {
    expect(Object.keys(knownMapping(['message_no', 'user', 'subject', 'received_at', 'detail', 'reply', 'replied_at'])!.columns)).toContain('reply');
    expect(Object.keys(knownMapping(['detail', 'received_at', 'subject', 'message_no', 'agree'])!.columns)).not.toContain('reply');
    expect(knownMapping(['message_no', 'subject'])).toBeUndefined();
  });

  it('says where it is wrong', () => {
    const wrong = (mapping: unknown): string => { try { parseMapping(typeof mapping === 'string' ? mapping : JSON.stringify(mapping), 'm.json'); } catch (error) { return (error as { zh: string }).zh; } return ''; };
    const columns = { record: 'a', detail: 'b', receivedAt: 'c' };
    expect(wrong('{')).toContain('JSON');
    expect(wrong({ format: 1, system: 'HOTLINE', columns: { record: 'a', detail: 'b' } })).toContain('/columns/receivedAt');
    expect(wrong({ format: 1, system: 'TABLE', columns })).toContain('/source');
    expect(wrong({ format: 1, system: 'HOTLINE', columns, constants: { purpose: 'ACCUSATION' } })).toContain('/constants/purpose');
    expect(wrong({ format: 1, system: 'HOTLINE', columns, values: { subject: {} } })).toContain('/values');
    expect(wrong({ format: 1, system: 'HOTLINE', columns })).toBe('');
  });
});
