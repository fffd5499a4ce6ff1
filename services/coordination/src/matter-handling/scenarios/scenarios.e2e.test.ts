import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@lianxin/kernel';
import { eventFor } from '../../testing/published.js';
import { runningMatters, type Json, type RunningMatters } from '../../testing/running-matters.js';
import { testId } from '../../testing/sealed.js';
import { aWholeMatter } from './01-a-whole-matter.scenario.js';
import { extensionOnDay60 } from './02-extension-on-day-60.scenario.js';
import { extensionOnDay61 } from './03-extension-on-day-61.scenario.js';
import { twoCompetentUnits } from './04-two-competent-units.scenario.js';
import { objectionOnTheFifthWorkingDay, objectionOnTheSixthWorkingDay } from './05-objection-over-national-day.scenario.js';
import { nobodySucceeds, thePetitionerDies } from './06-the-petitioner-dies.scenario.js';
import { theAccusedUnit } from './07-the-accused-unit.scenario.js';
import { aRelative } from './08-a-relative.scenario.js';
import { aYearWithoutData } from './09-a-year-without-data.scenario.js';
import { aLatePaperVisit } from './10-a-late-paper-visit.scenario.js';
import { byOf, CALENDAR, desk, labour as labourUser, nobody, supervisor, WAIT, worker, type CalendarRow, type Row, type Scenario } from './scenario.js';

const scenarios: readonly Scenario[] = [
  aWholeMatter, extensionOnDay60, extensionOnDay61, twoCompetentUnits, objectionOnTheFifthWorkingDay, objectionOnTheSixthWorkingDay, thePetitionerDies, nobodySucceeds, theAccusedUnit, aRelative, aYearWithoutData, aLatePaperVisit,
];
const MATTER = testId(7);
const morning = (day: string): number => Date.parse(`${day}T10:00:00+08:00`);

interface Page { readonly summary: { readonly phase: string; readonly ended: string; readonly responsible: string; readonly clocks: readonly { id: string; dueLegal: string; light: string; provisional: boolean }[] }; readonly oversight: readonly { trigger: string; state: string }[] }

/** Walks one scenario through HTTP, row by row. */
async function walk(world: RunningMatters, { matter: m, rows }: Scenario): Promise<void> {
  const accusation = m.purpose === 'ACCUSATION';
  const dossier = world.city.case({ accusation, conflicted: m.conflicted ?? [] });
  const opened = await world.city.give(world.city.parts.commands.openHandling, {
    matter: MATTER, dossier, number: 'XF440106-2026-000001', purpose: m.purpose ?? 'CLAIM', channel: m.channel ?? 'VISIT', receivedAt: new Date(morning(m.received)).toISOString(), imported: false,
  }, { id: 'system:coordination', role: 'system', district: '440106' });
  expect(opened).toMatchObject({ ok: true });
  for (const row of rows) await take(world, row);
}

async function take(world: RunningMatters, [on, who, does, what, then]: Row): Promise<void> {
  const at = morning(on);
  await world.goTo(Math.max(at, world.city.clock.now()));
  if (does === CALENDAR) await publish(world, what as unknown as CalendarRow);
  else if (does !== WAIT) {
    const answer = await post(world, who, does, await bodyOf(world, who, what));
    const got = answer.status === 201 ? 'accepted' : answer.json['code'];
    expect([on, who.id, does, got]).toEqual([on, who.id, does, typeof then === 'string' ? then : 'accepted']);
  }
  if (typeof then === 'string') return;
  await world.goTo(world.city.clock.now());
  const page = (await world.ask(desk, 'GET', `matters/${MATTER}`)).json as unknown as Page;
  const clocks = new Map(page.summary.clocks.map((c) => [c.id, c]));
  const { phase, ended, responsible, provisional, proposed } = then;
  const seen = {
    ...(phase === undefined ? {} : { phase: page.summary.phase }), ...(ended === undefined ? {} : { ended: page.summary.ended }), ...(responsible === undefined ? {} : { responsible: page.summary.responsible }),
    ...(then.clocks === undefined ? {} : { clocks: Object.fromEntries(Object.keys(then.clocks).map((id) => [id, clocks.get(id)?.dueLegal])) }),
    ...(then.lights === undefined ? {} : { lights: Object.fromEntries(Object.keys(then.lights).map((id) => [id, clocks.get(id)?.light])) }),
    ...(provisional === undefined ? {} : { provisional: page.summary.clocks.some((c) => c.provisional) }), ...(proposed === undefined ? {} : { proposed: page.oversight.filter((o) => o.state === 'proposed').map((o) => o.trigger) }),
  };
  expect([on, does, seen]).toEqual([on, does, then]);
}

const post = (world: RunningMatters, who: Actor, does: string, body: Json) => world.ask(who, 'POST', `matters/${MATTER}/${does}`, { ...body, ...(who.district === '440100' ? { district: '440106' } : {}) });

/** The short forms written out: who decided, and the document filed. */
async function bodyOf(world: RunningMatters, who: Actor, { by, document, ...rest }: Json): Promise<Json> {
  const files = document === undefined ? undefined : await post(world, who.role === 'worker' ? desk : who, 'documents', { kind: document, title: '测试公文', content: Buffer.from(JSON.stringify([document, world.city.clock.now()])).toString('base64') });
  // Whoever may not file is refused the step itself a line later.
  return { ...rest, ...(by === undefined ? {} : { by: byOf(by) }), ...(files === undefined ? {} : { document: files.json['hash'] ?? '0'.repeat(64) }) };
}

async function publish(world: RunningMatters, { notice }: CalendarRow): Promise<void> {
  world.city.calendars.take(notice);
  await eventFor(world.city, 'CalendarPublished', {});
}

describe('scenarios of the statutory track', () => {
  it.each(scenarios)('$title', async (scenario) => {
    const world = await runningMatters(morning(scenario.matter.registered ?? scenario.matter.received));
    try { await expect(walk(world, scenario)).resolves.toBeUndefined(); } finally { await world.close(); }
  }, 60_000);
});

describe('what a matter shows', () => {
  let world: RunningMatters;
  beforeAll(async () => { world = await runningMatters(morning('2026-03-02')); await walk(world, { ...extensionOnDay60, rows: extensionOnDay60.rows.slice(0, 5) }); await world.goTo(world.city.clock.now()); });
  afterAll(() => world.close());
  const labour = { id: 'department-440106-2', role: 'department', org: 'LABOUR-440106', district: '440106' };

  it('to a unit: its own matters, documents and next steps, nothing of the case', async () => {
    const list = await world.ask(labour, 'GET', 'matters');
    expect(list).toMatchObject({ status: 200, json: { items: [{ id: MATTER, phase: 'HANDLING', nextClock: 'R22' }] } });
    const page = await world.ask(labour, 'GET', `matters/${MATTER}`);
    expect(JSON.stringify([list, page])).not.toContain(world.city.facts(testId(1_001)).number);
    const { entries, next } = page.json as unknown as { entries: { type: string; data: { file?: { blob: { hash: string } } } }[]; next: { command: string }[] };
    expect(next.map((n) => n.command)).toEqual(expect.arrayContaining(['ExtendHandling', 'IssueOpinion', 'OpenHearing']));
    const { hash } = entries.find((e) => e.type === 'MatterDocumentFiled')!.data.file!.blob;
    const document = await world.ask(labour, 'GET', `matters/${MATTER}/documents/${hash}`);
    expect(Buffer.from(String(document.json['content']), 'base64').toString()).toContain('TRANSFER_LETTER');
    expect(await world.ask({ ...labour, org: 'HOUSING-440106' }, 'GET', `matters/${MATTER}`)).toMatchObject({ status: 404, json: { code: 'matter-handling/none' } });
    expect(await world.ask({ ...labour, org: 'HOUSING-440106' }, 'GET', 'matters')).toMatchObject({ json: { items: [] } });
  });

  it('its clocks day by day, also when they are over; the pathway map; the lists', async () => {
    const clock = await world.ask(desk, 'GET', `matters/${MATTER}/clocks/R22`);
    expect(clock).toMatchObject({ status: 200, json: { clock: { dueStrict: '2026-05-08' }, deadline: { days: expect.any(Array) } } });
    expect((clock.json['deadline'] as { days: unknown[] }).days).toHaveLength(61);
    expect(await world.ask(desk, 'GET', `matters/${MATTER}/clocks/R9`)).toMatchObject({ status: 200, json: { clock: { dueLegal: '2026-03-17' } } });
    expect(await world.ask(desk, 'GET', `matters/${MATTER}/clocks/R24`)).toMatchObject({ status: 409 });
    expect(await world.ask(desk, 'GET', 'matters/pathways')).toMatchObject({ status: 200, json: { items: expect.arrayContaining([expect.objectContaining({ code: 'LP6' })]) } });
    expect(await world.ask(desk, 'GET', 'matters/code-lists/OversightTrigger')).toMatchObject({ status: 200, json: { version: 1 } });
    expect(await world.ask(desk, 'GET', 'matters?overdue=1')).toMatchObject({ status: 200, json: { items: [] } });
  });
});

describe('rights on the statutory track', () => {
  let world: RunningMatters;
  beforeAll(async () => { world = await runningMatters(morning('2026-03-02')); });
  afterAll(() => world.close());
  const auditor: Actor = { id: 'auditor', role: 'auditor', district: '440100' };
  const everyone: readonly Actor[] = [worker, supervisor, desk, labourUser, auditor, { ...nobody, role: 'analyst' }];
  const recording = [supervisor, desk];
  const units = [...recording, labourUser];
  const front = [worker, ...recording];
  // Whom each route lets in and whom not; the matter need not exist.
  const rights: readonly (readonly [method: string, path: string, allowed: readonly Actor[]])[] = [
    ...['', `/${MATTER}`, `/${MATTER}/next-actions`, `/${MATTER}/clocks/R9`, `/${MATTER}/documents/${'0'.repeat(64)}`].map((path) => ['GET', path, [...front, labourUser, auditor]] as const),
    ['POST', 'documents', [...front, labourUser]], ...['accused-units', 'transfer', 'assign', 'guide', 'report-up'].map((v) => ['POST', v, recording] as const),
    ...['route', 'receive', 'notice', 'object', 'decide-objection', 'dispute', 'settle-jurisdiction', 'separate-litigation', 'recuse', 'accept', 'decline', 'leave', 'extend', 'open-hearing', 'close-hearing', 'opinion', 'deliver', 'report-result', 'settle', 'execution',
      'refuse-review', 'review-opinion', 'refuse-resubmission'].map((v) => ['POST', v, units] as const),
    ...['request-review', 'end', 'death', 'successor', 'oversight'].map((v) => ['POST', v, front] as const), ...['oversight/confirm', 'oversight/dismiss'].map((v) => ['POST', v, [desk]] as const),
  ];
  it.each(rights)('%s %s is open to those who have the right, and to nobody else', async (method, path, allowed) => {
    for (const actor of everyone) {
      const { json } = await world.ask(actor, method, method === 'GET' ? `matters${path}` : `matters/${MATTER}/${path}`, method === 'POST' ? { nothing: 1 } : undefined);
      expect([actor.role, String(json['code']).startsWith('access/')]).toEqual([actor.role, !allowed.includes(actor)]);
    }
  });
});
