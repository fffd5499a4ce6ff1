import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, evolve, isRefusal, type Actor, type Command, type Decider, type Event, type HeadMeta } from '@lianxin/kernel';
import { events, fileCheckItems, mayDo, nextInSupervision, nothingSupervised, seeInSupervision, type Action, type SupervisionSeen } from '@lianxin/contracts';
import { feedback } from './feedback/feedback.decider.js';
import { evaluation } from './outcome/evaluation.decider.js';
import { satisfaction } from './outcome/satisfaction.decider.js';
import { fileCheck } from './sample/file-check.decider.js';
import { supervisedCase } from './session/supervised-case.decider.js';
import { sealedBlock, testId } from './testing/sealed.js';

/** What is listed is what the deciders accept: random histories of one case over all its aggregates. */

const CASE = testId(1);
const stream = (aggregate: string, n: number): string => `${aggregate}-440106-${testId(n)}`;
const actors: readonly Actor[] = [
  { id: 'worker-1', role: 'worker', district: '440106' }, { id: 'worker-2', role: 'worker', district: '440106' }, { id: 'supervisor-1', role: 'supervisor', district: '440106' },
  { id: 'supervisor-2', role: 'supervisor', district: '440106' }, { id: 'desk-1', role: 'desk', district: '440106' }, { id: 'auditor-1', role: 'auditor', district: '440100' }, { id: 'worker-3', role: 'worker', district: '440105' },
];
const now = Date.UTC(2026, 0, 5);
const due = '2026-02-01';
type AnyDecider = Decider<Command, Event, unknown, unknown>;
interface Try { readonly name: string; readonly action: Action; readonly on?: string; readonly decider: unknown; readonly stream: string; readonly command: (seen: SupervisionSeen) => Command; readonly facts?: object; readonly closedToo?: true }

const sheet = fileCheckItems.codes.map((item) => ({ item, result: 'MISSING' }));
const words = sealedBlock('staffnote');
const tries = (owner: string | undefined): readonly Try[] => [
  { name: 'EvaluateOutcome', action: 'supervision.outcome.evaluate', decider: evaluation, stream: stream('evaluation', 1), facts: { owner }, command: () => ({ type: 'EvaluateOutcome', data: { goals: [], scales: [], petition: 'UNKNOWN', content: sealedBlock('narrative') } }) },
  { name: 'SignOffOutcome', action: 'supervision.outcome.sign-off', decider: evaluation, stream: stream('evaluation', 1), command: (s) => ({ type: 'SignOffOutcome', data: { edition: s.outcome.edition } }) },
  { name: 'ReturnOutcome', action: 'supervision.outcome.return', decider: evaluation, stream: stream('evaluation', 1), command: (s) => ({ type: 'ReturnOutcome', data: { edition: s.outcome.edition, reason: 'OTHER' } }) },
  ...[11, 12].flatMap((n): Try[] => [
    { name: 'RecordSatisfaction', action: 'supervision.satisfaction.record', on: testId(n), decider: satisfaction, stream: stream('satisfaction', n), closedToo: true, command: () => ({ type: 'RecordSatisfaction', data: { value: '0', channel: 'PHONE' } }) },
    { name: 'DeclineSatisfaction', action: 'supervision.satisfaction.record', on: testId(n), decider: satisfaction, stream: stream('satisfaction', n), closedToo: true, command: () => ({ type: 'DeclineSatisfaction', data: {} }) },
  ]),
  ...[21, 22].flatMap((n): Try[] => [
    { name: 'CheckFile', action: 'supervision.check.make', on: testId(n), decider: fileCheck, stream: stream('filecheck', n), facts: { owner }, closedToo: true, command: () => ({ type: 'CheckFile', data: { results: sheet, correction: { owner: 'worker-2', due } } }) },
    { name: 'ReportCorrection', action: 'supervision.check.correct', on: testId(n), decider: fileCheck, stream: stream('filecheck', n), closedToo: true, command: () => ({ type: 'ReportCorrection', data: { words } }) },
    { name: 'VerifyCorrection', action: 'supervision.check.verify', on: testId(n), decider: fileCheck, stream: stream('filecheck', n), closedToo: true, command: () => ({ type: 'VerifyCorrection', data: { outcome: n === 21 ? 'VERIFIED' : 'NOT_YET', ...(n === 21 ? {} : { due }) } }) },
  ]),
  ...[31, 32].flatMap((n): Try[] => [
    { name: 'AssignFeedback', action: 'supervision.feedback.assign', on: testId(n), decider: feedback, stream: stream('feedback', n), facts: { caseOwner: owner }, closedToo: true, command: () => ({ type: 'AssignFeedback', data: { owner: 'worker-2', due } }) },
    { name: 'AnswerFeedback', action: 'supervision.feedback.answer', on: testId(n), decider: feedback, stream: stream('feedback', n), facts: { caseOwner: owner }, closedToo: true, command: () => ({ type: 'AnswerFeedback', data: { answered: { finding: 'FOUNDED', answer: sealedBlock('narrative') }, improvement: { owner: 'supervisor-1', due, words } } }) },
    { name: 'VerifyImprovement', action: 'supervision.feedback.verify', on: testId(n), decider: feedback, stream: stream('feedback', n), closedToo: true, command: () => ({ type: 'VerifyImprovement', data: { effective: n === 31, ...(n === 31 ? {} : { due }) } }) },
  ]),
];
/** What begins a stream; the system or other rules say when. */
const begins: readonly Try[] = [
  ...[11, 12].map((n): Try => ({ name: 'AskSatisfaction', action: 'supervision.satisfaction.ask', decider: satisfaction, stream: stream('satisfaction', n), command: () => ({ type: 'AskSatisfaction', data: { asked: { target: 'SERVICE', channel: 'SMS', due } } }) })),
  ...[21, 22].map((n): Try => ({ name: 'SampleFile', action: 'supervision.sample.draw', decider: fileCheck, stream: stream('filecheck', n), command: () => ({ type: 'SampleFile', data: { sample: testId(5), ref: { log: 'supervision.440106', stream: stream('sample', 5), version: 1 } } }) })),
  ...[31, 32].map((n): Try => ({ name: 'ReceiveFeedback', action: 'supervision.feedback.give', decider: feedback, stream: stream('feedback', n), command: () => ({ type: 'ReceiveFeedback', data: { kind: n === 31 ? 'COMPLAINT' : 'THANKS', channel: 'QR', receipt: 'r'.repeat(43), due, text: sealedBlock('narrative') } }) })),
  ...(['RED', 'CLOSURE'] as const).map((trigger, i): Try => ({ name: 'RequireSupervision', action: 'supervision.required.raise', decider: supervisedCase, stream: stream('supervisedcase', 1), command: () => ({ type: 'RequireSupervision', data: { item: testId(50 + i), trigger, cause: testId(60 + i), at: now } }) })),
  { name: 'FileSupervision', action: 'supervision.session.hold', decider: supervisedCase, stream: stream('supervisedcase', 1), command: () => ({ type: 'FileSupervision', data: { session: testId(7), ref: { log: 'supervision.440106', stream: stream('session', 7), version: 1 }, topics: ['EDUCATIONAL'] } }) },
];

describe('next actions of supervision', () => {
  const index = fc.nat(100);
  it('are exactly what the rules accept, after any history, for anybody', () => {
    fc.assert(fc.property(fc.array(fc.tuple(index, fc.constantFrom(...actors)), { maxLength: 40 }), fc.constantFrom(...actors), fc.constantFrom('worker-1', 'supervisor-1', undefined), fc.boolean(), fc.boolean(), (steps, actor, owner, closed, conflicted) => {
      const states = new Map<string, { state: unknown; version: number }>();
      let seen = nothingSupervised;
      const all = tries(owner);
      const decided = (t: Try, by: Actor) => {
        const d = t.decider as AnyDecider;
        const at = states.get(t.stream) ?? { state: d.initial, version: 0 };
        return { d, at, decision: decide(d, t.command(seen), at.state, { actor: by, now, facts: t.facts ?? {} }) };
      };
      for (const [n, by] of steps) {
        const t = [...begins, ...all][n % (begins.length + all.length)]!;
        const { d, at, decision } = decided(t, by);
        if (isRefusal(decision)) continue;
        let { state, version } = at;
        for (const e of decision) {
          expect(events.check(e)).toBeUndefined();
          version += 1;
          const meta: HeadMeta = { id: testId(version), log: 'supervision.440106', stream: t.stream, version, caseid: CASE, district: '440106', time: now, actorid: by.id, actorrole: by.role };
          state = evolve(d, state, e, meta);
          seen = seeInSupervision(seen, { type: e.type, data: e.data, stream: t.stream, actorid: by.id });
        }
        states.set(t.stream, { state, version });
      }

      const listed = new Set(nextInSupervision(seen, actor, { district: '440106', closed, conflicted: conflicted ? [actor.id] : [], ...(owner === undefined ? {} : { owner }) }).map((a) => `${a.command} ${a.on ?? ''}`));
      for (const t of all) {
        // The gate before each command: nothing of a conflict of interest; of a closed case only what is not barred there.
        const open = !conflicted && (!closed || t.closedToo === true) && mayDo(t.action, actor, { district: '440106' }).ok;
        const accepted = open && !isRefusal(decided(t, actor).decision);
        expect([t.name, t.on, accepted]).toEqual([t.name, t.on, listed.has(`${t.name} ${t.on ?? ''}`)]);
      }
      const known = new Set([...all.map((t) => t.name), 'HoldSession', 'AskSatisfaction']);
      expect([...listed].filter((l) => !known.has(l.split(' ')[0]!))).toEqual([]);
      expect(seen.required.map((r) => r.item)).toEqual(((states.get(stream('supervisedcase', 1))?.state as { open: { item: string }[] } | undefined)?.open ?? []).map((o) => o.item));
    }), { numRuns: 200 });
  });
});
