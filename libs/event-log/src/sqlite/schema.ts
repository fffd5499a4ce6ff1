/** "Lxel": stands in the file's header, so that another program's database is never taken for a log. */
export const APPLICATION_ID = 0x4c78656c;
/** Raised with every change of the tables below; a newer file is refused. */
export const SCHEMA_VERSION = 1;

/**
 * One file holds all logs of a service. `event.body` is the truth: the other columns repeat what stands in it so that it
 * can be found, and the verifier compares each with it. `leaf` = SHA-256(0x00 ‖ body). `node` keeps the full subtrees of
 * 256 and 65,536 leaves, enough to prove any event in milliseconds. `command` holds fingerprints for 30 days, by the position of the
 * command's first event: so they are written at the end and forgotten from the beginning.
 * `event` is a rowid table on purpose: WITHOUT ROWID costs three times the disk with rows of this size.
 */
export const TABLES = {
  event: ['log', 'position', 'stream', 'version', 'id', 'type', 'caseid', 'commandid', 'n', 'recordedat', 'body', 'leaf'],
  log_head: ['log', 'size', 'frontier', 'clock', 'readonly'],
  node: ['log', 'level', 'idx', 'hash'],
  checkpoint: ['log', 'size', 'text'],
  command: ['log', 'position', 'fingerprint', 'at'],
} as const;

export const SCHEMA = `
  CREATE TABLE event (
    log TEXT NOT NULL, position INTEGER NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
    caseid TEXT, commandid TEXT, n INTEGER, recordedat INTEGER NOT NULL, body TEXT NOT NULL, leaf BLOB NOT NULL
  );
  CREATE UNIQUE INDEX event_position ON event (log, position);
  CREATE UNIQUE INDEX event_stream ON event (log, stream, version);
  CREATE UNIQUE INDEX event_command ON event (log, commandid, n) WHERE commandid IS NOT NULL;
  CREATE TABLE log_head (log TEXT PRIMARY KEY, size INTEGER NOT NULL, frontier BLOB NOT NULL, clock INTEGER NOT NULL, readonly TEXT) WITHOUT ROWID;
  CREATE TABLE node (log TEXT NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (log, level, idx)) WITHOUT ROWID;
  CREATE TABLE checkpoint (log TEXT NOT NULL, size INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (log, size)) WITHOUT ROWID;
  CREATE TABLE command (log TEXT NOT NULL, position INTEGER NOT NULL, fingerprint BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (log, position)) WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

export const EVENT_COLUMNS = TABLES.event.join(', ');
export const INSERT_EVENT = `INSERT INTO event (${EVENT_COLUMNS}) VALUES (${TABLES.event.map(() => '?').join(', ')})`;
/** The same with the body given as its UTF-8 bytes: they were made for the hash, and the driver need not make them again. It is stored as text. */
export const INSERT_EVENT_BYTES = INSERT_EVENT.replace(/\?, \?\)$/, 'CAST(? AS TEXT), ?)');
