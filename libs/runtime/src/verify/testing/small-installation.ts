import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { consistencyProof, headText, uuidv7, virtualClock, type TreeReader } from '@lianxin/kernel';
import { openSqliteEventLog, type EventLog, type StoredEvent } from '@lianxin/event-log';
import { cosignCheckpoint, keysInFolder, makeSeal, openWitnessKey, parseCheckpoint, sealMember, type NoteSigner, type TrustedKeys } from '@lianxin/trust';
import { checkpointPublisher } from '../../checkpoints/publisher.js';

/**
 * A small installation on disk as the verifier meets it: real stores, keys, checkpoints, mirror, cosignatures and anchors.
 * For tests and the bench; it stands in for services that libraries may not import.
 */
export const INSTALLATION = 'letters.example';
export const INTAKE = 'intake.440106';
export const ACCESS = 'intake-access.440106';
export const ARCHIVE = 'archive.440106';
export const CITY = 'archive.440100';

const clock = virtualClock(Date.UTC(2026, 0, 5));

export interface Written { readonly log: string; readonly stream: string; readonly type: string; readonly caseid?: string; readonly data?: unknown; readonly commandid?: string }

export class SmallInstallation {
  private constructor(readonly folder: string, readonly intake: EventLog, readonly archive: EventLog, readonly mirror: EventLog, private readonly witness: NoteSigner) {}

  get dataDir(): string { return join(this.folder, 'data'); }
  get keysDir(): string { return join(this.folder, 'keys'); }

  static async open(folder: string): Promise<SmallInstallation> {
    mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
    const open = (name: string) => openSqliteEventLog({ path: join(folder, 'data', name), clock, inThread: true });
    const witness = openWitnessKey(join(folder, 'keys'), INSTALLATION);
    if (!witness.ok) throw new Error(witness.refusal.en);
    return new SmallInstallation(folder, await open('intake/log.db'), await open('archive/log.db'), await open('archive/mirror.db'), witness.value);
  }

  private owner(log: string): EventLog { return log.startsWith('archive') ? this.archive : this.intake; }

  keys(): TrustedKeys {
    const keys = keysInFolder(this.keysDir);
    if (!keys.ok) throw new Error(keys.refusal.en);
    return keys.value;
  }

  /** Appends events, each by a command of its own, many in one transaction. */
  async write(events: readonly Written[]): Promise<void> {
    const versions = new Map<string, number>();
    const appends = [];
    for (const e of events) {
      clock.advance(1);
      const known = versions.get(e.stream) ?? (await this.owner(e.log).readStream(e.log, e.stream, { limit: 1_000_000 })).length;
      versions.set(e.stream, known + 1);
      const id = uuidv7();
      const type = `lianxin.${e.log.split(/[.-]/)[0]}.${e.type}.v1`;
      const commandid = e.commandid ?? uuidv7();
      const head = headText({
        specversion: '1.0', id, source: `${INSTALLATION}/${e.log}`, type, subject: e.stream, time: new Date(clock.now()).toISOString(), datacontenttype: 'application/json',
        log: e.log, stream: e.stream, ...(e.caseid === undefined ? {} : { caseid: e.caseid }), district: e.log.slice(-6), actorid: 'w-17', actorrole: 'worker', commandid, data: e.data ?? { note: '张某来访' },
      });
      appends.push(this.owner(e.log).append({
        log: e.log, commandid, actorid: 'w-17',
        streams: [{ stream: e.stream, expected: known, ...(e.caseid === undefined ? {} : { caseid: e.caseid }), events: [{ id, type, time: clock.now(), head }] }],
      }));
    }
    for (const outcome of await Promise.all(appends)) if (outcome.kind !== 'appended') throw new Error(JSON.stringify(outcome));
  }

  /** Signs what grew, copies it to the mirror, cosigns it, and anchors the intake log's checkpoint in the city log. */
  async settle(): Promise<void> {
    await this.publish();
    await this.copyAndCosign();
    const last = await this.mirror.lastCheckpoint(INTAKE);
    const c = last && parseCheckpoint(last.text);
    if (!c?.ok) throw new Error('the intake log has no checkpoint');
    await this.write([{ log: CITY, stream: `anchor-440100-${uuidv7()}`, type: 'checkpointanchored', data: { log: INTAKE, size: c.value.size, root: c.value.root.toString('base64'), checkpoint: last!.text } }]);
    await this.publish();
    await this.copyAndCosign();
  }

  private async publish(): Promise<void> {
    for (const log of [this.intake, this.archive]) {
      const publisher = checkpointPublisher({ log, keysDir: this.keysDir, installation: INSTALLATION, every: 3_600_000, onFault: (_, fault) => { throw new Error(fault.en); } });
      await publisher.close();
    }
  }

  private async copyAndCosign(): Promise<void> {
    for (const owner of [this.intake, this.archive]) {
      for (const log of (await owner.logs()).filter((l) => l !== ACCESS)) {
        for (let { size } = await this.mirror.head(log); size < (await owner.head(log)).size; ({ size } = await this.mirror.head(log))) {
          const taken = await this.mirror.mirror(log, size, (await owner.read(log, { after: size })).map((e) => e.body));
          if (!taken.ok) throw new Error(taken.why);
        }
        const [newest, known] = [await owner.lastCheckpoint(log), await this.mirror.lastCheckpoint(log)];
        const last = known && parseCheckpoint(known.text);
        const from = last?.ok ? last.value : undefined;
        const proof = from && newest ? await consistencyProof(this.mirror.tree(log), from.size, newest.size) : [];
        const cosigned = newest && cosignCheckpoint(this.witness, { checkpoint: newest.text, keys: this.keys(), ...(from ? { last: from } : {}), proof, now: clock.now() });
        if (!cosigned?.ok) throw new Error(cosigned?.refusal.en ?? `${log} has no checkpoint`);
        await this.mirror.saveCheckpoint({ log, size: newest!.size, text: cosigned.value });
      }
    }
  }

  async eventsOf(caseid: string): Promise<readonly StoredEvent[]> {
    const all = await Promise.all([INTAKE, ARCHIVE].map((log) => this.mirror.read(log, { limit: 1_000_000 })));
    return all.flat().filter((e) => e.caseid === caseid);
  }

  /** Seals a case at what the mirror holds. */
  async seal(caseid: string, stream: string): Promise<void> {
    const heads = await Promise.all([INTAKE, ARCHIVE].map((log) => this.mirror.head(log)));
    await this.write([{ log: ARCHIVE, stream, type: 'casesealed', caseid, data: sealMember(makeSeal(heads, await this.eventsOf(caseid))).member }]);
  }

  async checkpoints(): Promise<string[]> {
    const texts = await Promise.all([INTAKE, ARCHIVE].map((log) => this.mirror.lastCheckpoint(log)));
    return texts.map((c) => c!.text);
  }

  tree = (log: string): TreeReader => this.mirror.tree(log);

  async close(): Promise<void> {
    for (const log of [this.intake, this.archive, this.mirror]) await log.close();
  }
}

