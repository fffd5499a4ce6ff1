import { upcasting, type Event, type Upcaster } from '@lianxin/kernel';
import type { EventDefinition } from './define.js';
import { dataAccessed, logSucceeded } from './access.js';
import { archiveEvents } from './archive.js';
import { archiveFileEvents } from './archive-file.js';
import { crisisEvents } from './crisis.js';
import { assessmentEvents } from './assessment.js';
import { coordinationEvents } from './coordination.js';
import { referralEvents } from './coordination-referral.js';
import { matterHandlingEvents } from './coordination-matters.js';
import { referralRoundEvents } from './coordination-multi-referral.js';
import { jointMeetingEvents } from './coordination-joint-meetings.js';
import { dossierEvents } from './dossier.js';
import { erasureEvents } from './erasure.js';
import { matterEvents } from './matter.js';
import { caseMoveEvents } from './case-moves.js';
import { registerEvents } from './register.js';
import { sagaEvents } from './saga.js';
import { subjectEvents } from './subject.js';
import { supervisionEvents } from './supervision-quality.js';
import { calendarEvents } from './supervision-calendar.js';
import { ladderEvents } from './supervision-ladder.js';

/** Event names and their stored types, and what may stand in their data. */
export interface EventRegistry {
  readonly definitions: readonly EventDefinition[];
  /** Stored type of the newest version; throws for a name that no contract knows. */
  typeOf(name: string): string;
  /** Name behind a stored type of any known version. */
  nameOf(type: string): string | undefined;
  /** Definition of a stored type. */
  definitionOf(type: string): EventDefinition | undefined;
  /** The newest form of a stored event; undefined for a type of a later release. */
  read(type: string, data: unknown): Event | undefined;
  /** What is wrong with the data of an event about to be stored, or nothing. Says where, never what the value was. */
  check(event: Event): string | undefined;
}

/** `older` holds the definitions of versions that are no longer written but still stored. */
export function eventRegistry(definitions: readonly EventDefinition[], older: readonly EventDefinition[] = [], upcasters: readonly Upcaster[] = []): EventRegistry {
  const byName = new Map(definitions.map((d) => [d.name, d]));
  const byType = new Map([...definitions, ...older].map((d) => [d.type, d]));
  if (byName.size !== definitions.length || byType.size !== definitions.length + older.length) throw new Error('an event is defined twice');
  const newest = upcasting(upcasters);
  const next = new Map(upcasters.map((u) => [u.from, u.to]));
  for (const d of older) {
    let type = d.type;
    for (let to = next.get(type); to !== undefined; to = next.get(type)) type = to;
    if (type !== byName.get(d.name)?.type) throw new Error(`no upcaster leads from ${d.type} to the newest version`);
  }
  return {
    definitions: [...definitions, ...older],
    typeOf(name) {
      const definition = byName.get(name);
      if (!definition) throw new Error(`no event ${name} in the contracts`);
      return definition.type;
    },
    nameOf: (type) => byType.get(type)?.name,
    definitionOf: (type) => byType.get(type),
    read(type, data) {
      const up = newest(type, data);
      const name = byType.get(up.type)?.name;
      return name === undefined ? undefined : { type: name, data: up.data };
    },
    check(event) {
      const definition = byName.get(event.type);
      if (!definition) return `no event ${event.type} in the contracts`;
      const result = definition.data.safeParse(event.data);
      return result.success ? undefined : result.error.issues.map((i) => `/${i.path.map(String).join('/')}: ${i.message}`).join('; ');
    },
  };
}

export const allEvents: readonly EventDefinition[] = [...dossierEvents, ...subjectEvents, ...matterEvents, ...caseMoveEvents, ...registerEvents, ...erasureEvents, ...archiveEvents, ...archiveFileEvents, ...crisisEvents, ...assessmentEvents, ...coordinationEvents, ...referralEvents, ...matterHandlingEvents, ...referralRoundEvents, ...jointMeetingEvents, ...supervisionEvents, ...calendarEvents, ...ladderEvents, ...sagaEvents, dataAccessed, logSucceeded];

/** Every event of every service. */
export const events: EventRegistry = eventRegistry(allEvents);
