import type { z } from 'zod';
import * as archive from './archive.js';
import * as assessment from './assessment.js';
import * as plan from './assessment-plan.js';
import * as crisis from './crisis.js';
import * as erasure from './erasure.js';
import * as intake from './intake.js';

/**
 * Every command: `body` is what HTTP takes (what it acts on stands in the path), `command` the same with its target, as
 * handlers take it; `action` is its row in the role table. HTTP, CLI and OpenAPI all read from here.
 */
export const commandContracts = {
  RegisterContact: { service: 'intake', body: intake.registerContactBody, command: intake.registerContactBody, action: 'intake.contact.register' },
  NoteContact: { service: 'intake', body: intake.noteContactBody, command: intake.noteContact, action: 'intake.contact.note' },
  TakeCase: { service: 'intake', body: intake.takeCaseBody, command: intake.takeCase, action: 'intake.case.take' },
  AssignCase: { service: 'intake', body: intake.assignCaseBody, command: intake.assignCase, action: 'intake.case.assign' },
  ReturnCase: { service: 'intake', body: intake.returnCaseBody, command: intake.returnCase, action: 'intake.case.return' },
  RecordConsent: { service: 'intake', body: intake.recordConsentBody, command: intake.recordConsent, action: 'intake.consent.record' },
  WithdrawConsent: { service: 'intake', body: intake.withdrawConsentBody, command: intake.withdrawConsent, action: 'intake.consent.withdraw' },
  DeclareConflict: { service: 'intake', body: intake.declareConflictBody, command: intake.declareConflict, action: 'intake.conflict.declare' },
  CorrectIdentity: { service: 'intake', body: intake.correctIdentityBody, command: intake.correctIdentity, action: 'intake.subject.correct' },
  CorrectContact: { service: 'intake', body: intake.correctContactBody, command: intake.correctContact, action: 'intake.subject.correct' },
  RegisterMatter: { service: 'intake', body: intake.registerMatterBody, command: intake.registerMatter, action: 'intake.matter.register' },
  RecordAnswer: { service: 'intake', body: intake.recordAnswerBody, command: intake.recordAnswer, action: 'intake.matter.answer' },
  ReclassifyMatter: { service: 'intake', body: intake.reclassifyMatterBody, command: intake.reclassifyMatter, action: 'intake.matter.reclassify' },
  LinkRepeat: { service: 'intake', body: intake.linkRepeatBody, command: intake.linkRepeat, action: 'intake.matter.link' },
  ImportItem: { service: 'intake', body: intake.importItemBody, command: intake.importItemBody, action: 'intake.item.import' },
  RequestErasure: { service: 'intake', body: erasure.requestErasureBody, command: erasure.requestErasureBody, action: 'intake.erasure.request' },
  ApproveErasure: { service: 'intake', body: erasure.approveErasureBody, command: erasure.approveErasure, action: 'intake.erasure.approve' },
  DeclineErasure: { service: 'intake', body: erasure.declineErasureBody, command: erasure.declineErasure, action: 'intake.erasure.decline' },
  CloseCase: { service: 'archive', body: archive.closeCaseBody, command: archive.closeCase, action: 'archive.case.close' },
  ReopenCase: { service: 'archive', body: archive.reopenCaseBody, command: archive.reopenCase, action: 'archive.case.reopen' },
  AssignRetention: { service: 'archive', body: archive.assignRetentionBody, command: archive.assignRetention, action: 'archive.retention.assign' },
  PlaceHold: { service: 'archive', body: archive.placeHoldBody, command: archive.placeHold, action: 'archive.hold.place' },
  LiftHold: { service: 'archive', body: archive.liftHoldBody, command: archive.liftHold, action: 'archive.hold.lift' },
  SealCase: { service: 'archive', body: archive.sealCaseBody, command: archive.sealCase, action: 'archive.case.seal' },
  RaiseSafety: { service: 'crisis', body: crisis.raiseSafetyBody, command: crisis.raiseSafety, action: 'crisis.safety.raise' },
  UpgradeSafety: { service: 'crisis', body: crisis.upgradeSafetyBody, command: crisis.upgradeSafety, action: 'crisis.safety.upgrade' },
  DowngradeSafety: { service: 'crisis', body: crisis.downgradeSafetyBody, command: crisis.downgradeSafety, action: 'crisis.safety.downgrade' },
  ClearSafety: { service: 'crisis', body: crisis.clearSafetyBody, command: crisis.clearSafety, action: 'crisis.safety.clear' },
  ReassessSafety: { service: 'crisis', body: crisis.reassessSafetyBody, command: crisis.reassessSafety, action: 'crisis.safety.reassess' },
  MakeSafetyPlan: { service: 'crisis', body: crisis.makeSafetyPlanBody, command: crisis.makeSafetyPlan, action: 'crisis.safety.plan' },
  RespondToCrisis: { service: 'crisis', body: crisis.respondToCrisisBody, command: crisis.respondToCrisis, action: 'crisis.episode.respond' },
  NotifyInCrisis: { service: 'crisis', body: crisis.notifyInCrisisBody, command: crisis.notifyInCrisis, action: 'crisis.episode.notify' },
  RecordCrisisAction: { service: 'crisis', body: crisis.recordCrisisActionBody, command: crisis.recordCrisisAction, action: 'crisis.episode.act' },
  HandOverCrisis: { service: 'crisis', body: crisis.handOverCrisisBody, command: crisis.handOverCrisis, action: 'crisis.episode.hand-over' },
  TakeOverCrisis: { service: 'crisis', body: crisis.takeOverCrisisBody, command: crisis.takeOverCrisis, action: 'crisis.episode.take-over' },
  DebriefCrisis: { service: 'crisis', body: crisis.debriefCrisisBody, command: crisis.debriefCrisis, action: 'crisis.episode.debrief' },
  CloseCrisis: { service: 'crisis', body: crisis.closeCrisisBody, command: crisis.closeCrisis, action: 'crisis.episode.close' },
  MakeMandatoryReport: { service: 'crisis', body: crisis.makeMandatoryReportBody, command: crisis.makeMandatoryReport, action: 'crisis.report.make' },
  RecordReportReceipt: { service: 'crisis', body: crisis.recordReportReceiptBody, command: crisis.recordReportReceipt, action: 'crisis.report.receipt' },
  RecordNeeds: { service: 'assessment', body: assessment.recordNeedsBody, command: assessment.recordNeeds, action: 'assessment.needs.record' },
  RecordGuardianConsent: { service: 'assessment', body: assessment.recordGuardianConsentBody, command: assessment.recordGuardianConsent, action: 'assessment.guardian.record' },
  RecordScreening: { service: 'assessment', body: assessment.recordScreeningBody, command: assessment.recordScreening, action: 'assessment.screening.record' },
  DeclineScreening: { service: 'assessment', body: assessment.declineScreeningBody, command: assessment.declineScreening, action: 'assessment.screening.decline' },
  ConfirmScreening: { service: 'assessment', body: assessment.confirmScreeningBody, command: assessment.confirmScreening, action: 'assessment.screening.confirm' },
  VoidScreening: { service: 'assessment', body: assessment.voidScreeningBody, command: assessment.voidScreening, action: 'assessment.screening.void' },
  FollowHolder: { service: 'assessment', body: assessment.followHolderBody, command: assessment.followHolder, action: 'assessment.assessment.open' },
  CompleteAssessment: { service: 'assessment', body: assessment.completeAssessmentBody, command: assessment.completeAssessment, action: 'assessment.assessment.complete' },
  AcceptCase: { service: 'assessment', body: assessment.acceptCaseBody, command: assessment.acceptCase, action: 'assessment.case.accept' },
  DeclineCase: { service: 'assessment', body: assessment.declineCaseBody, command: assessment.declineCase, action: 'assessment.case.decline' },
  DraftPlan: { service: 'assessment', body: plan.draftPlanBody, command: plan.draftPlan, action: 'assessment.plan.draft' },
  RevisePlan: { service: 'assessment', body: plan.revisePlanBody, command: plan.revisePlan, action: 'assessment.plan.revise' },
  AnswerPlan: { service: 'assessment', body: plan.answerPlanBody, command: plan.answerPlan, action: 'assessment.plan.answer' },
  ApprovePlan: { service: 'assessment', body: plan.approvePlanBody, command: plan.approvePlan, action: 'assessment.plan.approve' },
  ReturnPlan: { service: 'assessment', body: plan.returnPlanBody, command: plan.returnPlan, action: 'assessment.plan.return' },
  ReviewPlan: { service: 'assessment', body: plan.reviewPlanBody, command: plan.reviewPlan, action: 'assessment.plan.review' },
  EndPlanTask: { service: 'assessment', body: plan.endPlanTaskBody, command: plan.endPlanTask, action: 'assessment.plan.task' },
} as const satisfies Record<string, { readonly service: string; readonly body: z.ZodType; readonly command: z.ZodType; readonly action: string }>;
export type CommandName = keyof typeof commandContracts;
