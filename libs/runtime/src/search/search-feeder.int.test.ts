import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events } from '@lianxin/contracts';
import { headText, systemClock, utc, uuidv7 } from '@lianxin/kernel';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { memoryKeyStore, sealing, type AccessRecorder, type KeyStore, type OpenPolicy } from '@lianxin/trust';
import { slotOf } from '../access/sealed-in-event.js';
import type { SearchIndex } from './port.js';
import { runSearchFeeder, type Searchable, type SearchFeeder } from './search-feeder.js';
import { openSearchIndex } from './sqlite-search-index.js';

const LOG = 'intake.440106';
let dir: string;
let log: EventLog;
let keys: KeyStore;
let index: SearchIndex;
let feeder: SearchFeeder | undefined;
let records: string[];
const access: AccessRecorder = { record: async ({ what, scope }) => { records.push(`${what} ${scope}`); } };
const claims: Searchable = ({ clear }) => [{ path: '/words', kind: 'contact', text: (clear.get('/words') as { claim: string }).claim }];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lianxin-feeder-'));
  log = memoryEventLog();
  keys = memoryKeyStore();
  index = openSearchIndex({ path: join(dir, 'search.db'), key: Buffer.alloc(32, 9) });
  records = [];
});
afterEach(async () => {
  await feeder?.close();
  feeder = undefined;
  await index.close();
  await keys.close();
  await log.close();
  rmSync(dir, { recursive: true });
});

const run = async (searchable = claims, policy?: OpenPolicy): Promise<SearchFeeder> => {
  feeder = await runSearchFeeder({ service: 'intake', log, index, keys, access, types: events, searchable, poll: 20, ...(policy ? { policy } : {}) });
  return feeder;
};

/** Records a contact; answers the kid of its claim. */
async function contact(claim: string, subject = uuidv7()): Promise<string> {
  const [caseid, commandid, id, now] = [uuidv7(), uuidv7(), uuidv7(), systemClock.now()];
  const stream = `dossier-440106-${caseid}`;
  const words = await sealing(keys).seal({ scope: { subject, caseid, compartment: 'narrative' } }, { slot: slotOf('ContactMade', '/words'), carrier: { log: LOG, commandid, caseid } }, { claim });
  if (!words.ok) throw new Error(words.refusal.code);
  const type = events.typeOf('ContactMade');
  const head = headText({
    specversion: '1.0', id, source: `test.example/${LOG}`, type, subject: stream, time: utc(now), datacontenttype: 'application/json', log: LOG, stream, caseid, district: '440106', actorid: 'w', actorrole: 'worker', commandid,
    data: { kind: 'ordinary', channel: 'VISIT', anonymous: false, subject, words: words.value },
  });
  await log.append({ log: LOG, commandid, actorid: 'w', streams: [{ stream, expected: 0, caseid, events: [{ id, type, time: now, head }] }] });
  return words.value.kid;
}
const count = async (text: string): Promise<number> => (await index.query({ text })).count;

describe('the search feeder', () => {
  it('indexes what is there and what comes, under one record of the whole run', async () => {
    await contact('电梯停运');
    await (await run()).caughtUp();
    await contact('电梯又停');
    expect(await feeder!.waitFor(LOG, 2, 5_000)).toBe(true);
    expect(await count('电梯')).toBe(2);
    expect(records).toEqual([`run search index of ${LOG} after 0`]);
  });

  it('leaves out what was erased, and what may only be stored', async () => {
    const [gone, shut] = [await contact('电梯停运'), await contact('电梯又停')];
    await contact('电梯修好');
    await keys.destroy({ kids: [gone] });
    await (await run(claims, ({ kid }) => (kid === shut ? { code: 'access/restricted' } : undefined))).caughtUp();
    expect(await count('电梯')).toBe(1);
    await feeder!.rebuild();
    expect(await count('电梯')).toBe(1);
  });

  it('rebuilds under a new key: files and tokens of the old one are gone', async () => {
    await contact('电梯停运');
    feeder = await runSearchFeeder({ service: 'intake', log, index, keys, access, types: events, searchable: claims, poll: 20, newKey: () => Promise.resolve(Buffer.alloc(32, 10)) });
    await feeder.caughtUp();
    await feeder.rebuild();
    await contact('电梯又停');
    await feeder.caughtUp();
    expect(await count('电梯')).toBe(2);
    await index.close();
    index = openSearchIndex({ path: join(dir, 'search.db'), key: Buffer.alloc(32, 10) });
    expect(await count('电梯')).toBe(2);
    await index.close();
    index = openSearchIndex({ path: join(dir, 'search.db'), key: Buffer.alloc(32, 9) }); // does not open: begun anew
    expect(await index.count()).toBe(0);
  });

  it('does not put back what was erased between its opening and its indexing', async () => {
    const gone = await contact('电梯停运');
    await contact('电梯又停');
    let erased: Promise<void> | undefined;
    await run((source) => {
      // All values of the batch are open now and nothing is indexed yet.
      erased ??= keys.destroy({ kids: [gone] }).then(() => undefined);
      void feeder?.forget([gone]);
      return claims(source);
    });
    await feeder!.caughtUp();
    await erased;
    expect([await count('电梯'), await index.count()]).toEqual([1, 1]);
  });
});
