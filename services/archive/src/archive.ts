import type { EventLog } from '@lianxin/event-log';
import { openSqliteEventLog } from '@lianxin/event-log';
import { originOf, fileBlobStore, keysInFolder, openWitnessKey, type BlobStore, type TrustedKeys } from '@lianxin/trust';
import type { ProjectionRunner, ServiceEngine, ViewReader } from '@lianxin/runtime';
import type { Clock } from '@lianxin/kernel';
import { join } from 'node:path';
import { keptUntil } from './case-file/retention.js';
import { caseFileCommands, type CaseFileCommands } from './case-file/case-file.commands.js';
import type { Clearance } from './case-file/clearance.js';
import { fileReading, type FileReading, type FileReadingParts } from './case-file/file-reading.js';
import type { ClosingChecks } from './closing/closing-checks.js';
import { followUpCommands } from './follow-up/follow-up.commands.js';
import { storyCommands } from './library/story.commands.js';
import { stories, type StoryDoc } from './library/stories.view.js';
import { loanCommands } from './loans/loan.commands.js';
import { loanLog, type LoanDoc } from './loans/loans.view.js';
import { Alarms, type Alarm } from './mirror/alarms.js';
import { feedOfStore, type ArchiveFeed } from './mirror/feeds.js';
import { openLeafStore, type LeafStore } from './mirror/leaf-store.js';
import { Mirror } from './mirror/mirror.js';
import { treesOf, type Trees } from './mirror/trees.js';
import { openPolicy } from './open-policy.js';
import type { SealQueryParts } from './queries/case-seal.query.js';
import type { TimelineParts } from './queries/case-timeline.query.js';
import { Sealer } from './seal/sealer.js';
import { cases, type Case } from './views/cases.view.js';
import { caseStreams } from './views/case-streams.view.js';
import { numbers, type NumberOf } from './views/numbers.view.js';
import { Anchorer } from './witness/anchorer.js';
import { Witness } from './witness/witness.js';

/** What the archive keeps besides its own log and views. Opened first of all: restored logs of other services are refilled from the copy. */
export interface ArchiveStores {
  /** `mirror.db`: the bytes of every log of every service. */
  readonly copy: EventLog;
  /** `witness.db`: leaf hashes of the access logs. */
  readonly accessLeaves: LeafStore;
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

/** The file of the copy in the archive's folder. */
export const copyPath = (folder: string): string => join(folder, 'mirror.db');

export async function openArchiveStores(folder: string, options: { readonly clock?: Clock; readonly inThread?: boolean } = {}): Promise<ArchiveStores> {
  const copy = await openSqliteEventLog({ path: copyPath(folder), ...options });
  const accessLeaves = openLeafStore(join(folder, 'witness.db'));
  const blobs = await fileBlobStore(join(folder, 'blobs'));
  return { copy, accessLeaves, blobs, close: async () => { accessLeaves.close(); await copy.close(); } };
}

export interface StartArchive {
  /** The archive's own engine; its views show the copy (`archiveViews`, `shows`). */
  readonly engine: ServiceEngine;
  readonly stores: ArchiveStores;
  /** Names of all services of this installation, the archive's own among them: nothing is sealed before each of them is followed. */
  readonly services: readonly string[];
  /** Who clears cases for closing. */
  readonly clearance: Clearance;
  /** What other services say to closing. */
  readonly closing: ClosingChecks;
  readonly onAlarm?: (alarm: Alarm) => void;
  readonly onError?: (where: string, error: unknown) => void;
  /** Rhythms in ms, for tests; the defaults stand with the parts. */
  readonly poll?: number;
  readonly anchorEvery?: number;
  readonly quiet?: number;
  readonly maxInlineSeal?: number;
}

export { projections as archiveViews } from './projections.js';

export type ArchiveCommands = CaseFileCommands & ReturnType<typeof followUpCommands> & ReturnType<typeof loanCommands> & typeof storyCommands;

/** The running archive: mirror, witness, views over the mirror, sealer. */
export interface Archive extends Omit<SealQueryParts, 'mirror'>, Omit<TimelineParts, 'mirror'> {
  readonly engine: ServiceEngine;
  readonly stores: ArchiveStores;
  readonly mirror: Mirror;
  readonly alarms: Alarms;
  readonly trees: Trees;
  readonly projections: ProjectionRunner;
  readonly cases: ViewReader<Case>;
  readonly numbers: ViewReader<NumberOf>;
  readonly loans: ViewReader<LoanDoc>;
  readonly stories: ViewReader<StoryDoc>;
  readonly commands: ArchiveCommands;
  readonly read: FileReading;
  readonly closing: ClosingChecks;
  /** Names of the services that run here. */
  readonly services: readonly string[];
  /** What of a case's data may only be stored: compartments, or `all`; empty when nothing is restricted. */
  readonly restricted: FileReadingParts['restricted'];
  readonly sealer: Sealer;
  /** Must any of these cases, or any case of these subjects, be kept: by a hold, or closed and its retention period not over? Asked before an erasure. */
  held(scope: { readonly subjects?: readonly string[]; readonly cases?: readonly string[] } | { readonly kid: string }): Promise<boolean>;
  /** Follows a service's logs from now on. Returns the way out, to be taken before its store closes. */
  follow(feed: ArchiveFeed): () => Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts with the archive's own logs; the host adds the feeds of the others. What a stop left behind is then caught up,
 * witnessed, anchored and sealed. Throws when the keys folder is faulty.
 */
export async function startArchive(start: StartArchive): Promise<Archive> {
  const { engine, stores } = start;
  const { installation, keysDir, clock } = engine.parts;
  const { copy, accessLeaves, blobs } = stores;
  const witnessKey = openWitnessKey(keysDir, installation);
  if (!witnessKey.ok) throw new Error(witnessKey.refusal.zh);
  const keys = keyRing(keysDir);
  const report = start.onError ? { onError: start.onError } : {};

  const alarms = new Alarms(start.onAlarm);
  const trees = treesOf(copy, accessLeaves);
  const anchorer = new Anchorer({ pipeline: engine.pipeline, clock, ...(start.anchorEvery === undefined ? {} : { every: start.anchorEvery }) });
  const witness = new Witness({ trees, feeds: () => mirror.feeds, alarms, clock, signer: witnessKey.value, keys: (log) => keys(originOf(installation, log)), onCosigned: (log, _size, text) => anchorer.note(log, text) });
  for (const log of await trees.logs()) {
    const known = await trees.lastCheckpoint(log);
    if (known) anchorer.note(log, known.text);
  }
  const mirror: Mirror = new Mirror({
    copy, accessLeaves, alarms, clock, ...report, ...(start.poll === undefined ? {} : { poll: start.poll }),
    afterPass: async () => { await witness.pass(); await anchorer.pass(); },
  });
  const { projections } = engine;
  const reading = { streams: projections.view(caseStreams), copy, viewsCaughtUp: () => projections.caughtUp() };
  const caseView = projections.view(cases);
  const restricted: FileReadingParts['restricted'] = (of) => engine.parts.erasures?.restrictions.of(of) ?? [];
  const read = fileReading({ ...reading, mirror, cases: caseView, restricted });
  const commands: ArchiveCommands = {
    ...followUpCommands(read), ...loanCommands(read), ...storyCommands,
    ...caseFileCommands({ ...reading, mirror, read, alarms, blobs, clearance: start.clearance, closing: start.closing, ...(start.maxInlineSeal === undefined ? {} : { maxInlineSeal: start.maxInlineSeal }) }),
  };
  const sealer = new Sealer({
    cases: caseView, pipeline: engine.pipeline, sealCase: commands.sealCase, clock, ...report,
    ready: () => start.services.every((name) => mirror.feeds.some((feed) => feed.service === name)),
    ...(start.quiet === undefined ? {} : { quiet: start.quiet }), ...(start.poll === undefined ? {} : { poll: start.poll }),
  });
  const unfollowOwn = mirror.follow(feedOfStore('archive', engine.parts.log, clock));
  mirror.start();
  sealer.start();

  return {
    ...reading, engine, stores, mirror, alarms, trees, projections, commands, sealer, read, restricted, closing: start.closing, services: start.services, loans: projections.view(loanLog), stories: projections.view(stories), blobs, clock, installation, cases: caseView, numbers: projections.view(numbers),
    opening: engine.openingUnder(openPolicy(caseView)),
    held: async (scope) => {
      await mirror.catchUp();
      await projections.caughtUp();
      return mustKeep(caseView, 'kid' in scope ? await scopeOfKey(engine, scope.kid) : scope, clock.now());
    },
    follow: (feed) => mirror.follow(feed),
    vkeys: () => [...keys().values()].map((k) => k.vkey),
    async close() {
      await sealer.close();
      await unfollowOwn();
      await mirror.close();
    },
  };
}

/** The public keys of the keys folder, read anew when a name is asked for that is not among them. */
function keyRing(keysDir: string): (name?: string) => TrustedKeys {
  let known: TrustedKeys = new Map();
  return (name) => {
    if (name === undefined || !known.has(name)) {
      const read = keysInFolder(keysDir);
      if (!read.ok) throw new Error(read.refusal.zh);
      known = read.value;
    }
    return known;
  };
}

/** Within named cases only these count, as an erasure of them touches no others. */
async function mustKeep(view: ViewReader<Case>, { subjects = [], cases: ids = [] }: { readonly subjects?: readonly string[]; readonly cases?: readonly string[] }, now: number): Promise<boolean> {
  const keep = (doc: Case | undefined): boolean => doc !== undefined && (doc.held || (doc.retention !== undefined && doc.closedAt !== undefined && now < keptUntil(doc.retention, Date.parse(doc.closedAt))));
  if (ids.length > 0) return (await Promise.all(ids.map((id) => view.get(id)))).some(keep);
  if (subjects.length === 0) return false;
  let after: string | undefined;
  do {
    const found = await view.find({ where: { subject: subjects }, limit: 500, ...(after === undefined ? {} : { after }) });
    if (found.items.some(({ doc }) => keep(doc))) return true;
    after = found.next;
  } while (after !== undefined);
  return false;
}

async function scopeOfKey(engine: ServiceEngine, kid: string): Promise<{ subjects?: readonly string[]; cases?: readonly string[] }> {
  const found = await engine.parts.keys.byKid(kid);
  if (found.state !== 'live') return {};
  const { caseid, subject } = found.key;
  return caseid !== undefined ? { cases: [caseid] } : subject !== undefined ? { subjects: [subject] } : {};
}
