export { assessmentBefore, type AssessmentCommands, type AssessmentParts, type AssessmentService, type StartAssessment } from './assessment.js';
export { AssessmentModule } from './assessment.module.js';
export { assessmentService, type AssessmentHost } from './hosted.js';
export { nextActions, readCase, readSimilarPlans, type CasePage, type ReadParts, type ReadScreening, type SimilarPlanPage } from './queries/read-case.query.js';
export { findAssessments, findScreenings, type FindAssessments, type FindScreenings } from './queries/find-in-lists.query.js';
export { caseOfDoc as caseOfAssessment, type AssessmentDoc } from './views/assessments.view.js';
export type { ScreeningDoc } from './views/screenings.view.js';
