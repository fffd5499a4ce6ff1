import type { EventOf, SupervisionTrigger, needsRecorded, safetyRaised, safetyUpgraded } from '@lianxin/contracts';
import type { EventMeta } from '@lianxin/kernel';
import { issue, reaction, type CommandHandler, type Issued, type Reaction } from '@lianxin/runtime';
import type { RequireSupervision } from '../session/session.commands.js';
import { termOf } from '../session/supervised-case.decider.js';

export interface Requires { readonly requireSupervision: CommandHandler<RequireSupervision> }

const requiring = ({ requireSupervision }: Requires, triggers: readonly (SupervisionTrigger | undefined)[], { caseid, district, id, recordedat }: EventMeta): readonly Issued[] =>
  (caseid === undefined ? [] : triggers.filter((t) => t !== undefined).map((trigger) => issue(requireSupervision, { dossier: caseid, district, trigger, cause: id, at: recordedat } as RequireSupervision)));
const highRisk = (level: string): SupervisionTrigger | undefined => (level === 'RED' || level === 'ORANGE' ? level : undefined);

/** RED and ORANGE, raised or risen to; a minor in danger besides. */
export const whenRiskIsHighThenRequireSupervision = (commands: Requires): Reaction => reaction({
  name: 'when-risk-is-high-then-require-supervision', on: ['SafetyRaised', 'SafetyUpgraded'],
  react(event, meta) {
    const { type, data } = event as EventOf<typeof safetyRaised> | EventOf<typeof safetyUpgraded>;
    return type === 'SafetyRaised' ? requiring(commands, [highRisk(data.level), data.who.includes('MINOR') ? 'MINOR' : undefined], meta) : requiring(commands, [highRisk(data.to)], meta);
  },
});

export const whenPetitionerIsMinorThenRequireSupervision = (commands: Requires): Reaction => reaction({
  name: 'when-petitioner-is-minor-then-require-supervision', on: ['NeedsRecorded'],
  react: (event, meta) => requiring(commands, [(event as EventOf<typeof needsRecorded>).data.guardianship === 'MINOR' ? 'MINOR' : undefined], meta),
});

export const whenCaseIsDeclinedThenRequireSupervision = (commands: Requires): Reaction => reaction({
  name: 'when-case-is-declined-then-require-supervision', on: ['CaseDeclined'],
  react: (_, meta) => requiring(commands, ['DECLINED'], meta),
});

export const whenCaseIsClosedThenRequireSupervision = (commands: Requires): Reaction => reaction({
  name: 'when-case-is-closed-then-require-supervision', on: ['CaseClosed'],
  react: (_, meta) => requiring(commands, ['CLOSURE'], meta),
});

/** What waits for supervision in a case. */
export interface Waits { waitingIn(caseid: string): Promise<readonly { readonly item: string; readonly district: string; readonly trigger: SupervisionTrigger; readonly due: string }[]> }

/** A case that moves takes along what supervision must still take up; the terms run on. */
export const whenCaseIsTakenOverThenRequireSupervision = ({ requireSupervision }: Requires, waits: Waits): Reaction => reaction({
  name: 'when-case-is-taken-over-then-require-supervision', on: ['CaseTakenOver'],
  async react(_, { caseid, district }) {
    if (caseid === undefined) return [];
    const left = (await waits.waitingIn(caseid)).filter((w) => w.district !== district);
    return left.map(({ item, trigger, due }) => issue(requireSupervision, { dossier: caseid, district, trigger, cause: item, at: Date.parse(due) - termOf(trigger) } as RequireSupervision));
  },
});

export const supervisionReactions = (commands: Requires, waits: Waits): readonly Reaction[] => [
  ...[whenRiskIsHighThenRequireSupervision, whenPetitionerIsMinorThenRequireSupervision, whenCaseIsDeclinedThenRequireSupervision, whenCaseIsClosedThenRequireSupervision].map((make) => make(commands)),
  whenCaseIsTakenOverThenRequireSupervision(commands, waits),
];
