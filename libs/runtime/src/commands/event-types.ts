import type { Event } from '@lianxin/kernel';

/** The mapping between an event's name in code (`ContactMade`) and its stored type (`lianxin.intake.contactmade.v1`). */
export interface EventTypes {
  typeOf(name: string): string;
  /** The newest form of a stored event; undefined for a type of a later release. */
  read(type: string, data: unknown): Event | undefined;
  /** Says what is wrong with the data of an event about to be stored, or nothing. */
  check?(event: Event): string | undefined;
}
