import { join } from 'node:path';
import { ok } from '@lianxin/kernel';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { readIfThere, reasonOf, replaceFile } from './durable-file.js';
import { faulty, type Trusted } from './words.js';

/**
 * `last-checkpoint-<log>` in the keys folder: the largest checkpoint the log ever published, kept apart from the data so
 * that a store restored from an old backup is noticed at its next start.
 */
export const lastCheckpointFile = (keysDir: string, log: string): string => join(keysDir, `last-checkpoint-${log}`);

/** Undefined when the log never published one. */
export function readLastCheckpoint(keysDir: string, log: string): Trusted<Checkpoint | undefined> {
  const where = lastCheckpointFile(keysDir, log);
  let text: string | undefined;
  try { text = readIfThere(where); } catch (error) { return faulty('key/unreadable', { where, why: reasonOf(error) }); }
  if (text === undefined) return ok(undefined);
  const parsed = parseCheckpoint(text, where);
  if (!parsed.ok) return parsed;
  return parsed.value.log === log ? parsed : faulty('checkpoint/other-log', { where, name: parsed.value.log, wanted: log });
}

/** Writes it before the checkpoint is shown to anybody. Never goes back in size, never to another root of the same size. */
export function saveLastCheckpoint(keysDir: string, checkpoint: Checkpoint): Trusted<Checkpoint> {
  const where = lastCheckpointFile(keysDir, checkpoint.log);
  const known = readLastCheckpoint(keysDir, checkpoint.log);
  if (!known.ok) return known;
  if (known.value && known.value.size > checkpoint.size) return faulty('checkpoint/goes-back', { where, known: known.value.size, size: checkpoint.size });
  if (known.value && known.value.size === checkpoint.size && !known.value.root.equals(checkpoint.root)) return faulty('checkpoint/forked', { where, size: checkpoint.size });
  try { replaceFile(where, checkpoint.text); } catch (error) { return faulty('key/unreadable', { where, why: reasonOf(error) }); }
  return ok(checkpoint);
}
