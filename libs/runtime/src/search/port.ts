/** One searchable text: best one document per sealed value, so that erasing its key takes exactly its tokens. */
export interface SearchDoc {
  /** The caller's name for it (a stream, an event and slot …). Putting the same id again replaces it. */
  readonly id: string;
  readonly kind: string;
  readonly district: string;
  readonly caseid?: string;
  /** Keys the clear text came from: when any of them is destroyed, the document goes. */
  readonly kids: readonly string[];
  readonly text?: string;
  /** Whole identifiers (phone, id-card number …), found only when asked for whole. */
  readonly identifiers?: readonly string[];
  /** Personal names, found by characters, by pinyin and by initials. */
  readonly names?: readonly string[];
}

export interface SearchBatch {
  readonly log: string;
  /** The last position this batch covers; stored in the same transaction. */
  readonly position: number;
  readonly put?: readonly SearchDoc[];
  readonly remove?: readonly string[];
}

export interface SearchQuery {
  /** Words; all must occur. Two-character words are exact without looking at the text. */
  readonly text?: string;
  readonly identifier?: string;
  /** A name in characters, in pinyin, or its initials. */
  readonly name?: string;
  readonly district?: string;
  readonly kind?: string;
  readonly caseid?: string;
  /** Default 20, at most 200. */
  readonly limit?: number;
  /** Cursor of the previous page. */
  readonly after?: string;
}

/** Gives the opened text of a document, or undefined when it may not or cannot be opened (then it is no hit). */
export type CheckText = (ids: readonly string[]) => Promise<readonly (string | undefined)[]>;

/** Ids in order of indexing, newest first. */
export interface SearchResult {
  readonly ids: readonly string[];
  readonly count: number;
  /** True when the count is a lower bound: more than 2,000 candidates would have to be opened. */
  readonly atLeast: boolean;
  readonly next?: string;
  /** Nothing but single characters was asked for: no token stands for them. */
  readonly tooShort?: boolean;
}

export interface NearDuplicate {
  readonly id: string;
  /** 0..1: estimated share of common two-character pieces (Jaccard); 1 = the same text but for spaces and punctuation. */
  readonly score: number;
  readonly same: boolean;
}

/** An index over clear text that keeps only keyed tokens, is encrypted as a whole, and can be thrown away and rebuilt. */
export interface SearchIndex {
  /** Last position of a log whose texts are in; 0 at first. */
  checkpoint(log: string): Promise<number>;
  apply(batch: SearchBatch): Promise<void>;
  /** For texts that come from no log: `apply` without a checkpoint. */
  put(docs: readonly SearchDoc[]): Promise<void>;
  /**
   * Removes what came from destroyed keys, and the bytes of its tokens and of all replaced texts from the files (seconds for
   * a large index, in short steps; nothing to do, no time). Call it at start with all destroyed kids: it ends what a crash
   * interrupted. Returns the number of documents.
   */
  removeByKids(kids: readonly string[]): Promise<number>;
  query(query: SearchQuery, check?: CheckText): Promise<SearchResult>;
  nearDuplicates(text: string, options?: { readonly minOverlap?: number; readonly district?: string; readonly kind?: string; readonly limit?: number }): Promise<readonly NearDuplicate[]>;
  /** Forgets everything, checkpoints too; with a key, also the old file: a new one is begun under it. */
  clear(newKey?: Uint8Array): Promise<void>;
  count(): Promise<number>;
  close(): Promise<void>;
}

/** What may be asked of an index that another thread feeds. */
export type SearchReads = Pick<SearchIndex, 'checkpoint' | 'query' | 'nearDuplicates' | 'count'>;
