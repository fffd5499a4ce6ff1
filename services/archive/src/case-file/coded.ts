/** An event of a case as rules of the archive read it: its name in code and its closed codes. */
export interface Coded { readonly type: string; readonly data: unknown }

/** The codes in a member of an event's data: one, a list, or none. */
export function codesIn(data: unknown, member: string): readonly string[] {
  const value = (data as Readonly<Record<string, unknown>> | null | undefined)?.[member];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((v) => typeof v === 'string');
}

const GIVEN = new Set(['CaseAccepted', 'PlanApproved', 'CounsellingHeld', 'BehaviourPlanApproved']);

/** Was a case service given, so that there is an outcome to evaluate? Reception and advice alone are none. */
export const serviceWasGiven = (events: readonly Coded[]): boolean => events.some((e) => GIVEN.has(e.type));

/** Was the case opened again after its evaluation was signed off? Then it is evaluated anew before it closes. In the order of the case. */
export const evaluationIsOlder = (events: readonly Coded[]): boolean =>
  events.findLastIndex((e) => e.type === 'CaseReopened') > events.findLastIndex((e) => e.type === 'OutcomeSignedOff') && events.some((e) => e.type === 'OutcomeSignedOff');
