import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { events as contracts } from '@lianxin/contracts';
import { headText, ok, systemClock, utc, uuidv7, type Actor, type Clock } from '@lianxin/kernel';
import { openSqliteEventLog, type EventLog } from '@lianxin/event-log';
import { checkpointPublisher, memorySnapshots, openSqliteViewStore, slotOf, startEngine, type CheckpointPublisher, type ServiceEngine } from '@lianxin/runtime';
import { openKeyStore, sealing, type Compartment, type KeyStore, type Sealed } from '@lianxin/trust';
import { archiveViews, openArchiveStores, startArchive, type Archive, type ArchiveStores, type StartArchive } from '../archive.js';
import { feedOfStore, type ArchiveFeed } from '../mirror/feeds.js';
import type { Alarm } from '../mirror/alarms.js';

export const DISTRICT = '440106';
export const INSTALLATION = 'test.example';
export const supervisor: Actor = { id: 'supervisor-440106', role: 'supervisor', district: DISTRICT, org: 'station-440106' };
export const archivist: Actor = { id: 'archivist-440106', role: 'archivist', district: DISTRICT, org: 'station-440106' };
export const auditor: Actor = { id: 'auditor-440100', role: 'auditor', district: '440100', org: 'city-office' };

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'lianxin-archive-'));
export const dropFolder = (dir: string): void => rmSync(dir, { recursive: true, force: true });

/** A stand-in for crisis that clears every case. */
export const cleared: StartArchive['clearance'] = { clear: () => Promise.resolve(ok({ log: `crisis.${DISTRICT}`, position: 1, leaf: Buffer.alloc(32).toString('base64') })) };

/** A stand-in for supervision and coordination: everything is signed off and nothing open. */
export const settled: StartArchive['closing'] = { outcome: () => Promise.resolve('signed-off'), openReferrals: () => Promise.resolve(0) };

/** An installation of the archive and a stand-in for intake: real stores, real keys, real checkpoints, one process. */
export interface Installation {
  readonly dir: string;
  readonly intake: EventLog;
  readonly keys: KeyStore;
  readonly engine: ServiceEngine;
  readonly stores: ArchiveStores;
  readonly archive: Archive;
  readonly alarms: readonly Alarm[];
  readonly intakeCheckpoints: CheckpointPublisher;
  readonly errors: readonly string[];
  /** Signs and cosigns everything that is there. */
  witnessed(): Promise<void>;
  close(): Promise<void>;
}

export interface InstallationOptions extends Partial<Pick<StartArchive, 'anchorEvery' | 'quiet' | 'maxInlineSeal' | 'services' | 'clearance' | 'closing'>> {
  readonly clock?: Clock;
  /** What the archive is told of intake's logs; default the truth. */
  readonly intakeFeed?: (honest: ArchiveFeed) => ArchiveFeed;
}

export async function openInstallation(dir: string, options: InstallationOptions = {}): Promise<Installation> {
  const { clock = systemClock } = options;
  const keysDir = join(dir, 'keys');
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  const keys = await openKeyStore({ dir: keysDir, clock });
  const stores = await openArchiveStores(join(dir, 'archive'), { clock, inThread: true });
  const intake = await openSqliteEventLog({ path: join(dir, 'intake', 'log.db'), clock, inThread: true });
  const log = await openSqliteEventLog({ path: join(dir, 'archive', 'log.db'), clock, inThread: true });
  const views = openSqliteViewStore(join(dir, 'archive', 'views.db'));
  const errors: string[] = [];
  const engine = await startEngine({
    service: 'archive', installation: INSTALLATION, keysDir, clock, log, views, snapshots: memorySnapshots(), keys, types: contracts, projections: archiveViews, shows: stores.copy, policy: () => ({ code: 'access/compartment' }), mirror: stores.copy,
  });
  const intakeCheckpoints = checkpointPublisher({ log: intake, keysDir, installation: INSTALLATION, every: 3_600_000 });
  const alarms: Alarm[] = [];
  const archive = await startArchive({
    engine, stores, services: ['archive', 'intake'], clearance: cleared, closing: settled, onAlarm: (a) => alarms.push(a), onError: (where, error) => errors.push(`${where}: ${String(error)}`), anchorEvery: 0, quiet: 0, poll: 50, ...options,
  });
  const honest = feedOfStore('intake', intake, clock);
  const unfollow = archive.follow(options.intakeFeed?.(honest) ?? honest);
  await archive.mirror.catchUp();
  return {
    dir, intake, keys, engine, stores, archive, alarms, intakeCheckpoints, errors,
    async witnessed() {
      for (let left = 2; left > 0; left -= 1) { // the anchors of the first round grow the city's log
        await intakeCheckpoints.publish();
        await engine.checkpoints.publish();
        await archive.mirror.catchUp();
      }
    },
    async close() {
      await unfollow();
      await archive.close();
      await intakeCheckpoints.close();
      await engine.close();
      await views.close();
      await Promise.all([log.close(), intake.close(), stores.close(), keys.close()]);
    },
  };
}

export type Fact = readonly [name: string, data: unknown];

/** Appends events to one stream of an EventLog as a service would. */
export async function record(log: EventLog, name: string, stream: string, caseid: string | undefined, facts: readonly Fact[], more: { readonly commandid?: string; readonly now?: number } = {}): Promise<void> {
  const district = name.slice(name.indexOf('.') + 1);
  const now = more.now ?? Date.now();
  const commandid = more.commandid ?? uuidv7(now);
  const before = await log.readStream(name, stream, { limit: 100_000 });
  const events = facts.map(([event, data]) => {
    const id = uuidv7(now);
    const type = event.includes('.') ? event : contracts.typeOf(event);
    return {
      id, type, time: now, head: headText({
        specversion: '1.0', id, source: `${INSTALLATION}/${name}`, type, subject: stream, time: utc(now), datacontenttype: 'application/json', log: name, stream, ...(caseid === undefined ? {} : { caseid }),
        district, actorid: 'worker-440106', actorrole: 'worker', commandid, correlationid: commandid, data,
      }),
    };
  });
  const outcome = await log.append({ log: name, commandid, actorid: 'worker-440106', streams: [{ stream, expected: before.length, events, ...(caseid === undefined ? {} : { caseid }) }] });
  if (outcome.kind !== 'appended') throw new Error(`not appended: ${JSON.stringify(outcome)}`);
}

export interface RegisteredCase { readonly caseid: string; readonly number: string; readonly dossier: string; readonly matter: string; readonly subject: string; readonly claim: string }
let serial = 0;

/** A case as intake registers it: dossier and matter, the claim sealed. */
export async function registerCase(at: Pick<Installation, 'intake' | 'keys'>, more: { readonly claim?: string; readonly kind?: 'ordinary' | 'accusation'; readonly now?: number; readonly extra?: readonly Fact[] } = {}): Promise<RegisteredCase> {
  const caseid = uuidv7();
  const subject = uuidv7();
  const commandid = uuidv7();
  serial += 1;
  const number = `${DISTRICT}-2026-${String(serial).padStart(6, '0')}`;
  const claim = more.claim ?? '反映某小区电梯多次停运';
  const log = `intake.${DISTRICT}`;
  const seal = async (event: string, path: string, compartment: Compartment, value: unknown): Promise<Sealed> => {
    const sealed = await sealing(at.keys).seal({ scope: { subject, caseid, compartment } }, { slot: slotOf(event, path), carrier: { log, commandid, caseid } }, value);
    if (!sealed.ok) throw new Error(sealed.refusal.code);
    return sealed.value;
  };
  const { kind = 'ordinary' } = more;
  const compartment: Compartment = kind === 'accusation' ? 'accusation' : 'narrative';
  const dossier = `dossier-${DISTRICT}-${caseid}`;
  const matter = `matter-${DISTRICT}-${uuidv7()}`;
  const options = { commandid, ...(more.now === undefined ? {} : { now: more.now }) };
  await record(at.intake, log, dossier, caseid, [
    ['ContactMade', { kind, channel: 'VISIT', anonymous: false, subject, words: await seal('ContactMade', '/words', compartment, { claim }) }],
    ['CaseRegistered', { number, query: { hmac: 'A'.repeat(43), code: await seal('CaseRegistered', '/query/code', kind === 'accusation' ? 'accusation' : 'contact', '1234-5678') } }],
    ['SafetyAsked', { answer: 'NO' }],
    ['MatterFiled', { matter, number: `XF${number}`, kind: kind === 'accusation' ? 'ACCUSATION' : 'APPEAL_CLAIM' }],
    ...more.extra ?? [],
  ], options);
  return { caseid, number, dossier, matter, subject, claim };
}

/** Waits until something holds, looking often; fails loudly after `ms`. */
export async function eventually<T>(what: () => Promise<T | undefined | false> | T | undefined | false, ms = 8_000): Promise<T> {
  const until = Date.now() + ms;
  for (;;) {
    const got = await what();
    if (got) return got;
    if (Date.now() > until) throw new Error(`did not come true within ${ms} ms: ${what.toString()}`);
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}
