import { append } from './appending.mjs';
import { abba, ratioGate, row } from './measure.mjs';
import { loadPeer, PEER_VERSIONS, peerAppend } from './peer.mjs';
import { prebuiltRows, writeRows } from './probe.mjs';
import { LOGS } from './sample.mjs';

export const id = 'B1';
export const title = 'durable append by one client';

export async function run({ file, rounds, say }) {
  const count = 4000;
  const one = () => LOGS[3];
  const rows = prebuiltRows(count, 1, one);
  const cases = [
    { name: 'event log', run: () => append(file(), { count, clients: 1, logOf: one }) },
    { name: 'event log in a worker', run: () => append(file(), { count, clients: 1, logOf: one, inThread: false }) },
    { name: 'raw, one per commit', run: async () => writeRows(file(), rows, 1) },
  ];
  const notes = [];
  const peer = await loadPeer(say);
  let pragmas;
  let failed = 0;
  if (typeof peer === 'string') notes.push(`not compared with emmett-sqlite: ${peer}`);
  else cases.push({ name: 'emmett-sqlite', run: async () => { const r = await peerAppend(peer, file(), 300); pragmas = r.pragmas; failed += r.failed; return r; } });

  const results = await abba(cases, rounds, say);
  const gates = [ratioGate('event log / raw one per commit', results, 'event log', 'raw, one per commit', 0.65)];
  if (typeof peer !== 'string') {
    gates.push(ratioGate('event log / emmett-sqlite', results, 'event log', 'emmett-sqlite', 5));
    notes.push(`emmett-sqlite ${PEER_VERSIONS['@event-driven-io/emmett-sqlite']} with sqlite3 ${PEER_VERSIONS.sqlite3}, its own settings read back: ${JSON.stringify(pragmas)}; it opens and closes its file for each append${failed === 0 ? '' : `; ${failed} of its appends failed with SQLITE_BUSY and were given again`}`);
  } else {
    gates.push({ name: 'event log / emmett-sqlite', value: Number.NaN, bound: '≥ 5', pass: false });
  }
  return { rows: [...results.values()].map((r) => row(r)), gates, notes };
}
