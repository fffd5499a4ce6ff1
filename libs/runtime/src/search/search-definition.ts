import type { Searchable } from './search-feeder.js';

/** A service's search index as its module of projections exports it (`search`). */
export interface SearchDefinition {
  /** What it is called in reports and where erasures are registered, for example `search index`. */
  readonly name: string;
  /** File in the service's folder. */
  readonly file: string;
  /** Secret of the KeyStore under which its tokens and its file are. */
  readonly secret: string;
  readonly searchable: Searchable;
}
