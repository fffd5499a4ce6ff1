import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { Frontier, leafHash } from '@lianxin/kernel';
import { lastCheckpointFile, logKeyFile, openLogKey, signCheckpoint } from '@lianxin/trust';
import { INSTALLATION } from './small-installation.js';

/** What somebody with write access to the files could do to a store. For tests alone. */
export class Tampering {
  constructor(private readonly folder: string) {}

  sql(file: string, statement: string, ...binds: (string | number | Uint8Array | null)[]): void {
    const db = new Database(join(this.folder, 'data', file));
    try { db.prepare(statement).run(binds.map((b) => (b !== null && typeof b === 'object' ? Buffer.from(b) : b))); } finally { db.close(); }
  }

  ask<T>(file: string, question: string, ...binds: (string | number)[]): T[] {
    const db = new Database(join(this.folder, 'data', file));
    try { return db.prepare(question).all(binds) as T[]; } finally { db.close(); }
  }

  /** Changes a body and nothing else. */
  body(file: string, log: string, position: number, change: (body: string) => string): void {
    const { body } = this.ask<{ body: string }>(file, 'SELECT body FROM event WHERE log = ? AND position = ?', log, position)[0]!;
    const changed = change(body);
    if (changed === body) throw new Error('nothing was changed');
    this.sql(file, 'UPDATE event SET body = ? WHERE log = ? AND position = ?', changed, log, position);
  }

  /** Makes leaves, head, nodes fit the bodies as they are now, as a thorough forger would. */
  redoTree(file: string, log: string): Frontier {
    const db = new Database(join(this.folder, 'data', file));
    const frontier = Frontier.empty();
    const run = (statement: string, ...binds: (string | number | Buffer)[]): void => { db.prepare(statement).run(binds); };
    db.exec('BEGIN');
    run('DELETE FROM node WHERE log = ?', log);
    for (const { position, body } of db.prepare('SELECT position, body FROM event WHERE log = ? ORDER BY position').all([log]) as { position: number; body: string }[]) {
      const leaf = leafHash(body);
      run('UPDATE event SET leaf = ? WHERE log = ? AND position = ?', leaf, log, position);
      frontier.push(leaf, (n) => { if (n.level === 8 || n.level === 16) run('INSERT INTO node (log, level, idx, hash) VALUES (?, ?, ?, ?)', log, n.level, n.index, Buffer.from(n.hash)); });
    }
    run('UPDATE log_head SET size = ?, frontier = ? WHERE log = ?', frontier.size, frontier.bytes(), log);
    db.exec('COMMIT');
    db.close();
    return frontier;
  }

  /** Signs the present state with the log's own key as the only checkpoint there ever was. */
  resign(file: string, log: string, frontier: Frontier): void {
    const keysDir = join(this.folder, 'keys');
    if (!existsSync(logKeyFile(keysDir, log))) throw new Error('the forger has no key');
    const key = openLogKey(keysDir, INSTALLATION, log);
    if (!key.ok) throw new Error(key.refusal.en);
    const text = signCheckpoint(key.value, frontier.size, frontier.root());
    this.sql(file, 'DELETE FROM checkpoint WHERE log = ?', log);
    this.sql(file, 'INSERT INTO checkpoint (log, size, text) VALUES (?, ?, ?)', log, frontier.size, text);
    writeFileSync(lastCheckpointFile(keysDir, log), text);
  }
}
