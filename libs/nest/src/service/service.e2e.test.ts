import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Inject, Injectable, Module, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse } from '@nestjs/swagger';
import { accepted } from '@lianxin/contracts';
import { memoryEventLog, type EventLog } from '@lianxin/event-log';
import { decider, happened, parseEnvelope, projection, refuse, streamName, systemClock, type Actor, type Command, type Event } from '@lianxin/kernel';
import { commandHandler, memorySnapshots, memoryViewStore, startEngine, step, type Answer, type ServiceEngine } from '@lianxin/runtime';
import { memoryKeyStore } from '@lianxin/trust';
import { z } from 'zod';
import { Action, Who } from '../auth/decorators.js';
import { startTestApp, type TestApp } from '../testing/test-app.js';
import { ApiIdempotent, command, commandHandlers, IdempotencyKey, Parts, Reads, ServiceModule, type ServiceParts } from '../index.js';

// A whole small service: what a service's package looks like from decider to controller.
type NoteEvent = Event<'NoteWritten', { words: number }>;
type NoteCommand = Command<'WriteNote', { words: number }>;
const note = decider<NoteCommand, NoteEvent, { written: boolean }>({
  name: 'note', stateVersion: 1, initial: { written: false },
  decide: { WriteNote: (c, s) => (s.written ? refuse('event-log/other-case') : [happened('NoteWritten', c)]) },
  evolve: { NoteWritten: () => ({ written: true }) },
});
const notes = projection<NoteEvent, { words: number }>({ name: 'notes', version: 1, indexes: [], handlers: { NoteWritten: (docs, data, meta) => docs.put(meta.stream, { words: data.words }) } });

const body = z.strictObject({ id: z.uuid(), district: z.string().regex(/^\d{6}$/).optional(), words: z.int() }).meta({ id: 'WriteNote' });
const writeNote = commandHandler<z.infer<typeof body>>({
  name: 'WriteNote', action: 'notes.write', body, district: (b, actor) => b.district ?? actor.district,
  prepare: async (b, context) => ({ steps: [step(note, streamName('note', context.district, b.id), { type: 'WriteNote', data: { words: b.words } })] }),
  answer: () => ({ id: 'the-note' }),
});

@Injectable()
class FindNotes {
  constructor(@Parts() private readonly parts: ServiceParts) {}
  one(stream: string): Promise<{ words: number } | undefined> { return this.parts.engine.projections.view(notes).get(stream); }
}

@Controller('api/notes')
@ApiBearerAuth()
class NotesController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus, @Inject(FindNotes) private readonly find: FindNotes) {}

  @Post()
  @Action('notes.write')
  @ApiIdempotent()
  @ApiCreatedResponse({ standardSchema: accepted, description: '已登记 · written' })
  write(@Body({ schema: body }) input: z.infer<typeof body>, @Who() who: Actor, @IdempotencyKey() key: string | undefined): Promise<Answer> {
    return this.commands.execute(command(writeNote, input, who, key));
  }

  @Get(':note')
  @Action('notes.read')
  @Reads('notes')
  async read(@Param('note') stream: string): Promise<{ words: number | undefined }> { return { words: (await this.find.one(stream))?.words }; }
}

@Module({ imports: [ServiceModule.of('notes')], controllers: [NotesController], providers: [FindNotes, ...commandHandlers(writeNote)] })
class NotesModule {}

const worker: Actor = { id: 'a-1', role: 'worker', district: '440106', org: 'station-440106' };
let folder: string;
let log: EventLog;
let engine: ServiceEngine;
let server: TestApp;
let token: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nest-service-'));
  log = memoryEventLog();
  engine = await startEngine({
    service: 'notes', installation: 'test.example', keysDir: folder, clock: systemClock, log, views: memoryViewStore(), snapshots: memorySnapshots(), keys: memoryKeyStore(),
    types: {
      typeOf: (name) => `lianxin.notes.${name.toLowerCase()}.v1`,
      nameOf: (type) => (type === 'lianxin.notes.notewritten.v1' ? 'NoteWritten' : undefined),
      read: (type, data) => (type === 'lianxin.notes.notewritten.v1' ? { type: 'NoteWritten', data } : undefined),
    },
    projections: [notes], policy: () => undefined,
  });
  server = await startTestApp({ modules: [NotesModule], actions: { 'notes.write': ['worker'], 'notes.read': ['worker'] }, services: new Map([['notes', { engine }]]) });
  token = await server.token(worker);
});
afterAll(async () => {
  await server.close();
  await engine.close();
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const id = (n: number): string => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
async function ask(method: string, path: string, more: { body?: unknown; headers?: Record<string, string>; token?: string } = {}) {
  const response = await fetch(server.url + path, {
    method, ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    headers: { authorization: `Bearer ${more.token ?? token}`, ...(more.body === undefined ? {} : { 'content-type': 'application/json' }), ...more.headers },
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

describe('a command over HTTP', () => {
  it('is appended for the actor, with the caller’s trace, and answered with where it stands', async () => {
    const { status, json } = await ask('POST', '/api/notes', { body: { id: id(1), words: 3 }, headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' } });
    expect([status, json]).toEqual([201, { id: 'the-note', at: [`note-440106-${id(1)}@1`] }]);
    const [stored] = await log.readStream('notes.440106', `note-440106-${id(1)}`);
    expect(parseEnvelope(stored!.body)).toMatchObject({ actorid: 'a-1', actorrole: 'worker', actororg: 'station-440106', traceparent: expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/) });
  });

  it('is done once under one idempotency key, and its key belongs to its actor and body', async () => {
    const headers = { 'idempotency-key': 'import-row_17' };
    const first = await ask('POST', '/api/notes', { body: { id: id(2), words: 3 }, headers });
    expect(await ask('POST', '/api/notes', { body: { id: id(2), words: 3 }, headers })).toEqual({ status: 201, json: { ...first.json, repeated: true } });
    expect((await ask('POST', '/api/notes', { body: { id: id(3), words: 4 }, headers })).json['code']).toBe('command/other-body');
    const other = await server.token({ ...worker, id: 'a-2' });
    expect((await ask('POST', '/api/notes', { body: { id: id(2), words: 3 }, headers, token: other })).json['code']).toBe('command/other-actor');
  });

  it.each(['', ' ', 'a b', 'x'.repeat(65), 'ключ?', '../x'])('refuses the idempotency key %j', async (key) => {
    const { status, json } = await ask('POST', '/api/notes', { body: { id: id(4), words: 1 }, headers: { 'idempotency-key': encodeURI(key) } });
    expect([status, json['code'], json['in']]).toEqual([422, 'command/bad-id', 'header']);
  });

  it('leaves the bus as a problem when a rule refuses it', async () => {
    expect(await ask('POST', '/api/notes', { body: { id: id(1), words: 3 } })).toMatchObject({ status: 409, json: { code: 'event-log/other-case' } });
  });

  it('is refused when it goes to a district that its actor may not touch', async () => {
    expect(await ask('POST', '/api/notes', { body: { id: id(5), words: 3, district: '440103' } })).toMatchObject({ status: 403, json: { code: 'access/district' } });
  });
});

describe('a read with If-Position', () => {
  it('contains what was written', async () => {
    const written = await ask('POST', '/api/notes', { body: { id: id(6), words: 42 } });
    expect(await ask('GET', `/api/notes/note-440106-${id(6)}`, { headers: { 'if-position': (written.json['at'] as string[]).join(', ') } })).toEqual({ status: 200, json: { words: 42 } });
  });

  it('is told how stale the view is, when it stays behind', async () => {
    expect(await ask('GET', `/api/notes/note-440106-${id(6)}`, { headers: { 'if-position': `note-440106-${id(6)}@3` } })).toMatchObject({ status: 409, json: { code: 'view/stale', with: { lag: expect.any(Number) } } });
  });

  it.each(['x', 'note-440106-1', 'note-440106-1@0', 'note-440106-1@1,', `note-440106-1@${'9'.repeat(20)}`])('refuses the position %j', async (position) => {
    expect(await ask('GET', `/api/notes/note-440106-${id(6)}`, { headers: { 'if-position': position } })).toMatchObject({ status: 422, json: { code: 'http/if-position', in: 'header' } });
  });
});

describe('a stream of another district', () => {
  it('is closed by its name alone', async () => {
    expect(await ask('GET', `/api/notes/note-440103-${id(6)}`)).toMatchObject({ status: 403, json: { code: 'access/district' } });
  });
});
