import { refuse, shanghaiDay, type Actor, type DecideContext, type Refusal } from '@lianxin/kernel';
import type { DeciderFunction, LateReason, MatterDocumentKind, MatterPhase, SourceDocument } from '@lianxin/contracts';
import type { MatterFacts } from './matter-handling.decider.js';
import type { Matter, OpenMatter } from './state.js';

/** What every recorded step says: on which legal day, who decided, by which filed document. */
export interface Step {
  readonly on: string;
  readonly by: { readonly unit: string; readonly office: DeciderFunction };
  /** Hash of a filed document. */
  readonly document?: string | undefined;
  readonly late?: { readonly reason: LateReason; readonly document: SourceDocument } | undefined;
}
/** What the petitioner did. */
export type OwnStep = Omit<Step, 'by'>;
export type Context = DecideContext<MatterFacts>;
export type Refused = { readonly refusal: Refusal } | undefined;

export const none = refuse('matter-handling/none');

interface Asks {
  /** In which phases; any when absent. */
  readonly phases?: readonly MatterPhase[];
  /** The unit that decides; whoever it is when absent. */
  readonly unit?: string | undefined;
  /** Kinds of document that prove it; none is needed when absent. */
  readonly document?: readonly MatterDocumentKind[];
  /** May also be recorded once the matter has ended early. */
  readonly afterEnd?: true;
}

/** The checks that every step shares. Social workers never record a decision: the role table lets none do. */
export function refused(s: Matter, c: OwnStep & Partial<Step>, { actor, now }: Context, { phases, unit, document, afterEnd }: Asks): Refused {
  if (s.phase === 'none') return none;
  if (s.recused.includes(actor.id)) return refuse('matter-handling/recused');
  if (s.ended !== undefined && !afterEnd) return refuse('matter-handling/ended', { with: { end: s.ended } });
  if (phases && !phases.includes(s.phase)) return refuse('matter-handling/wrong-state', { with: { phase: s.phase } });
  return wrongUnit(c, actor, unit) ?? wrongDay(s, c, now) ?? wrongDocument(s, c, document);
}

function wrongUnit({ by }: Partial<Step>, actor: Actor, unit: string | undefined): Refused {
  if (!by) return undefined;
  if (unit !== undefined && by.unit !== unit) return refuse('matter-handling/not-the-unit', { path: '/by/unit', with: { unit } });
  // A unit's own user speaks for that unit alone.
  return actor.role === 'department' && actor.org !== by.unit ? refuse('matter-handling/not-your-unit', { path: '/by/unit' }) : undefined;
}

function wrongDay({ since }: OpenMatter, { on }: OwnStep, now: number): Refused {
  if (on > shanghaiDay(now)) return refuse('matter-handling/ahead', { path: '/time' });
  return on < since ? refuse('matter-handling/before-earlier-step', { path: '/time', with: { day: since } }) : undefined;
}

function wrongDocument({ documents }: OpenMatter, { document }: OwnStep, kinds: readonly MatterDocumentKind[] | undefined): Refused {
  if (document === undefined) return kinds ? refuse('matter-handling/document-needed', { path: '/document', with: { kind: kinds[0]! } }) : undefined;
  const kind = documents[document];
  if (kind === undefined) return refuse('matter-handling/document-unknown', { path: '/document' });
  return kinds && !kinds.includes(kind) ? refuse('matter-handling/document-kind', { path: '/document', with: { kind: kinds[0]! } }) : undefined;
}

/** The step as it is stored: its document with its kind. */
export function stepOf<S extends OwnStep>(s: OpenMatter, c: S) {
  const { document, late, ...rest } = c;
  return { ...rest, ...(document === undefined ? {} : { document: { kind: s.documents[document]!, hash: document } }), ...(late === undefined ? {} : { late }) };
}
