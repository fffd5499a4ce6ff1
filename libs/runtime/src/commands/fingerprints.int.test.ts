import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7, virtualClock } from '@lianxin/kernel';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { memoryKeyStore, type KeyStore } from '@lianxin/trust';
import { memoryErasureFollower, type ErasureFollower } from '../erasure/erasure-follower.js';
import { eraseSubject, happenWith } from '../erasure/testing/erasing.js';
import { keepFingerprints, type Fingerprints } from './fingerprints.js';

const DAY = 86_400_000;
const LOG = 'intake.440106';
let clock: ReturnType<typeof virtualClock>;
let log: EventLog;
let keys: KeyStore;
let erasures: ErasureFollower;
let fingerprints: Fingerprints;

beforeEach(async () => {
  clock = virtualClock(Date.UTC(2026, 9, 20));
  log = memoryEventLog({ clock });
  keys = memoryKeyStore(clock);
  erasures = await memoryErasureFollower(keys, clock);
  await erasures.follow(log);
  fingerprints = await keepFingerprints({ service: 'intake', log, keys, clock, erasures });
});
afterEach(async () => {
  await fingerprints.close();
  await erasures.close();
  await keys.close();
  await log.close();
});

const give = async (month: string): Promise<string> => {
  const commandid = uuidv7(clock.now());
  await happenWith(log, { commandid, fingerprint: await fingerprints.secret(month), time: clock.now() });
  return commandid;
};
const kept = async (commandid: string): Promise<boolean> => (await log.findCommand(LOG, commandid))?.fingerprint !== undefined;

describe('fingerprints of commands', () => {
  it('are kept for thirty days, and their month’s key as long as one of them', async () => {
    const first = await give('2026-10');
    clock.advance(29 * DAY);
    const second = await give('2026-11');
    await fingerprints.tidy();
    expect([await kept(first), await kept(second), [...await keys.secretNames()].sort()]).toEqual([true, true, ['fingerprint-0-2026-10', 'fingerprint-0-2026-11']]);
    clock.advance(2 * DAY);
    await fingerprints.tidy();
    expect([await kept(first), await kept(second), [...await keys.secretNames()].sort()]).toEqual([false, true, ['fingerprint-0-2026-10', 'fingerprint-0-2026-11']]);
    clock.advance(12 * DAY);
    await fingerprints.tidy();
    expect(await keys.secretNames()).toEqual(['fingerprint-0-2026-11']);
  });

  it('end with an erasure, keys and all; later ones are kept, also over a restart', async () => {
    const before = await give('2026-10');
    clock.advance(1_000);
    await eraseSubject(log, 's1');
    expect(await erasures.carryOut()).toBe(true);
    expect([await kept(before), await keys.secretNames()]).toEqual([false, []]);
    clock.advance(1_000);
    const after = await give('2026-10');
    await fingerprints.close();
    fingerprints = await keepFingerprints({ service: 'intake', log, keys, clock, erasures });
    await fingerprints.tidy();
    expect([await kept(after), await keys.secretNames()]).toEqual([true, ['fingerprint-1-2026-10']]);
  });
});
