import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { viewStoreRules } from './conformance/view-store.conformance.js';
import { memoryViewStore } from './memory-view-store.js';
import { openSqliteViewStore } from './sqlite-view-store.js';
import type { ViewStore } from './view-store.js';

const folder = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const adapters: readonly [string, () => ViewStore][] = [
  ['memory', memoryViewStore],
  ['SQLite', () => openSqliteViewStore(join(folder, String(++files), 'views.db'))],
];

describe.each(adapters)('a view store in %s', (_, open) => {
  it.each(viewStoreRules.map((rule) => [rule.name, rule] as const))('%s', async (_name, rule) => {
    const store = open();
    await expect(rule.run(store)).resolves.toBeUndefined();
    await store.close();
  });
});

describe('a view store in SQLite', () => {
  it('has everything again after a restart', async () => {
    const path = join(folder, 'again', 'views.db');
    const first = openSqliteViewStore(path);
    const build = await first.create('cases', 3, ['status']);
    await first.commit({ build: build.id, log: 'test.440106', from: 0, to: 9, puts: new Map([['a', { status: 'open' }]]), removes: [], park: [], unpark: [] });
    await first.close();
    const second = openSqliteViewStore(path);
    expect(await second.builds()).toEqual([build]);
    expect(await second.checkpoints(build.id)).toEqual(new Map([['test.440106', 9]]));
    expect((await second.reader('cases').find({ where: { status: 'open' } })).items).toEqual([{ id: 'a', doc: { status: 'open' } }]);
    await second.close();
  });

  it('begins anew when the file is no database', async () => {
    const path = join(folder, 'broken.db');
    writeFileSync(path, 'not a database, but long enough to be taken for one by its size alone'.repeat(100));
    const store = openSqliteViewStore(path);
    expect(await store.builds()).toEqual([]);
    await store.create('cases', 1, []);
    await store.close();
  });
});
