import type { Finding } from '@lianxin/trust';
import { SCHEMA } from '@lianxin/event-log';
import type { StoreFacts } from './store-facts.js';
import { say } from './words.js';

const plain = (sql: string): string => sql.replace(/\s+/g, ' ').trim();

/** The tables are ours: a unique index less, or a trigger more, would let later writes break what is checked here. */
export function checkSchema(facts: StoreFacts, integrity: boolean): readonly Finding[] {
  const findings: Finding[] = [];
  const expected = new Map(SCHEMA.split(';').map(plain).filter((sql) => sql.startsWith('CREATE ')).map((sql) => [/^CREATE (?:UNIQUE )?(?:TABLE|INDEX) (\w+)/.exec(sql)?.[1] ?? '', sql]));
  for (const name of new Set([...expected.keys(), ...facts.schema.keys()])) {
    if (plain(facts.schema.get(name) ?? '') !== expected.get(name)) findings.push(say('store/schema', { where: facts.name, name }));
  }
  if (integrity) {
    const said = facts.store.all<[string]>('PRAGMA integrity_check', []).map((r) => r[0]).filter((line) => line !== 'ok');
    for (const why of said.slice(0, 10)) findings.push(say('store/integrity', { where: facts.name, why }));
  }
  return findings;
}
