import type { DeciderFunction, MatterDocumentKind, MatterPhase, OversightTrigger, Purpose } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import type { HolidayNotice } from '@lianxin/statute';

/**
 * A scenario is a table: on which day, who, does what (the last part of the path under /api/coordination/matters/:matter/),
 * with what, and how the matter then stands, or the code of the refusal. Short forms: `by` is a unit (its officer) or
 * `head(unit)`; `document` is the kind of a document that is filed first.
 */
export interface Scenario {
  readonly title: string;
  readonly matter: { /** Legal day of receipt. */ readonly received: string; /** When it was registered, if later. */ readonly registered?: string; readonly purpose?: Purpose; readonly channel?: 'VISIT' | 'LETTER'; /** Staff with a declared conflict of interest. */ readonly conflicted?: readonly string[] };
  readonly rows: readonly Row[];
}
export type Row = readonly [on: string, who: Actor, does: string, what: Readonly<Record<string, unknown>>, then: Then];
/** A code: refused. Else what then holds. */
export type Then = string | {
  readonly phase?: MatterPhase;
  readonly ended?: string;
  readonly responsible?: string;
  /** Last days of clocks; `undefined`: this clock does not run. */
  readonly clocks?: Readonly<Record<string, string | undefined>>;
  readonly provisional?: boolean;
  readonly lights?: Readonly<Record<string, string>>;
  /** Triggers that wait for a decision. */
  readonly proposed?: readonly OversightTrigger[];
  readonly warnings?: readonly string[];
};

export const head = (unit: string): { unit: string; office: DeciderFunction } => ({ unit, office: 'UNIT_HEAD' });
export const byOf = (by: unknown): unknown => (typeof by === 'string' ? { unit: by, office: 'OFFICER' } : by);
export type Kind = MatterDocumentKind;

export const DESK = 'PETITION_OFFICE-440106';
export const LABOUR = 'LABOUR-440106';
export const HOUSING = 'HOUSING-440106';
export const CITY_LABOUR = 'LABOUR-440100';
export const PROVINCE = 'LABOUR-440000';

/** 接待登记岗（信访部门）、督导、社工、各承办单位。 */
export const desk: Actor = { id: 'desk-440106', role: 'desk', district: '440106' };
export const otherDesk: Actor = { id: 'desk-440106-2', role: 'desk', district: '440106' };
export const supervisor: Actor = { id: 'supervisor-440106', role: 'supervisor', org: 'station-440106', district: '440106' };
export const worker: Actor = { id: 'worker-440106', role: 'worker', org: 'station-440106', district: '440106' };
export const labour: Actor = { id: 'department-440106-2', role: 'department', org: LABOUR, district: '440106' };
export const housing: Actor = { id: 'department-440106-5', role: 'department', org: HOUSING, district: '440106' };
export const discipline: Actor = { id: 'department-440106-6', role: 'department', org: 'DISCIPLINE-440106', district: '440106' };
export const cityLabour: Actor = { id: 'department-440100-2', role: 'department', org: CITY_LABOUR, district: '440100' };
/** 时间到了，系统自己办：rows that only wait. */
export const nobody: Actor = { id: 'nobody', role: 'system', district: '440106' };
export const WAIT = 'wait';
/** A notice of the State Council is taken in. */
export const CALENDAR = 'calendar';
export interface CalendarRow { readonly notice: HolidayNotice }

/** The first rows of most matters: routed by art. 31(6), transferred to the labour office, received there. */
export const toLabour = (routed: string, transferred: string, received: string): readonly Row[] => [
  [routed, desk, 'route', { by: DESK, route: 'LP6' }, { phase: 'REGISTERED' }],
  [transferred, desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [LABOUR], level: 'SAME' }, { phase: 'TRANSFERRED', responsible: DESK, clocks: { R9: undefined } }],
  [received, labour, 'receive', { by: LABOUR }, { phase: 'AT_UNIT', responsible: LABOUR }],
];
/** And accepted with notice. */
export const acceptedByLabour = (on: string): readonly Row[] => [
  [on, labour, 'accept', { by: LABOUR, document: 'ACCEPTANCE_NOTICE' }, { phase: 'HANDLING' }],
  [on, labour, 'notice', { by: LABOUR, document: 'ACCEPTANCE_NOTICE', way: 'WRITTEN' }, { clocks: { [`R11:${LABOUR}`]: undefined } }],
];
export const OPINION = { claim: '支付三个月工资。', facts: '经查，欠薪三个月属实。', opinion: '责令单位十日内支付。', legalBasis: '劳动法第五十条。' };
