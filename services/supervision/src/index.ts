export { supervision, type Supervision, type SupervisionCommands, type SupervisionParts, type StartSupervision, type OutcomeState } from './supervision.js';
export { SupervisionModule } from './supervision.module.js';
export { supervisionService, type SupervisionHost, type SupervisionOptions } from './hosted.js';
export type { CaseListed, DeliveryListed, EpisodeListed, InRange, MatterListed, ReferralListed, SupervisionPorts } from './ports.js';
export { qualificationOf, type Qualification } from './staff/qualification.js';
export type { DemoStaff } from './staff/staff.commands.js';
export { indicators, indicatorOf } from './indicators/catalogue.js';
export { casesBehind, indicatorDefinitions, overview, readIndicator, type IndicatorPage, type BehindPage, type Overview } from './queries/read-indicators.query.js';
export { draw, fingerprint } from './sample/sample.decider.js';
