import { retentionClasses, retentionSignList, type RetentionClass, type RetentionSign } from '@lianxin/contracts';
import { codesIn, serviceWasGiven, type Coded } from './coded.js';

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

/** A case of which nothing lengthens or shortens the time: 10 years. */
const ORDINARY: RetentionClass = 'Y10';

/**
 * The shortest class a case may have (domain brief §4.8, defaults until the purchaser confirms them): for ever for mass
 * events of note; 30 years for crisis, minors, death, accusations and litigation-related cases; 3 years for what was an
 * enquiry and nothing else; 10 years for all other cases. The longest that any sign asks for.
 */
export function retentionFloor(signs: readonly RetentionSign[]): RetentionClass {
  const lengthening = signs.filter((s) => s !== 'ENQUIRY_ONLY').map((s) => retentionSignList.find(s)!.class);
  return lengthening.length === 0 && signs.includes('ENQUIRY_ONLY') ? 'Y3' : lengthening.reduce<RetentionClass>(longer, ORDINARY);
}

/** Reads the signs off the events of a case, by their names in code: closed codes only, nothing sealed is opened. */
export function retentionSigns(events: readonly Coded[]): readonly RetentionSign[] {
  const any = (type: string, member: string, ...codes: string[]): boolean => events.some((e) => e.type === type && codesIn(e.data, member).some((c) => codes.includes(c)));
  const flagged = (...flags: string[]): boolean => events.some((e) => (e.type === 'MatterRegistered' || e.type === 'MatterReclassified') && flags.every((f) => codesIn(e.data, 'flags').includes(f)));
  const happened = (...types: string[]): boolean => events.some((e) => types.includes(e.type));
  const purposes = events.flatMap((e) => (e.type === 'MatterRegistered' || e.type === 'MatterReclassified' ? codesIn(e.data, 'purpose') : []));
  const signs: Readonly<Record<RetentionSign, boolean>> = {
    MASS_EVENT: flagged('CROWD', 'URGENT'),
    ACCUSATION: any('ContactMade', 'kind', 'accusation') || any('MatterRegistered', 'purpose', 'ACCUSATION') || any('MatterReclassified', 'purpose', 'ACCUSATION') || any('MatterFiled', 'kind', 'ACCUSATION'),
    CRISIS: happened('SafetyConcernRaised', 'SafetyRaised', 'EpisodeOpened'),
    MINOR: any('SafetyConcernRaised', 'who', 'MINOR') || any('SafetyRaised', 'who', 'MINOR') || any('NeedsRecorded', 'guardianship', 'MINOR'),
    LITIGATION: flagged('LITIGATION'),
    DEATH: any('CaseClosed', 'reason', 'DIED') || any('EpisodeClosed', 'outcome', 'DIED') || any('FollowUpRecorded', 'outcome', 'DIED'),
    ENQUIRY_ONLY: purposes.length > 0 && purposes.every((p) => p === 'ENQUIRY') && !serviceWasGiven(events),
  };
  return retentionSignList.codes.filter((code) => signs[code]);
}
