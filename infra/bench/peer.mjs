import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stopwatch } from './measure.mjs';
import { TYPE, makeEvent, walk } from './sample.mjs';

/** The peer lives in a folder of its own and is no dependency of the project. */
const VERSIONS = { '@event-driven-io/emmett': '0.38.5', '@event-driven-io/emmett-sqlite': '0.38.5', sqlite3: '5.1.7' };
const FOLDER = join(import.meta.dirname, '.peer');
const ENTRY = join(FOLDER, 'node_modules/@event-driven-io/emmett-sqlite/dist/index.js');

/** Installs the peer when it is not there (it may compile its driver, some minutes). A string says why there is none. */
export async function loadPeer(say) {
  if (!existsSync(ENTRY)) {
    say(`installing the peer into ${FOLDER} (once; its driver may have to be compiled)`);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ name: 'bench-peer', private: true, dependencies: VERSIONS, allowScripts: { sqlite3: true } }, null, 2));
    const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: FOLDER, encoding: 'utf8' });
    if (npm.status !== 0) return `the peer could not be installed: ${`${npm.stderr ?? ''}${npm.error ?? ''}`.trim().split('\n').slice(0, 3).join(' ')}`;
  }
  try { return await import(pathToFileURL(ENTRY).href); } catch (error) { return `the peer could not be loaded: ${error.message.split('\n')[0]}`; }
}

/** One client appending to the peer, same streams and data. Its own defaults are kept; its PRAGMAs are read back on its own connection. */
export async function peerAppend(peer, path, count) {
  let pragmas;
  const store = peer.getSQLiteEventStore({
    fileName: path,
    hooks: {
      onBeforeCommit: async (_events, { connection }) => {
        if (pragmas) return;
        // `query` reads to the end; a statement left open would keep the peer's commit from succeeding.
        const ask = async (name) => Object.values((await connection.query(`PRAGMA ${name}`))[0])[0];
        pragmas = { journal_mode: await ask('journal_mode'), synchronous: await ask('synchronous'), wal_autocheckpoint: await ask('wal_autocheckpoint') };
      },
    },
  });
  const next = walk('intake.440106');
  const latencies = [];
  let failed = 0;
  const write = async (n, keep) => {
    for (let i = 0; i < n; i += 1) {
      const since = performance.now();
      const { log, stream, caseid, expected, commandid } = next();
      // The peer stores what it is given as JSON: it gets the same document as an object.
      const data = JSON.parse(`${makeEvent(log, stream, caseid, commandid, Date.now()).head}}`);
      const given = () => store.appendToStream(stream, [{ type: TYPE, data }], { expectedStreamVersion: expected === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(expected) });
      // Now and then its commit fails because its own PRAGMA is still running on the connection: given again, and counted.
      for (let left = 20; ; left -= 1) {
        try { await given(); break; } catch (error) { failed += 1; if (left === 0) throw error; }
      }
      if (keep) latencies.push(performance.now() - since);
    }
  };
  await write(20, false);
  const stop = stopwatch();
  await write(count, true);
  return { ...stop(count), latencies, pragmas, failed };
}

export const PEER_VERSIONS = VERSIONS;
