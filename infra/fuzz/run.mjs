/**
 * `npm run fuzz [-- --requests 3000] [--seed 1] [--paths REGEX]`: starts the built city on a fresh folder, gives each operation of
 * /openapi.json its own example under each role, then lets schemathesis (PyPI, in a virtual environment of its own)
 * make up requests from the same description. Fails on any 5xx and on any operation that never succeeded.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { requests: { type: 'string', default: '3000' }, seed: { type: 'string', default: '1' }, paths: { type: 'string', default: '^/(api/(intake|archive|platform|desk)|health|metrics|dev)' } } });
const root = join(import.meta.dirname, '..', '..');
const venv = join(import.meta.dirname, '.venv');
const DISTRICT = '440106';
// The second user of a role acts, so that what the first one asked for can be approved by another person.
const USERS = ['worker', 'supervisor-2', 'desk', 'archivist', 'auditor', 'analyst', 'admin-2', 'importer', 'department']
  .map((u) => { const [role, n] = u.split('-'); return `${role}-${DISTRICT}${n ? `-${n}` : ''}`; }).concat('admin-440100');

const say = (text) => console.error(text);
const fail = (text) => { console.error(`✗ ${text}`); process.exitCode = 1; };

function schemathesis() {
  const program = join(venv, 'bin', 'st');
  if (existsSync(program)) return program;
  say('installing schemathesis into infra/fuzz/.venv …');
  mkdirSync(venv, { recursive: true });
  for (const [command = '', ...args] of [['python3', '-m', 'venv', venv], [join(venv, 'bin', 'pip'), 'install', '-q', 'schemathesis==4.32.5']]) {
    const done = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: schemathesis needs Python 3.10 or newer and its package index`);
  }
  return program;
}

const folder = mkdtempSync(join(tmpdir(), 'lianxin-fuzz-'));
const server = spawn(process.execPath, [join(root, 'services', 'city', 'dist', 'main.js')], {
  env: { ...process.env, PORT: '0', LIANXIN_DATA: join(folder, 'data'), LIANXIN_KEYS: join(folder, 'keys'), LIANXIN_RATE_LIMIT_LOOPBACK: '10000000' }, stdio: ['ignore', 'pipe', 'pipe'],
});
let log = '';
const url = await new Promise((resolve, reject) => {
  const hear = (chunk) => { log += chunk; const m = /已启动：(http:\S+?)（/.exec(log); if (m) resolve(m[1]); };
  server.stdout.on('data', hear);
  server.stderr.on('data', hear);
  server.once('close', () => reject(new Error(`the city ended: ${log}`)));
});

const send = async (method, path, token, body, headers = {}) => {
  const ask = () => fetch(url + path, {
    method, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await ask().catch(ask).catch(ask).catch(ask); // connections kept alive may have been closed meanwhile
  const text = await response.text();
  return { status: response.status, body: response.headers.get('content-type')?.includes('json') && text ? JSON.parse(text.split('\n')[0]) : text };
};
const tokens = new Map();
for (const user of [...USERS, `supervisor-${DISTRICT}`]) tokens.set(user, (await send('POST', '/dev/token', undefined, { user })).body.token);

const description = (await send('GET', '/openapi.json')).body;
const chosen = new RegExp(options.paths);
for (const path of Object.keys(description.paths)) if (!chosen.test(path)) delete description.paths[path];
const resolve = (schema) => (schema?.$ref ? description.components.schemas[schema.$ref.split('/').pop()] : schema);
const bodyExamples = (operation) => {
  const content = operation.requestBody?.content?.['application/json'];
  if (!content) return undefined;
  const schema = resolve(content.schema);
  return schema?.examples ?? [schema?.example ?? content.example ?? {}];
};

// Real things for the ids that examples name.
const desk = tokens.get(`desk-${DISTRICT}`);
const example = bodyExamples(description.paths['/api/intake/dossiers'].post)[0];
const seeded = [];
for (let i = 0; i < 6; i += 1) seeded.push((await send('POST', '/api/intake/dossiers', desk, { ...example, claim: `${example.claim}（${i}）` })).body);
const erasures = [];
for (let i = 0; i < 4; i += 1) erasures.push((await send('POST', '/api/intake/erasures', tokens.get(`supervisor-${DISTRICT}`), { scope: { subjects: [seeded[5].subject] }, reason: 'ON_REQUEST' })).body.id);
// A case that the next district offers, stories to be read, a loan to be returned, a code to ask with: where those operations are among the chosen ones.
const neighbour = async (role) => (await send('POST', '/dev/token', undefined, { user: `${role}-440105` })).body.token;
const offered = [];
if (description.paths['/api/intake/dossiers/{dossier}/take-over']) {
  const [deskThere, supervisorThere] = [await neighbour('desk'), await neighbour('supervisor')];
  for (let i = 0; i < 3; i += 1) {
    const { id } = (await send('POST', '/api/intake/dossiers', deskThere, { ...example, claim: `${example.claim}（移交 ${i}）` })).body;
    await send('POST', `/api/intake/dossiers/${id}/hand-over`, supervisorThere, { to: DISTRICT, reason: 'MOVED', summary: '请继续跟进。' });
    offered.push(id);
  }
}
const [stories, loans] = [[], []];
if (description.paths['/api/archive/library']) {
  for (let i = 0; i < 6; i += 1) stories.push((await send('POST', '/api/archive/library', tokens.get(`worker-${DISTRICT}`), bodyExamples(description.paths['/api/archive/library'].post)[0])).body.id);
  for (let i = 0; i < 4; i += 1) loans.push((await send('POST', `/api/archive/cases/${seeded[0].id}/loans`, tokens.get(`archivist-${DISTRICT}`), bodyExamples(description.paths['/api/archive/cases/{caseid}/loans'].post)[0])).body.loan);
}
const { code } = (await send('GET', `/api/intake/dossiers/${seeded[0].id}/query-code`, desk)).body;
const real = {
  story: stories, loan: loans,
  dossier: seeded.map((s) => s.id), caseid: seeded.map((s) => s.id), case: seeded.map((s) => s.id), matter: seeded.map((s) => s.matter), subject: seeded.map((s) => s.subject),
  erasure: erasures, log: ['intake.440106', 'archive.440106'], list: ['Channel', 'content-categories'], number: [seeded[0].number], position: ['1'], size: ['5'], from: ['1'], to: ['5'],
};
const withReal = JSON.parse(JSON.stringify(description)
  .replaceAll('019c1f7e-5a2b-7c3d-8e4f-0123456789ab', seeded[0].id).replaceAll('019c1f7e-5a2b-7c3d-8e4f-0123456789ac', seeded[0].subject)
  .replaceAll('019c1f7e-5a2b-7c3d-8e4f-0123456789ad', seeded[1].matter).replaceAll('019c1f7e-5a2b-7c3d-8e4f-0123456789ae', erasures[0]).replaceAll('0123-4567-8901', code));
// Texts of 20,000 characters take the generator minutes and find nothing that 300 do not; the limits have tests of their own.
const shorten = (node) => {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.maxLength === 'number' && node.maxLength > 300) node.maxLength = 300;
  Object.values(node).forEach(shorten);
};
shorten(withReal);
for (const [template, operations] of Object.entries(withReal.paths)) {
  for (const operation of Object.values(operations)) {
    for (const parameter of operation.parameters ?? []) {
      const values = parameter.in === 'path' || ['number', 'position', 'size', 'from', 'to'].includes(parameter.name) ? (/take-over|hand-overs/.test(template) && parameter.name === 'dossier' ? offered : real[parameter.name]) : undefined;
      if (values?.length > 0) { delete parameter.example; parameter.examples = Object.fromEntries(values.map((value, i) => [`real${i}`, { value }])); }
    }
  }
}

// Each operation with its own example, under each role, three times: what needs another thing first then finds it.
say('each operation with its own example, under the roles in turn until one succeeds …');
const done = new Set();
for (let round = 0; round < 3; round += 1) {
  for (const user of USERS) {
    for (const [template, operations] of Object.entries(withReal.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (template.startsWith('/dev/clock') || done.has(`${method} ${template}`)) continue;
        const used = (parameter) => { const values = Object.values(parameter.examples ?? {}).map((e) => e.value); return values[(round + seeded.length - 1) % values.length]; };
        const path = template.replaceAll(/\{(\w+)\}/g, (whole, name) => encodeURIComponent(used((operation.parameters ?? []).find((p) => p.name === name && p.in === 'path') ?? {}) ?? whole));
        const query = (operation.parameters ?? []).filter((p) => p.in === 'query' && p.examples).map((p) => `${p.name}=${encodeURIComponent(used(p))}`).join('&');
        for (const body of bodyExamples(operation) ?? [undefined]) {
          const { status } = await send(method.toUpperCase(), path + (query ? `?${query}` : ''), tokens.get(user), body);
          if (status < 300) done.add(`${method} ${template}`);
        }
      }
    }
  }
}

const program = schemathesis();
const file = join(folder, 'openapi.json');
writeFileSync(file, JSON.stringify(withReal));
const operations = Object.values(withReal.paths).reduce((n, o) => n + Object.keys(o).length, 0);
const each = Math.max(1, Math.ceil(Number(options.requests) / USERS.length / operations / 5));
for (const user of USERS) {
  const since = Date.now();
  spawnSync(program, ['run', file, '--url', url, '-H', `Authorization: Bearer ${tokens.get(user)}`, '--checks', 'not_a_server_error', '--phases', 'examples,fuzzing',
    '-n', String(each), '--seed', options.seed, '--workers', '2', '--continue-on-failure', '--suppress-health-check', 'all', '--generation-database', 'none', '--exclude-path-regex', '^/dev/', '--no-color', '--warnings', 'off'],
  { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder });
  say(`schemathesis as ${user}: ${Math.round((Date.now() - since) / 1000)} s`);
}

const metrics = (await send('GET', '/metrics', tokens.get('admin-440100'))).body;
const seen = new Map();
for (const [, labels, count] of metrics.matchAll(/^lianxin_http_request_seconds_count\{(.*)\} (\d+)$/gm)) {
  const label = (name) => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1];
  const key = `${label('method')} ${label('route')}`;
  const row = seen.get(key) ?? {};
  row[label('status')[0]] = (row[label('status')[0]] ?? 0) + Number(count);
  seen.set(key, row);
}
let total = 0;
let failed = 0;
for (const row of seen.values()) { for (const [status, n] of Object.entries(row)) { total += n; if (status === '5') failed += n; } }
const never = [];
for (const [template, methods] of Object.entries(description.paths)) {
  for (const method of Object.keys(methods)) {
    const row = seen.get(`${method.toUpperCase()} ${template.replaceAll(/\{(\w+)\}/g, ':$1')}`);
    if (!row?.['2']) never.push(`${method.toUpperCase()} ${template} ${JSON.stringify(row ?? {})}`);
  }
}
console.log(`${total} requests, ${operations} operations, ${USERS.length} users, ${failed} answers of 5xx`);
for (const [key, row] of seen) if (row['5']) fail(`5xx: ${key} ${JSON.stringify(row)}`);
for (const one of never) fail(`never succeeded: ${one}`);
if (total < Number(options.requests)) fail(`only ${total} requests were made`);
const faults = log.split('\n').filter((line) => line.includes('"level":"error"'));
for (const line of [...new Set(faults.map((l) => { try { const e = JSON.parse(l); return `${e.route ?? e.where}: ${e.err?.message ?? e.msg}`; } catch { return l; } }))].slice(0, 30)) say(`  log: ${line}`);
const closed = new Promise((r) => { server.once('close', r); });
server.kill('SIGTERM');
await closed;
rmSync(folder, { recursive: true, force: true });
if (!process.exitCode) console.log('✓ no fault, every operation succeeded at least once');
