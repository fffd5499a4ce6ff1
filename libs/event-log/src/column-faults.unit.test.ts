import { describe, expect, it } from '@jest/globals';
import { bodyText, leafHash, utc } from '@lianxin/kernel';
import { columnFaults, type StoredRow } from './column-faults.js';
import { LOG, NOON, sampleEvent } from './conformance/harness.js';

const STREAM = 'matter-440106-a';
const COLUMNS = { caseid: 'case-1', commandid: 'command-1' };
const event = sampleEvent(LOG, STREAM, COLUMNS);
const body = bodyText(event.head, 3, 7, utc(NOON));
const row: StoredRow = { log: LOG, position: 7, stream: STREAM, version: 3, id: event.id, type: event.type, ...COLUMNS, n: 0, recordedat: NOON, body, leaf: leafHash(body) };

describe('the columns of a row', () => {
  it('are in order when each says what the body says', () => {
    expect(columnFaults(row)).toEqual([]);
    expect(columnFaults({ ...row, n: 1 }, { ...row, position: 6, n: 0 })).toEqual([]);
    expect(columnFaults({ ...row, n: 0 }, { ...row, position: 6, commandid: 'command-0', n: 4 })).toEqual([]);
  });

  it.each<[keyof StoredRow, StoredRow[keyof StoredRow]]>([
    ['log', 'intake.440103'], ['position', 8], ['stream', 'matter-440106-b'], ['version', 4], ['id', 'another'], ['type', 'another.v1'], ['caseid', 'case-2'], ['caseid', null],
    ['n', 1], ['n', null], ['recordedat', NOON + 1], ['leaf', leafHash('another')], ['leaf', new Uint8Array(0)],
  ])('%s changed to %p is found, and it alone', (column, value) => {
    expect(columnFaults({ ...row, [column]: value }).map((f) => f.column)).toEqual([column]);
  });

  it('a changed commandid is found', () => {
    expect(columnFaults({ ...row, commandid: 'command-2' })).toEqual([{ column: 'commandid', stored: 'command-2', calledFor: 'command-1' }]);
    expect(columnFaults({ ...row, commandid: null }).map((f) => f.column)).toEqual(['commandid', 'n']);
  });

  it('a changed body is found by its leaf, and by each column it no longer agrees with', () => {
    const forged = body.replace('"caseid":"case-1"', '"caseid":"case-2"');
    expect(columnFaults({ ...row, body: forged }).map((f) => f.column)).toEqual(['leaf', 'caseid']);
    expect(columnFaults({ ...row, body: forged, leaf: leafHash(forged) }).map((f) => f.column)).toEqual(['caseid']);
    for (const text of ['gone', 'null', '7']) expect(columnFaults({ ...row, body: text, leaf: leafHash(text) }).map((f) => f.column)).toEqual(['body']);
  });
});
