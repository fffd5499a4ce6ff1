import { retentionClasses, type RetentionClass } from '@lianxin/contracts';

/** How long the classes keep a file, shortest first: a file may be kept longer than its class asks, never shorter. */
const ORDER: readonly RetentionClass[] = ['Y3', 'Y10', 'Y30', 'PERMANENT'];

export const atLeast = (given: RetentionClass, floor: RetentionClass): boolean => ORDER.indexOf(given) >= ORDER.indexOf(floor);
export const longer = (a: RetentionClass, b: RetentionClass): RetentionClass => (atLeast(a, b) ? a : b);

/** UTC ms from which a file closed at a moment (UTC ms) need no longer be kept; never for a permanent one. */
export function keptUntil(of: RetentionClass, closedAt: number): number {
  const years = retentionClasses.find(of)?.years;
  if (years === undefined) return Number.POSITIVE_INFINITY;
  const end = new Date(closedAt);
  return end.setUTCFullYear(end.getUTCFullYear() + years);
}

/** Closed codes of a case that decide its class; none of them is a personal value. */
export interface RetentionSigns {
  /** The case is an accusation, or holds an accusing matter. */
  readonly accusation: boolean;
  /** A safety concern was raised. */
  readonly crisis: boolean;
  readonly minor: boolean;
  readonly litigation: boolean;
  readonly death: boolean;
}

/**
 * The shortest class a case may have (domain brief §4.8, defaults until the purchaser confirms them): 30 years for
 * crisis, minors, death, accusations and litigation-related cases; 10 years for ordinary cases.
 */
export const retentionFloor = (signs: RetentionSigns): RetentionClass =>
  (signs.accusation || signs.crisis || signs.minor || signs.litigation || signs.death ? 'Y30' : 'Y10');

interface Coded { readonly type: string; readonly data: unknown }
const has = (data: unknown, member: string, codes: readonly string[]): boolean => {
  const value = (data as Readonly<Record<string, unknown>> | null | undefined)?.[member];
  return Array.isArray(value) ? value.some((v) => codes.includes(v as string)) : codes.includes(value as string);
};

/** Reads the signs off the events of a case, by their names in code: closed codes only, nothing sealed is opened. */
export function retentionSigns(events: readonly Coded[]): RetentionSigns {
  const any = (type: string, member: string, ...codes: string[]): boolean => events.some((e) => e.type === type && has(e.data, member, codes));
  return {
    accusation: any('ContactMade', 'kind', 'accusation') || any('MatterRegistered', 'purpose', 'ACCUSATION') || any('MatterReclassified', 'purpose', 'ACCUSATION') || any('MatterFiled', 'kind', 'ACCUSATION'),
    crisis: events.some((e) => e.type === 'SafetyConcernRaised' || e.type === 'SafetyRaised'),
    minor: any('SafetyConcernRaised', 'who', 'MINOR') || any('SafetyRaised', 'who', 'MINOR'),
    litigation: any('MatterRegistered', 'flags', 'LITIGATION') || any('MatterReclassified', 'flags', 'LITIGATION'),
    death: any('CaseClosed', 'reason', 'DIED'),
  };
}
