import { parseUnit } from '@lianxin/contracts';
import type { SomeSaga } from '@lianxin/kernel';
import type { ServiceParts } from '@lianxin/nest';
import { openPolicyOfCases, type Cases, type EngineParts, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import { calendarShelf, type Calendars } from '@lianxin/statute';
import type { BlobStore, KeyStore } from '@lianxin/trust';
import { behaviourPlanCommands } from './behaviour/behaviour-plan.commands.js';
import { commitmentCommands } from './commitment/commitment.commands.js';
import { counsellingCommands } from './counselling/counselling.commands.js';
import { deliveryCommands } from './delivery/delivery.commands.js';
import { departmentCommands } from './department/department.commands.js';
import { groupCommands, type GroupParts } from './group/group.commands.js';
import { jointMeetingCommandsOn } from './joint-meeting/joint-meeting.commands.js';
import { matterHandlingCommandsOn } from './matter-handling/matter-handling.commands.js';
import { matterSystemCommandsOn } from './matter-handling/matter-system.commands.js';
import type { MatterParts } from './matter-handling/matter-parts.js';
import type { MatterReading } from './queries/read-matter.query.js';
import { projections as built, types } from './projections.js';
import { referralRoundCommandsOn } from './multi-referral/referral-round.commands.js';
import type { RoundParts } from './multi-referral/round-parts.js';
import { roundSystemCommandsOn } from './multi-referral/round-system.commands.js';
import { openReferralsOf, referralsOf, type OpenReferral } from './queries/read-referral.query.js';
import type { ReadParts } from './queries/read-parts.js';
import type { MeetingReading } from './queries/joint-meetings.query.js';
import type { RoundReading } from './queries/referral-rounds.query.js';
import { recallReferralsCommand, type RecallParts } from './referral/recall-referrals.command.js';
import { receiverCommands } from './referral/receiver.commands.js';
import { referralCommands, type ReferralParts } from './referral/referral.commands.js';
import { behaviourPlans } from './views/behaviour-plans.view.js';
import { casework } from './views/casework.view.js';
import { commitments } from './views/commitments.view.js';
import { deliveries } from './views/deliveries.view.js';
import { departments } from './views/departments.view.js';
import { groups } from './views/groups.view.js';
import { inbox } from './views/inbox.view.js';
import { jointMeetings } from './views/joint-meetings.view.js';
import { matterHandlings } from './views/matter-handlings.view.js';
import { referralRounds } from './views/referral-rounds.view.js';
import { referrals } from './views/referrals.view.js';
import { whenConsentWithdrawnThenRecallReferrals } from './when/when-consent-withdrawn-then-recall-referrals.js';
import { whenGroupMetThenFileInCases } from './when/when-group-met-then-file-in-cases.js';
import { whenAMatterClockRunsThenRemindAndPropose } from './sagas/when-a-matter-clock-runs-then-remind-and-propose.saga.js';
import { whenARoundStartsThenAskAndJoin } from './sagas/when-a-round-starts-then-ask-and-join.saga.js';
import { whenCalendarPublishedThenRecalculateDeadlines } from './when/when-calendar-published-then-recalculate-deadlines.js';
import { whenMatterRegisteredThenOpenHandling } from './when/when-matter-registered-then-open-handling.js';

type Behind = GroupParts & ReferralParts & RecallParts & MatterParts & RoundParts;

const commandsOn = (cases: Cases, behind: () => Behind) => ({
  ...deliveryCommands({ cases }), ...counsellingCommands({ cases }), ...behaviourPlanCommands({ cases }), ...commitmentCommands({ cases }),
  ...groupCommands(behind), ...departmentCommands, ...referralCommands(behind), ...receiverCommands(behind), recallReferrals: recallReferralsCommand(behind), ...matterHandlingCommandsOn(behind), ...matterSystemCommandsOn(behind),
  ...referralRoundCommandsOn(behind), ...roundSystemCommandsOn(behind), ...jointMeetingCommandsOn(behind),
});
export type CoordinationCommands = ReturnType<typeof commandsOn>;

/** The running service as its module injects it. */
export interface CoordinationParts extends ServiceParts, ReadParts, RoundReading, MeetingReading {
  readonly engine: ServiceEngine;
  readonly commands: CoordinationCommands;
  /** The statutory track, for reading. */
  readonly matters: MatterReading;
  /** For whoever closes a case: referrals in which something is still owed. */
  openReferralsOf(caseid: string): Promise<readonly OpenReferral[]>;
  /** Resolves once the directory of a district may be read. */
  readonly directoryReady: (district: string) => Promise<void>;
}

export interface StartCoordination {
  readonly engine: ServiceEngine;
  readonly keys: KeyStore;
  readonly cases: Cases;
  /** Where filed documents lie, sealed. */
  readonly blobs: BlobStore;
  /** Calendars in force; the published one when the host keeps none. */
  readonly calendars?: Calendars;
  /** Lists made-up departments of demo mode before a directory is first read. */
  readonly directoryReady?: (district: string) => Promise<void>;
}

export interface CoordinationService {
  readonly commands: CoordinationCommands;
  /** What the service's engine needs. */
  readonly engine: Pick<EngineParts, 'types' | 'projections' | 'policy'>;
  start(start: StartCoordination): { readonly parts: CoordinationParts; readonly reactions: readonly Reaction[]; readonly sagas: readonly SomeSaga[] };
}

const onlyPublished: Calendars = calendarShelf();

/** The service before it runs: its commands for the module, its views for the engine; then `start`. */
export function coordinationBefore(): CoordinationService {
  let running: CoordinationParts | undefined;
  let behind: Behind | undefined;
  const now = <T>(value: T | undefined): T => { if (!value) throw new Error('the coordination service has not started'); return value; };
  const cases: Cases = { facts: (caseid) => now(running).cases.facts(caseid) };
  const commands = commandsOn(cases, () => now(behind));

  return {
    commands,
    engine: { types, projections: built, policy: openPolicyOfCases(cases) },
    start({ engine, keys, cases: known, blobs, calendars = onlyPublished, directoryReady = () => Promise.resolve() }) {
      const { projections } = engine;
      const views = {
        casework: projections.view(casework), deliveries: projections.view(deliveries), commitments: projections.view(commitments), behaviourPlans: projections.view(behaviourPlans),
        groups: projections.view(groups), departments: projections.view(departments), referrals: projections.view(referrals), inbox: projections.view(inbox), referralRounds: projections.view(referralRounds), jointMeetings: projections.view(jointMeetings),
      };
      behind = {
        cases: known, engine, keys, blobs, calendars, log: engine.parts.log, secret: (name) => keys.secret(name),
        async entry(unit) {
          const of = parseUnit(unit)?.district;
          if (of !== undefined) await directoryReady(of);
          const doc = await views.departments.get(unit);
          return doc?.listed === 1 ? { edition: doc.edition, receives: doc.receives } : undefined;
        },
        referralsOf: (caseid) => referralsOf({ engine, referrals: views.referrals }, caseid),
      };
      running = {
        engine, commands, cases: known, directoryReady, ...views, matters: { cases: known, engine, keys, blobs, calendars, matterHandlings: projections.view(matterHandlings) },
        openReferralsOf: (caseid) => openReferralsOf({ engine, referrals: views.referrals }, caseid),
      };
      return { parts: running, reactions: [whenConsentWithdrawnThenRecallReferrals(commands.recallReferrals, () => now(behind)), whenGroupMetThenFileInCases(commands.fileGroupEvent), whenMatterRegisteredThenOpenHandling(commands), whenCalendarPublishedThenRecalculateDeadlines(commands, () => now(running).matters)], sagas: [whenAMatterClockRunsThenRemindAndPropose, whenARoundStartsThenAskAndJoin] };
    },
  };
}
