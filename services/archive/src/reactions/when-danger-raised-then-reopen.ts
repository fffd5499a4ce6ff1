import { isHighRisk, type clearanceRevoked, type EventOf, type safetyRaised, type safetyUpgraded } from '@lianxin/contracts';
import { issue, reaction, type Reaction } from '@lianxin/runtime';
import type { HeedDangerHandler } from '../case-file/case-file.commands.js';

type Danger = EventOf<typeof clearanceRevoked> | EventOf<typeof safetyRaised> | EventOf<typeof safetyUpgraded>;

/**
 * No case is closed with an open ORANGE or RED (life first). A revoked clearance opens a closed case again; while it is
 * still open, no clearance from before closes it any more. A danger without a clearance opens what was closed without one.
 */
export const whenDangerRaisedThenReopen = ({ heedDanger, home }: { readonly heedDanger: HeedDangerHandler; readonly home: (caseid: string) => Promise<string | undefined> }): Reaction => reaction({
  name: 'when-danger-raised-then-reopen', on: ['ClearanceRevoked', 'SafetyRaised', 'SafetyUpgraded'],
  async react(event, { caseid, district, log, position }) {
    const danger = event as Danger;
    const level = danger.type === 'SafetyUpgraded' ? danger.data.to : danger.data.level;
    if (caseid === undefined || !isHighRisk(level)) return [];
    return [issue(heedDanger, { dossier: caseid, district: await home(caseid) ?? district, by: { log, position }, revokes: danger.type === 'ClearanceRevoked' })];
  },
});
