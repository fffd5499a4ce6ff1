import * as contracts from '@lianxin/contracts';
import type { OpinionPart } from '@lianxin/contracts';
import type { Actor, Refusal } from '@lianxin/kernel';
import { commandHandler, type CommandHandler, type Prepared, type PrepareContext } from '@lianxin/runtime';
import type { z } from 'zod';
import { answerStream } from '../case/at-hand.js';
import { sealText } from '../sealing/seal-values.js';
import { fileDocument } from './file-document.js';
import { matterAtHand, ownStep, prepared, stepFrom, type MatterAtHand } from './matter-at-hand.js';
import type { MatterCommand } from './matter-handling.decider.js';
import type { MatterParts } from './matter-parts.js';

type Names = keyof typeof contracts.matterHandlingCommands;
type Body<N extends Names> = z.infer<(typeof contracts.matterHandlingCommands)[N]['command']>;
type OnMatter = { readonly matter: string; readonly district?: string | undefined };

/** A unit of the city says in which district the matter is; everybody else acts at home. */
const district = ({ district: at }: { readonly district?: string | undefined }, actor: Actor): string => at ?? actor.district;
export const answerMatter = answerStream('matterhandling');

/** The commands that people give on the statutory track. Each records what an authority, or the petitioner, did. */
export function matterHandlingCommandsOn(parts: () => MatterParts) {
  /** `goesTo`: units that will have the matter; never the accused. */
  function on<N extends Names>(name: N, then: (body: Body<N>, context: PrepareContext, found: MatterAtHand) => MatterCommand | Promise<MatterCommand>, goesTo?: (body: Body<N>) => readonly string[]): CommandHandler<Body<N>> {
    const { command: body, action } = contracts.matterHandlingCommands[name];
    return commandHandler<Body<N>>({
      name, action, body: body as unknown as CommandHandler<Body<N>>['body'], district: (b, actor) => district(b as OnMatter, actor), answer: answerMatter,
      async prepare(b, context): Promise<Prepared | { readonly refusal: Refusal }> {
        const found = await matterAtHand(parts(), context, (b as OnMatter).matter);
        return found.ok ? prepared(parts(), context, found.value, b as object, await then(b, context, found.value), goesTo?.(b)) : found;
      },
    });
  }
  const text = (context: PrepareContext, { belongs }: MatterAtHand, event: string, path: string, value: unknown) => sealText(context, belongs, 'narrative', event, path, value);

  return {
    fileMatterDocument: fileDocument(parts, district),
    nameAccusedUnits: on('NameAccusedUnits', async (b, context, found) => ({ type: 'NameAccusedUnits', data: { units: await sealText(context, { ...found.belongs, accusation: true }, 'accusation', 'AccusedUnitsNamed', '/units', [...new Set(b.units)]) } })),

    routeMatter: on('RouteMatter', (b, { now }) => ({ type: 'RouteMatter', data: { ...stepFrom(b, now), route: b.route, eventDay: b.eventDay } })),
    transferMatter: on('TransferMatter', (b, { now }) => ({ type: 'TransferMatter', data: { ...stepFrom(b, now), to: b.to, level: b.level } }), (b) => b.to),
    assignMatter: on('AssignMatter', (b, { now }) => ({ type: 'AssignMatter', data: { ...stepFrom(b, now), to: b.to, level: b.level, reportBy: b.reportBy } }), (b) => [b.to]),
    guideElsewhere: on('GuideElsewhere', (b, { now }) => ({ type: 'GuideElsewhere', data: { ...stepFrom(b, now), to: b.to } }), (b) => [b.to]),
    reportUp: on('ReportUp', (b, { now }) => ({ type: 'ReportUp', data: { ...stepFrom(b, now), to: b.to } }), (b) => [b.to]),
    receiveAtUnit: on('ReceiveAtUnit', (b, { now }) => ({ type: 'ReceiveAtUnit', data: stepFrom(b, now) }), (b) => [b.by.unit]),
    giveNotice: on('GiveNotice', (b, { now }) => ({ type: 'GiveNotice', data: { ...stepFrom(b, now), way: b.way, ...(b.reason === undefined ? {} : { reason: b.reason }) } })),
    raiseObjection: on('RaiseObjection', async (b, context, found) => (
      { type: 'RaiseObjection', data: { ...stepFrom(b, context.now), ...(b.rightUnit === undefined ? {} : { rightUnit: b.rightUnit }), reasons: await text(context, found, 'ObjectionRaised', '/reasons', b.reasons) } })),
    decideObjection: on('DecideObjection', (b, { now }) => ({ type: 'DecideObjection', data: { ...stepFrom(b, now), agreed: b.agreed } })),
    disputeJurisdiction: on('DisputeJurisdiction', (b, { now }) => ({ type: 'DisputeJurisdiction', data: stepFrom(b, now) })),
    settleJurisdiction: on('SettleJurisdiction', (b, { now }) => ({ type: 'SettleJurisdiction', data: { ...stepFrom(b, now), way: b.way, unit: b.unit } }), (b) => [b.unit]),
    separateLitigation: on('SeparateLitigation', (b, { now }) => ({ type: 'SeparateLitigation', data: { ...stepFrom(b, now), way: b.way, to: b.to, whole: b.whole } })),
    recuseOfficer: on('RecuseOfficer', (b, { now }) => ({ type: 'RecuseOfficer', data: { ...stepFrom(b, now), person: b.person, reason: b.reason } })),

    acceptMatter: on('AcceptMatter', (b, { now }) => ({ type: 'AcceptMatter', data: stepFrom(b, now) })),
    declineMatter: on('DeclineMatter', (b, { now }) => ({ type: 'DeclineMatter', data: { ...stepFrom(b, now), reason: b.reason } })),
    leaveToProcedure: on('LeaveToProcedure', (b, { now }) => ({ type: 'LeaveToProcedure', data: stepFrom(b, now) })),
    extendHandling: on('ExtendHandling', (b, { now }) => ({ type: 'ExtendHandling', data: { ...stepFrom(b, now), days: b.days, reason: b.reason, told: b.told } })),
    openHearing: on('OpenHearing', (b, { now }) => ({ type: 'OpenHearing', data: stepFrom(b, now) })),
    closeHearing: on('CloseHearing', (b, { now }) => ({ type: 'CloseHearing', data: stepFrom(b, now) })),
    issueOpinion: on('IssueOpinion', async (b, context, found) => {
      const { claim, facts, opinion, legalBasis } = b.text;
      const said: readonly (readonly [OpinionPart, string | undefined])[] = [['CLAIM', claim], ['FACTS', facts], ['OPINION', opinion], ['LEGAL_BASIS', legalBasis]];
      return { type: 'IssueOpinion', data: { ...stepFrom(b, context.now), outcome: b.outcome, parts: said.filter(([, words]) => words !== undefined).map(([part]) => part), sameFacts: b.sameFacts, text: await text(context, found, 'OpinionIssued', '/text', b.text) } };
    }),
    deliverOpinion: on('DeliverOpinion', (b, { now }) => ({ type: 'DeliverOpinion', data: { ...stepFrom(b, now), method: b.method, signature: b.signature, view: b.view } })),
    reportResult: on('ReportResult', (b, { now }) => ({ type: 'ReportResult', data: stepFrom(b, now) })),
    recordSettlement: on('RecordSettlement', (b, { now }) => ({ type: 'RecordSettlement', data: { ...stepFrom(b, now), whole: b.whole } })),
    recordExecution: on('RecordExecution', (b, { now }) => ({ type: 'RecordExecution', data: { ...stepFrom(b, now), state: b.state } })),

    requestReview: on('RequestReview', (b, { now }) => ({ type: 'RequestReview', data: { ...ownStep(b, now), to: b.to, posted: b.posted } })),
    refuseReview: on('RefuseReview', (b, { now }) => ({ type: 'RefuseReview', data: { ...stepFrom(b, now), reason: b.reason } })),
    issueReviewOpinion: on('IssueReviewOpinion', async (b, context, found) => ({ type: 'IssueReviewOpinion', data: { ...stepFrom(b, context.now), outcome: b.outcome, text: await text(context, found, 'ReviewOpinionIssued', '/text', b.text) } })),
    endMatter: on('EndMatter', (b, { now }) => ({ type: 'EndMatter', data: { ...ownStep(b, now), because: b.because } })),
    recordDeath: on('RecordDeath', (b, { now }) => ({ type: 'RecordDeath', data: ownStep(b, now) })),
    nameSuccessor: on('NameSuccessor', (b, { now }) => ({ type: 'NameSuccessor', data: ownStep(b, now) })),
    refuseResubmission: on('RefuseResubmission', (b, { now }) => ({ type: 'RefuseResubmission', data: { ...stepFrom(b, now), sameFacts: b.sameFacts } })),

    proposeOversight: on('ProposeOversight', async (b, context, found) => (
      { type: 'ProposeOversight', data: { trigger: b.trigger, ...(b.unit === undefined ? {} : { unit: b.unit }), ...(b.words === undefined ? {} : { words: await text(context, found, 'OversightProposed', '/words', b.words) }) } })),
    confirmOversight: on('ConfirmOversight', (b, { now }) => ({ type: 'ConfirmOversight', data: { ...stepFrom(b, now), n: b.n } })),
    dismissOversight: on('DismissOversight', (b) => ({ type: 'DismissOversight', data: { n: b.n, reason: b.reason } })),
  };
}
