import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOBODYS = '019c1f7e-5a2b-7c3d-8e4f-ffffffffffff';

/** Whether a role may ask for an operation at all: the role table answers before anything is looked at. */
export async function mayAsk(api, user, operation) {
  const [method, template] = operation.split(' ');
  const { status, body } = await api.send(user, method, template.replaceAll(/\{\w+\}/g, NOBODYS), method === 'GET' ? undefined : { nothing: 1 });
  return status !== 401 && !(status === 403 && body.code === 'access/role');
}

/** For each operation what its recipe brings about, `sets` times: the values of its path, its query and its body. */
export async function things(world, recipes, operations, sets, inTurn) {
  const found = new Map();
  const make = async (operation) => {
    const given = recipes[operation].given;
    const got = { path: {}, query: {}, bodies: [] };
    for (let i = 0; given && i < sets; i += 1) {
      let one;
      try { one = await given(world); } catch { break; } // there are only so many of it (kinds of departments)
      for (const where of ['path', 'query']) for (const [name, value] of Object.entries(one[where] ?? {})) got[where][name] = [...new Set([...(got[where][name] ?? []), value])];
      got.bodies.push({ ...world.api.example(operation), ...one.body });
    }
    found.set(operation, got);
  };
  await inTurn(operations, make);
  return found;
}

/**
 * What makes the generator slow and finds nothing: texts of 20,000 characters (the limits have tests of their own), dates
 * and ids by a pattern besides their format, two patterns at once for what any text may hold (without them there are more odd texts, not fewer).
 */
function ease(node) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) { node.forEach(ease); return; }
  if (typeof node.maxLength === 'number' && node.maxLength > 300) node.maxLength = 300;
  if (['date', 'date-time', 'uuid'].includes(node.format)) delete node.pattern;
  if (node.type === 'string' && Array.isArray(node.allOf) && node.allOf.every((one) => typeof one.pattern === 'string')) {
    const telling = node.allOf.map((one) => one.pattern).filter((p) => p !== '\\S' && !p.includes('\\uffff'));
    delete node.allOf;
    if (telling.length === 1) [node.pattern] = telling; else node.minLength ??= 1;
  }
  Object.values(node).forEach(ease);
}

/** The schemas that something refers to, and those that they refer to. */
function needed(paths, schemas) {
  const kept = {};
  const follow = (node) => {
    for (const [, name] of JSON.stringify(node).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      if (kept[name]) continue;
      kept[name] = schemas[name];
      follow(schemas[name]);
    }
  };
  follow(paths);
  return kept;
}

/** Writes the description of some operations in which ids are those of things that are there (and one that is nobody's). */
export function describe(folder, description, operations, ids) {
  const whole = structuredClone(description);
  const all = (name) => [...new Set([...ids.values()].flatMap(({ path }) => path[name] ?? []))];
  const schemas = whole.components.schemas;
  const known = { DossierId: all('dossier'), MatterId: all('matter'), SubjectId: all('subject'), MemberId: all('member') };
  for (const [name, values] of Object.entries(known)) if (schemas[name] && values.length > 0) schemas[name] = { ...schemas[name], enum: [...values.slice(0, 12), NOBODYS] };
  const paths = {};
  for (const operation of operations) {
    const [method, template] = operation.split(' ');
    const one = whole.paths[template][method.toLowerCase()];
    const { path = {}, query = {}, bodies = [] } = ids.get(operation) ?? {};
    for (const parameter of one.parameters ?? []) {
      const values = parameter.in === 'path' ? path[parameter.name] : parameter.in === 'query' ? query[parameter.name] : undefined;
      const shown = parameter.schema?.$ref ? schemas[parameter.schema.$ref.split('/').at(-1)] : parameter.schema;
      const used = values ?? (parameter.in === 'path' && typeof (shown?.example ?? shown?.examples?.[0]) === 'string' ? [shown.example ?? shown.examples[0]] : undefined);
      if (!used?.length) continue;
      parameter.schema = { type: 'string', enum: [...used, ...(values && parameter.in === 'path' ? [NOBODYS] : [])] };
      parameter.examples = Object.fromEntries(used.map((value, i) => [`real${i}`, { value }]));
    }
    const content = one.requestBody?.content['application/json'];
    if (content && bodies.length > 0) content.examples = Object.fromEntries(bodies.map((value, i) => [`real${i}`, { value }]));
    // What is answered is for other tests: here only that something is answered.
    one.responses = { default: { description: 'any' } };
    (paths[template] ??= {})[method.toLowerCase()] = one;
  }
  whole.paths = paths;
  whole.components = { ...whole.components, schemas: needed(paths, schemas) };
  ease(whole);
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(whole));
  return file;
}
