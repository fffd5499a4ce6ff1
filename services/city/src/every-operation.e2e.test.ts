import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from './city.js';
import { Api } from './every-operation/api.js';
import { recipes } from './every-operation/recipes.js';
import { succeedOnce } from './every-operation/succeed.js';
import { World } from './every-operation/world.js';
import { services } from './services.js';

let folder: string;
let city: City;
let api: Api;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'every-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder), services);
  api = await Api.of(city.url);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('every operation of the description', () => {
  it('has a way to succeed that is known here, and shows an example of what it takes', () => {
    expect(api.operations.filter((o) => recipes[o] === undefined)).toEqual([]);
    expect(Object.keys(recipes).filter((o) => !api.operations.includes(o))).toEqual([]);
    const takesBody = (o: string) => api.description.paths[o.split(' ')[1]!]![o.split(' ')[0]!.toLowerCase()]!.requestBody !== undefined;
    expect(api.operations.filter((o) => takesBody(o) && api.example(o) === undefined)).toEqual([]);
  });

  it('succeeds with its documented example, on any day', async () => {
    expect([...await succeedOnce(api, new World(api), recipes, Object.keys(recipes))]).toEqual([]);
  });
});
