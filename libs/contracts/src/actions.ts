import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { archiveActions } from './actions/archive.js';
import { assessmentActions } from './actions/assessment.js';
import { coordinationActions } from './actions/coordination.js';
import { matterHandlingActions } from './actions/coordination-matters.js';
import { referralRoundActions } from './actions/coordination-multi-referral.js';
import { jointMeetingActions } from './actions/coordination-joint-meetings.js';
import { crisisActions } from './actions/crisis.js';
import { deskActions } from './actions/desk.js';
import { intakeActions } from './actions/intake.js';
import { platformActions } from './actions/platform.js';
import type { ActionRule, Reach } from './actions/rule.js';
import { supervisionActions } from './actions/supervision.js';
import { ladderActions } from './actions/supervision-ladder.js';
import type { Compartment, Role } from './code-lists/protection.js';
import { CITY } from './code-lists/districts.js';

export type { ActionRule, Reach } from './actions/rule.js';

/** The role table: who may do what, where. What is not written here nobody may do. */
export const actions = { ...intakeActions, ...archiveActions, ...assessmentActions, ...coordinationActions, ...matterHandlingActions, ...referralRoundActions, ...jointMeetingActions, ...crisisActions, ...supervisionActions, ...ladderActions, ...deskActions, ...platformActions } as const satisfies Record<string, ActionRule>;
export type Action = keyof typeof actions;

const reaches = (reach: Reach, actor: Actor, district: string): boolean =>
  reach === 'any' || actor.district === district || (reach === 'city' && actor.district === CITY);

/** May this actor do this action in this district? Closed unless the role table says so. */
export function mayDo(action: string, actor: Actor, at: { readonly district: string }): Result<true> {
  if (!Object.hasOwn(actions, action)) return refused('access/unknown-action');
  const rights: ActionRule['roles'] = actions[action as Action].roles;
  const reach = Object.hasOwn(rights, actor.role) ? rights[actor.role as Role] : undefined;
  if (reach === undefined) return refused('access/role');
  return reaches(reach, actor, at.district) ? ok(true) : refused('access/district');
}

const helpers = { worker: 'own', supervisor: 'own' } as const;
/**
 * Who may open sealed values of which compartment. An accusation is read by the reception desk and the supervisor of its
 * district only (Regulations art. 30); auditors see that something was opened, never what it says.
 */
export const compartmentRights: Readonly<Record<Compartment, ActionRule['roles']>> = {
  accusation: { desk: 'own', supervisor: 'own' },
  minor: helpers,
  health: helpers,
  staffnote: helpers,
  narrative: { ...helpers, desk: 'own', archivist: 'city' },
  identity: { ...helpers, desk: 'own', archivist: 'city' },
  contact: { ...helpers, desk: 'own' },
};

/** May this actor open values of this compartment in a case of this district? */
export function mayOpen(compartment: string, actor: Actor, at: { readonly district: string }): Result<true> {
  const rights = Object.hasOwn(compartmentRights, compartment) ? compartmentRights[compartment as Compartment] : {};
  const reach = Object.hasOwn(rights, actor.role) ? rights[actor.role as Role] : undefined;
  return reach !== undefined && reaches(reach, actor, at.district) ? ok(true) : refused('access/compartment');
}
