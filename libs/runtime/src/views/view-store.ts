import type { Doc } from '@lianxin/kernel';

/** A value that can be searched and sorted by. Truth values are kept as 1 and 0. */
export type Key = string | number | boolean;

/** From (inclusive) to below (exclusive); either side may be left open. */
export interface KeyRange { readonly from?: string | number; readonly below?: string | number }

/** All conditions must hold; an array means any of its values. A document without the field counts under `''`. */
export type Where = { readonly [index: string]: Key | readonly Key[] | KeyRange };

export interface Find {
  readonly where?: Where;
  /** An index; equal values are ordered by id. Without it the order is by id. Numbers come before texts; an absent value counts as `''`. */
  readonly orderBy?: string;
  readonly desc?: boolean;
  /** `next` of the page before, taken with the same order; a foreign one throws `BadCursor`. */
  readonly after?: string;
  /** Default 100. */
  readonly limit?: number;
}

export interface FoundDoc<D extends Doc = Doc> { readonly id: string; readonly doc: D }

export interface Found<D extends Doc = Doc> {
  readonly items: readonly FoundDoc<D>[];
  /** Present when there may be more. */
  readonly next?: string;
}

/** Reads the live build of one view. An undeclared index throws: a fault of the program, not of its user. */
export interface ViewReader<D extends Doc = Doc> {
  get(id: string): Promise<D | undefined>;
  find(find?: Find): Promise<Found<D>>;
  count(where?: Where): Promise<number>;
  /** How many documents there are for each value of the index. */
  groupCount(index: string, where?: Where): Promise<ReadonlyMap<string | number, number>>;
}

/** One table of documents: a view's version, built from the logs. A view has one live build, and perhaps one in the making. */
export interface ViewBuild {
  readonly id: string;
  readonly view: string;
  readonly version: number;
  readonly indexes: readonly string[];
  readonly live: boolean;
}

/** An event that a view could not take, or one that waits behind such an event of its stream (`sequence` > 1). */
export interface ParkedEvent {
  /** `<view>/<log>/<position>`. */
  readonly id: string;
  readonly view: string;
  readonly log: string;
  readonly stream: string;
  readonly position: number;
  readonly version: number;
  readonly type: string;
  /** From 1, in the order of the stream; 1 is the one that failed. */
  readonly sequence: number;
  readonly error: string;
  readonly attempts: number;
  /** UTC milliseconds. */
  readonly parkedat: number;
}

/** What one batch changed; stored whole or not at all. */
export interface ViewCommit {
  readonly build: string;
  readonly log: string;
  /** The checkpoint the batch was computed on: if it is another by now, nothing is stored. */
  readonly from: number;
  readonly to: number;
  readonly puts: ReadonlyMap<string, Doc>;
  readonly removes: readonly string[];
  /** New letters, or old ones (same id) with a new attempt. */
  readonly park: readonly ParkedEvent[];
  /** Ids of letters that were applied after all. */
  readonly unpark: readonly string[];
}

export type Now<T> = T | Promise<T>;

/** Keeps views. Everything in it can be rebuilt from the logs. */
export interface ViewStore {
  builds(): Promise<readonly ViewBuild[]>;
  /** An empty build; live at once when the view has no live build yet. */
  create(view: string, version: number, indexes: readonly string[]): Promise<ViewBuild>;
  /** Committed documents only. An adapter that can answer without waiting does so: the runner is faster then. */
  load(build: string, id: string): Now<Doc | undefined>;
  idsWhere(build: string, index: string, value: string | number): Now<readonly string[]>;
  checkpoints(build: string): Promise<ReadonlyMap<string, number>>;
  /** False: another runner moved the checkpoint, nothing was stored. */
  commit(commit: ViewCommit): Promise<boolean>;
  /** By log, stream and sequence. */
  parked(build: string): Promise<readonly ParkedEvent[]>;
  /** Documents in the order of their ids, as stored text: for comparing two builds. */
  scan(build: string, after: string, limit: number): Promise<readonly { readonly id: string; readonly text: string }[]>;
  /** Makes the build its view's live one, in one step for all readers, and drops the one before. */
  switchTo(build: string): Promise<void>;
  drop(build: string): Promise<void>;
  /** Follows the live build through switches; before there is one it finds nothing. */
  reader<D extends Doc = Doc>(view: string): ViewReader<D>;
  close(): Promise<void>;
}
