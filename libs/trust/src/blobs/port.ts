export type BlobSource = Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface BlobRef {
  /** SHA-256 of the stored bytes, hex: the blob's address. */
  readonly hash: string;
  readonly bytes: number;
}

/** Keeps sealed bytes under their own hash. It never sees clear text. */
export interface BlobStore {
  /** Durable when it resolves; the same bytes are kept once. Throws `blob/too-large` beyond `maxBytes`. */
  put(source: BlobSource, options?: { readonly maxBytes?: number }): Promise<BlobRef>;
  /** The bytes, or undefined when there are none. The reader checks the hash. */
  read(hash: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  has(hash: string): Promise<boolean>;
  remove(hash: string): Promise<boolean>;
  list(): AsyncIterable<BlobRef>;
}
