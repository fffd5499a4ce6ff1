import { parseStream, type Actor } from '@lianxin/kernel';
import type { ConsentScope } from '../code-lists/contact.js';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

/** What intake knows of a case in its present district: codes and ids only. */
export interface IntakeSeen {
  readonly phase: 'none' | 'open' | 'moved';
  readonly holder?: string;
  /** Who declared a conflict of interest. */
  readonly conflicted: readonly string[];
  readonly consents: readonly ConsentScope[];
  /** Ids of the matters that are here. */
  readonly matters: readonly string[];
  readonly offeredTo?: string;
}
export const nothingRegistered: IntakeSeen = { phase: 'none', conflicted: [], consents: [], matters: [] };

interface SeenEvent { readonly type: string; readonly data: unknown; readonly stream: string }
type Data = Readonly<Record<string, never>>;

const idOf = (stream: string): string => parseStream(stream)?.id ?? stream;
const without = (seen: IntakeSeen, member: 'holder' | 'offeredTo'): IntakeSeen => { const { [member]: _, ...rest } = seen; return rest; };
const withConsents = (seen: IntakeSeen, scopes: readonly ConsentScope[], given: boolean): IntakeSeen =>
  ({ ...seen, consents: given ? [...new Set([...seen.consents, ...scopes])] : seen.consents.filter((c) => !scopes.includes(c)) });

interface Carried { readonly consents: readonly ConsentScope[]; readonly conflicts: readonly { readonly worker: string; readonly kind: string }[]; readonly matters: readonly { readonly matter: string }[] }

const folds: Readonly<Record<string, (seen: IntakeSeen, e: Data, event: SeenEvent) => IntakeSeen>> = {
  ContactMade: () => ({ ...nothingRegistered, phase: 'open' }),
  ConsentGiven: (s, e) => withConsents(s, e['scopes']!, true),
  ConsentRefused: (s, e) => withConsents(s, e['scopes']!, false),
  ConsentWithdrawn: (s, e) => withConsents(s, e['scopes']!, false),
  ConflictDeclared: (s, e) => ({ ...s, conflicted: [...s.conflicted.filter((w) => w !== e['worker']), ...(e['kind'] === 'NONE' ? [] : [e['worker']!])] }),
  CaseTaken: (s, e) => ({ ...s, holder: e['worker']! }),
  CaseReturned: (s) => without(s, 'holder'),
  MatterFiled: (s, e) => ({ ...s, matters: [...s.matters, idOf(e['matter']!)] }),
  CaseHandedOver: (s, e) => ({ ...s, offeredTo: e['to']! }),
  HandOverRecalled: (s) => without(s, 'offeredTo'),
  HandOverAccepted: () => ({ ...nothingRegistered, phase: 'moved' }),
  CaseTakenOver: (_, e) => {
    const carried = e['carried']! as Carried;
    return { phase: 'open', consents: carried.consents, conflicted: carried.conflicts.filter((c) => c.kind !== 'NONE').map((c) => c.worker), matters: carried.matters.map((m) => idOf(m.matter)) };
  },
};

/** Folds an event of a case's streams in its present district into what is seen. Event names as in code. */
export const seeInIntake = (seen: IntakeSeen, event: SeenEvent): IntakeSeen => (Object.hasOwn(folds, event.type) ? folds[event.type]!(seen, event.data as Data, event) : seen);

/** What this actor may do next in intake about a case. A conflict of interest leaves nothing but to take it back. */
export function nextInIntake({ phase, holder, conflicted, consents, matters, offeredTo }: IntakeSeen, actor: Actor, { district, closed }: { readonly district: string; readonly closed: boolean }): readonly NextAction[] {
  const recused = conflicted.includes(actor.id);
  const open = phase === 'open';
  const free = open && !recused;
  const holds = holder === undefined || holder === actor.id || actor.role === 'supervisor';
  const listed: readonly ListedAction[] = [
    { command: 'NoteContact', action: 'intake.contact.note', when: free, zh: '记录再次接触', en: 'note a contact' },
    { command: 'TakeCase', action: 'intake.case.take', when: free && holder === undefined, zh: '接案', en: 'take the case' },
    { command: 'AssignCase', action: 'intake.case.assign', when: free, zh: '指派承办人', en: 'assign the case' },
    { command: 'ReturnCase', action: 'intake.case.return', when: free && holder !== undefined && holds, zh: '退回待接', en: 'return it to the queue' },
    { command: 'RecordConsent', action: 'intake.consent.record', when: free, zh: '登记同意', en: 'record consent' },
    { command: 'WithdrawConsent', action: 'intake.consent.withdraw', when: free && consents.length > 0, zh: '登记撤回同意', en: 'record withdrawal of consent' },
    { command: 'AcknowledgeRights', action: 'intake.rights.acknowledge', when: free, zh: '登记权利告知', en: 'record the notice of rights' },
    { command: 'DeclareConflict', action: 'intake.conflict.declare', when: open, zh: '声明利害关系', en: 'declare a conflict of interest' },
    { command: 'RegisterMatter', action: 'intake.matter.register', when: free, zh: '登记信访事项', en: 'register a matter' },
    ...matters.flatMap((on): ListedAction[] => [
      { command: 'RecordAnswer', action: 'intake.matter.answer', on, when: free, zh: '登记答复', en: 'record an answer' },
      { command: 'ReclassifyMatter', action: 'intake.matter.reclassify', on, when: free, zh: '更正事项分类', en: 'reclassify the matter' },
      { command: 'LinkRepeat', action: 'intake.matter.link', on, when: free, zh: '关联重复信访', en: 'link a repeat' },
    ]),
    { command: 'HandOverCase', action: 'intake.case.hand-over', when: free && holds && offeredTo === undefined && !closed, zh: '移交外区', en: 'hand over to another district' },
    { command: 'RecallHandOver', action: 'intake.case.hand-over', when: free && offeredTo !== undefined, zh: '收回移交', en: 'recall the hand-over' },
  ];
  return allowed(listed, actor, district);
}
