import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events } from '@lianxin/contracts';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { headText, systemClock, utc, uuidv7, type Actor } from '@lianxin/kernel';
import { memoryKeyStore, opening, sealing, type Access, type KeyStore, type OpenPolicy } from '@lianxin/trust';
import { readOpened } from './read-opened.js';
import { slotOf } from './sealed-in-event.js';

const LOG = 'intake.440106';
const worker: Actor = { id: 'worker-440106', role: 'worker', district: '440106' };
let log: EventLog;
let keys: KeyStore;
let records: Access[];
beforeEach(() => { [log, keys, records] = [memoryEventLog(), memoryKeyStore(), []]; });
afterEach(async () => { await keys.close(); await log.close(); });

/** Appends an event with one sealed text, or one of a type nobody knows; answers the kid. */
async function append(claim: string, type = events.typeOf('ContactMade')): Promise<string> {
  const [caseid, commandid, id, now] = [uuidv7(), uuidv7(), uuidv7(), systemClock.now()];
  const stream = `dossier-440106-${caseid}`;
  const words = await sealing(keys).seal({ scope: { subject: uuidv7(), caseid, compartment: 'narrative' } }, { slot: slotOf('ContactMade', '/words'), carrier: { log: LOG, commandid, caseid } }, { claim });
  if (!words.ok) throw new Error(words.refusal.code);
  const head = headText({
    specversion: '1.0', id, source: `test.example/${LOG}`, type, subject: stream, time: utc(now), datacontenttype: 'application/json', log: LOG, stream, caseid, district: '440106', actorid: 'w', actorrole: 'worker', commandid,
    data: { kind: 'ordinary', channel: 'VISIT', anonymous: false, subject: uuidv7(), words: words.value },
  });
  await log.append({ log: LOG, commandid, actorid: 'w', streams: [{ stream, expected: 0, caseid, events: [{ id, type, time: now, head }] }] });
  return words.value.kid;
}
const read = async (policy?: OpenPolicy) => readOpened(
  opening({ keys, access: { record: async (access) => { records.push(access); } }, policy: policy ?? (() => undefined) }), await log.read(LOG, { limit: 100 }), worker, 'intake.case.read');

describe('events read with what the reader may open', () => {
  it('says what was opened, erased and denied, in the order given, under one access record', async () => {
    await append('电梯停运');
    const erased = await append('楼道漏水');
    const denied = await append('检举');
    await append('旧事', 'lianxin.intake.unheardof.v1');
    await keys.destroy({ kids: [erased] });
    const seen = await read(({ kid }) => (kid === denied ? { code: 'access/compartment' } : undefined));
    expect(seen.map((e) => e.data['words'])).toEqual([{ claim: '电梯停运' }, { erased: true }, { denied: true }]);
    expect(seen[0]).toMatchObject({ type: 'ContactMade', version: 1, actorid: 'w', zh: expect.any(String), en: expect.any(String) });
    expect(records).toMatchObject([{ context: { actor: worker, basis: 'statutory-duty', reason: 'intake.case.read' } }]);
  });

  it('says so when a value does not open in the place where it stands', async () => {
    await append('电梯停运');
    const [row] = await log.read(LOG, { limit: 1 });
    const moved = { ...row!, body: row!.body.replace(/"commandid":"[^"]+"/u, `"commandid":"${uuidv7()}"`) };
    const [seen] = await readOpened(opening({ keys, access: { record: () => Promise.resolve() }, policy: () => undefined }), [moved], worker, 'intake.case.read');
    expect(seen!.data['words']).toEqual({ failed: true });
  });
});
