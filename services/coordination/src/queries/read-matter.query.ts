import { events, lightAt, mayDo, matterClockRules, nextOnMatter, type MatterClock, type NextAction, type TrafficLight } from '@lianxin/contracts';
import type { StoredEvent } from '@lianxin/event-log';
import { ok, parseEnvelope, refused, shanghaiDay, type Actor, type Result } from '@lianxin/kernel';
import { onCase, readOpened, type CaseFacts, type Find, type ReadEvent, type ViewReader, type Where } from '@lianxin/runtime';
import { limitWarnings, type Deadline, type LimitWarning, type PathwayCode } from '@lianxin/statute';
import { openBlob, type OpenPolicy } from '@lianxin/trust';
import { explained, usedOf } from '../matter-handling/clocks.js';
import { caseOf, noMatter } from '../matter-handling/matter-at-hand.js';
import type { SealedBlobData } from '../matter-handling/matter-handling.decider.js';
import type { MatterParts } from '../matter-handling/matter-parts.js';
import type { OpenClock, OpenMatter } from '../matter-handling/state.js';
import { matterHandlingStream } from '../streams.js';
import type { MatterHandlingDoc } from '../views/matter-handlings.view.js';
import type { ListPage, Paging } from './find-in-lists.query.js';
import { streamOf } from './read-parts.js';

export interface MatterReading extends MatterParts { readonly matterHandlings: ViewReader<MatterHandlingDoc> }

/** A clock as it is shown: whose it is, when it ends, how much of it is used. */
export interface ClockShown {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: 'duty' | 'window';
  readonly unit?: string;
  readonly from: string;
  readonly dueStrict: string;
  readonly dueLegal: string;
  readonly provisional: boolean;
  readonly paused: boolean;
  readonly usedPercent: number;
  readonly light: TrafficLight;
}

const shown = (calendars: MatterParts['calendars'], now: number) => (clock: OpenClock): ClockShown => {
  const { zh, en, kind } = matterClockRules.find(clock.rule)!;
  const used = usedOf(clock, calendars.version(clock.calendarVersion) ?? calendars.current(), now);
  return {
    id: clock.id, zh, en, kind, ...(clock.unit === undefined ? {} : { unit: clock.unit }), from: clock.from, dueStrict: clock.dueStrict, dueLegal: clock.dueLegal, provisional: clock.provisional, paused: clock.paused === true,
    usedPercent: Math.floor(used), light: clock.overran || shanghaiDay(now) > clock.dueLegal ? 'OVERDUE' : lightAt(used),
  };
};

export type MatterRow = Omit<MatterHandlingDoc, 'state' | 'units' | 'unit' | 'caseid'> & { readonly caseid?: string; readonly clocks: readonly ClockShown[] };
function rowOf(parts: MatterParts, { state, units: _u, unit, caseid, ...doc }: MatterHandlingDoc): MatterRow {
  const clocks = state.clocks.map(shown(parts.calendars, parts.engine.parts.clock.now()));
  // A unit knows a matter, never the case.
  return { ...doc, ...(unit === '' ? { caseid } : {}), clocks };
}

export interface FindMatters extends Paging {
  readonly dossier?: string | undefined;
  readonly phase?: string | undefined;
  readonly responsible?: string | undefined;
  readonly number?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly proposals?: boolean | undefined;
}

/** Matters of one's district, or those of one's own unit; what is due first comes first. */
export async function findMatters(parts: MatterReading, { district, dossier, phase, responsible, number, overdue, proposals, limit, after }: FindMatters, actor: Actor): Promise<ListPage<MatterRow>> {
  if (actor.role === 'department' && actor.org === undefined) return { items: [] };
  const at = district ?? (actor.district === '440100' || actor.role === 'department' ? undefined : actor.district);
  const where = Object.fromEntries(Object.entries({
    unit: actor.role === 'department' ? actor.org : '', district: at, caseid: dossier, phase, responsible, number, overdue: overdue === true ? 1 : undefined, proposals: proposals === true ? 1 : undefined,
  }).filter((e) => e[1] !== undefined)) as Where;
  const find: Find = { where, orderBy: 'nextDue', ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
  const { items, next } = await parts.matterHandlings.find(find);
  const known = await Promise.all(items.map(async ({ id, doc }) => ((await readableMatter(parts, doc, actor)).ok ? [{ id: id.split('/')[0]!, ...rowOf(parts, doc) }] : [])));
  return { items: known.flat(), ...(next === undefined ? {} : { next }) };
}

async function readableMatter(parts: MatterReading, { state, district }: MatterHandlingDoc, actor: Actor): Promise<Result<CaseFacts>> {
  if (!mayDo('coordination.matter.read', actor, { district }).ok) return noMatter;
  if (actor.role === 'department') return caseOf(parts, state, { actor, district });
  const found = await onCase(parts.cases, state.caseid ?? '', actor);
  if (!found.ok) return found.refusal.code === 'case/not-found' ? noMatter : found;
  return state.recused.includes(actor.id) ? refused('matter-handling/recused') : found;
}

export interface MatterPage {
  readonly id: string;
  readonly summary: MatterRow;
  /** Its entries, opened as far as the reader may. */
  readonly entries: readonly ReadEvent[];
  readonly warnings: readonly LimitWarning[];
  readonly oversight: OpenMatter['oversight'];
  readonly next: readonly NextAction[];
}

interface Found { readonly doc: MatterHandlingDoc; readonly stored: readonly StoredEvent[]; readonly policy: OpenPolicy }
async function find(parts: MatterReading, id: string, actor: Actor): Promise<Result<Found>> {
  const doc = await parts.matterHandlings.get(id);
  if (!doc) return noMatter;
  const found = await readableMatter(parts, doc, actor);
  if (!found.ok) return found;
  // A unit reads the matter's own papers and nothing else of the case; who is accused it never reads (art. 30).
  const policy: OpenPolicy = ({ caseid, carrierCaseid }) => (caseid === doc.caseid && (carrierCaseid ?? caseid) === doc.caseid ? undefined : { code: 'access/compartment' });
  return ok({ doc, stored: await streamOf(parts.engine, doc.district, matterHandlingStream(doc.district, id)), policy: actor.role === 'department' ? policy : parts.engine.parts.policy });
}

export async function readMatter(parts: MatterReading, id: string, actor: Actor): Promise<Result<MatterPage>> {
  const found = await find(parts, id, actor);
  if (!found.ok) return found;
  const { doc, stored, policy } = found.value;
  const now = parts.engine.parts.clock.now();
  const department = actor.role === 'department';
  const entries = await readOpened(parts.engine.openingUnder(policy), department ? stored.filter((e) => events.nameOf(e.type) !== 'AccusedUnitsNamed') : stored, actor, 'coordination.matter.read');
  const routed = entries.findLast((e) => e.type === 'MatterRouted')?.data as { readonly eventDay?: string; readonly route?: string } | undefined;
  const warnings = routed?.eventDay === undefined || !routed.route?.startsWith('LP') ? [] : limitWarnings(routed.route as PathwayCode, routed.eventDay, shanghaiDay(now), parts.calendars.current());
  return ok({ id, summary: rowOf(parts, department ? { ...doc, unit: actor.org! } : doc), entries, warnings, oversight: doc.state.oversight, next: nextOnMatter(doc.state, actor, doc.district, shanghaiDay(now)) });
}

/** What the actor may record next. */
export async function nextOfMatter(parts: MatterReading, id: string, actor: Actor): Promise<Result<readonly NextAction[]>> {
  const doc = await parts.matterHandlings.get(id);
  if (!doc) return noMatter;
  const found = await readableMatter(parts, doc, actor);
  return found.ok ? ok(nextOnMatter(doc.state, actor, doc.district, shanghaiDay(parts.engine.parts.clock.now()))) : found;
}

export interface DocumentRead { readonly kind: string; readonly hash: string; readonly title?: unknown; readonly content: string }
/** One filed document, opened under an access record. */
export async function readDocument(parts: MatterReading, id: string, hash: string, actor: Actor): Promise<Result<DocumentRead>> {
  const found = await find(parts, id, actor);
  if (!found.ok) return found;
  const { stored, policy } = found.value;
  const row = stored.find((e) => events.nameOf(e.type) === 'MatterDocumentFiled' && (parseEnvelope(e.body).data as { file: SealedBlobData }).file.blob.hash === hash);
  if (!row) return refused('matter-handling/document-unknown');
  const envelope = parseEnvelope(row.body);
  const { kind, file } = envelope.data as { readonly kind: string; readonly file: SealedBlobData };
  const carrier = { log: envelope.log, ...(envelope.commandid === undefined ? {} : { commandid: envelope.commandid }), ...(envelope.caseid === undefined ? {} : { caseid: envelope.caseid }) };
  const opened = await openBlob({ keys: parts.keys, blobs: parts.blobs, policy, access: parts.engine.access }, { sealed: file, carrier, path: '/file', slot: 'MatterDocumentFiled/file', position: Number(envelope.position) }, { actor, basis: 'statutory-duty', reason: 'coordination.matter.document' });
  if ('denied' in opened) return { ok: false, refusal: opened.denied };
  if (!('stream' in opened)) return refused('matter-handling/document-gone');
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.stream) chunks.push(chunk);
  const [entry] = await readOpened(parts.engine.openingUnder(policy), [row], actor, 'coordination.matter.document');
  return ok({ kind, hash, ...(entry?.data['title'] === undefined ? {} : { title: entry.data['title'] }), content: Buffer.concat(chunks).toString('base64') });
}

/** Every day of a clock and why it counts: as it was counted last, by the calendar it was counted with. */
export async function explainClock(parts: MatterReading, id: string, clockId: string, actor: Actor): Promise<Result<{ readonly clock: MatterClock; readonly deadline?: Deadline }>> {
  const found = await find(parts, id, actor);
  if (!found.ok) return found;
  const clocks = found.value.stored.flatMap(({ body }) => {
    const { clock, notice, objection } = parseEnvelope(body).data as Readonly<Record<string, MatterClock | string | undefined>>;
    return [clock, notice, objection].filter((c): c is MatterClock => typeof c === 'object' && c.id === clockId);
  });
  const clock = clocks.at(-1);
  if (!clock) return refused('matter-handling/clock-not-running');
  const deadline = explained(clock, parts.calendars.version(clock.calendarVersion) ?? parts.calendars.current());
  return ok({ clock, ...(deadline ? { deadline } : {}) });
}
