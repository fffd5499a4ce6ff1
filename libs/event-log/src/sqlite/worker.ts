import { parentPort, type MessagePort } from 'node:worker_threads';
import { EventLogError } from '../errors.js';
import { CHECKPOINT_NET } from './checkpointer.js';
import type { FromWorker, ToldError, ToWorker } from './remote-writer.js';
import { QueueingWriter } from './writer.js';

/** The thread that owns a store's writing connection. Answers of one commit go back in one message. */
const port = parentPort as MessagePort;
const post = (message: FromWorker): void => port.postMessage(message);
const told = (error: unknown): ToldError =>
  (error instanceof EventLogError ? { code: error.code, message: error.message } : { code: 'event-log/failed', message: String(error) });

let answers: (readonly [number, unknown])[] = [];
const answer = (id: number, value: unknown): void => {
  answers.push([id, value]);
  // The promises of one commit settle one after another; a tick queued from among them comes after them all.
  if (answers.length === 1) process.nextTick(() => { const all = answers; answers = []; post({ kind: 'answers', answers: all }); });
};

function serve(writer: QueueingWriter): void {
  port.on('message', (m: ToWorker) => {
    if (m.kind === 'open') return;
    if (m.kind === 'appends') {
      for (const { id, append, now } of m.items) writer.append(append, now).then((outcome) => answer(id, outcome), (error: unknown) => post({ kind: 'failed', id, error: told(error) }));
      return;
    }
    const method = writer[m.name] as (...args: readonly unknown[]) => Promise<unknown>;
    method.apply(writer, [...m.args]).then((value) => answer(m.id, value), (error: unknown) => post({ kind: 'failed', id: m.id, error: told(error) }));
  });
  post({ kind: 'open' });
}

port.once('message', (first: ToWorker) => {
  if (first.kind !== 'open') throw new Error('a writer is told first which file to open');
  try {
    serve(new QueueingWriter({ path: first.path, autoCheckpoint: CHECKPOINT_NET, announce: (log, size) => post({ kind: 'grown', log, size }) }));
  } catch (error) {
    post({ kind: 'refused-to-open', error: told(error) });
  }
});
