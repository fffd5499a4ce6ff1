import { emergencyCard, mayDo, mayOpen } from '@lianxin/contracts';
import { districtOfStream, ok, parseStream, refused, type Actor, type Result } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import { readOpened, type ReadEvent, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { DossierDoc } from '../views/dossiers.view.js';
import type { MatterDoc } from '../views/matters.view.js';
import type { SubjectDoc } from '../views/subjects.view.js';
import { subjectStream } from '../streams.js';
import { withdrawalsOf } from './withdrawals.js';

export interface ReadParts {
  readonly engine: ServiceEngine;
  readonly dossiers: ViewReader<DossierDoc>;
  readonly matters: ViewReader<MatterDoc>;
  readonly subjects: ViewReader<SubjectDoc>;
}

const notFound = refused('view/not-found');
/** Whoever has declared a conflict of interest does not read the case (Regulations art. 28). */
const recused = refused('dossier/conflicted');

/** May this actor know that this case exists? Of an accusation only who may read it (Regulations art. 30). */
export function mayKnow(action: string, actor: Actor, doc: { readonly district: string; readonly kind: string }): boolean {
  return mayDo(action, actor, { district: doc.district }).ok && (doc.kind !== 'accusation' || mayOpen('accusation', actor, { district: doc.district }).ok);
}

/** Streams in their order, each from the log of its district. */
const streamsOf = async ({ parts }: ServiceEngine, streams: readonly string[]): Promise<readonly StoredEvent[]> =>
  (await Promise.all(streams.map((stream) => parts.log.readStream(`${parts.service}.${districtOfStream(stream)}`, stream)))).flat();
const homesOf = (id: string, doc: SubjectDoc | undefined): readonly string[] => (doc ? [doc.district, ...doc.alsoIn].map((district) => subjectStream(district, id)) : []);

export interface CasePage {
  readonly id: string;
  readonly summary: Omit<DossierDoc, 'queryHmac'>;
  readonly subject: readonly ReadEvent[];
  readonly entries: readonly ReadEvent[];
  readonly matters: readonly { readonly id: string; readonly summary: MatterDoc; readonly entries: readonly ReadEvent[] }[];
  /** On every case page: whom to call when someone is in danger. */
  readonly emergency: typeof emergencyCard;
}

/** A case as intake holds it: petitioner, contacts, matters and answers, opened as far as the reader may, under one access record. */
export async function readCase({ engine, dossiers, matters, subjects }: ReadParts, caseid: string, actor: Actor): Promise<Result<CasePage>> {
  const doc = await dossiers.get(caseid);
  if (!doc || !mayKnow('intake.case.read', actor, doc)) return notFound;
  if (doc.recused.includes(actor.id)) return recused;
  const { queryHmac: _, ...summary } = doc;
  const known = await Promise.all(doc.matters.map(async (stream) => ({ id: parseStream(stream)!.id, summary: await matters.get(parseStream(stream)!.id) })));
  const subjectParts = homesOf(doc.subject, await subjects.get(doc.subject));
  const stored = await streamsOf(engine, [...subjectParts, ...doc.parts, ...known.flatMap((m) => m.summary?.parts ?? [])]);
  const read = await readOpened(engine.opening, stored, actor, 'intake.case.read');
  const of = (streams: readonly string[]) => read.filter((e) => streams.includes(e.stream));
  return ok({
    id: caseid, summary, subject: of(subjectParts), entries: of(doc.parts), emergency: emergencyCard,
    matters: known.flatMap(({ id, summary: matter }) => (matter ? [{ id, summary: matter, entries: of(matter.parts) }] : [])),
  });
}

/** The 查询码 of a case, to be told to its petitioner; opening it is recorded. */
export async function readQueryCode({ engine, dossiers }: ReadParts, caseid: string, actor: Actor): Promise<Result<{ readonly code: unknown }>> {
  const doc = await dossiers.get(caseid);
  if (!doc || doc.queryHmac === '' || !mayKnow('intake.case.read', actor, doc)) return notFound;
  if (doc.recused.includes(actor.id)) return recused;
  const stored = (await streamsOf(engine, doc.parts)).filter((e) => e.type === engine.parts.types.typeOf('CaseRegistered'));
  const [registered] = await readOpened(engine.opening, stored, actor, 'intake.query-code.tell');
  const code = (registered?.data['query'] as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? ok({ code }) : refused('access/compartment');
}

/** A matter with its answers and links. */
export async function readMatter({ engine, dossiers, matters }: ReadParts, id: string, actor: Actor): Promise<Result<{ readonly id: string; readonly summary: MatterDoc; readonly entries: readonly ReadEvent[] }>> {
  const doc = await matters.get(id);
  const of = doc && await dossiers.get(doc.caseid);
  if (!doc || !of || !mayKnow('intake.matter.read', actor, of)) return notFound;
  if (of.recused.includes(actor.id)) return recused;
  const stored = await streamsOf(engine, doc.parts);
  return ok({ id, summary: doc, entries: await readOpened(engine.opening, stored, actor, 'intake.matter.read') });
}

/** A subject with all corrections, and the cases it is in. */
export async function readSubject({ engine, dossiers, subjects }: ReadParts, id: string, actor: Actor): Promise<Result<{ readonly id: string; readonly summary: SubjectDoc; readonly entries: readonly ReadEvent[] }>> {
  const doc = await subjects.get(id);
  if (!doc || ![doc.district, ...doc.alsoIn].some((district) => mayKnow('intake.subject.read', actor, { district, kind: doc.accuser ? 'accusation' : 'ordinary' }))) return notFound;
  if (await withdrawalsOf({ dossiers, subjects }, actor).fromSubject(id)) return recused;
  const stored = await streamsOf(engine, homesOf(id, doc));
  return ok({ id, summary: doc, entries: await readOpened(engine.opening, stored, actor, 'intake.subject.read') });
}
