import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, type Actor } from '@lianxin/kernel';
import { endsAction, events, nextOnSession, sessionActionOutcomes, supervisionTriggers, type SessionActionOutcome, type SupervisionTrigger } from '@lianxin/contracts';
import { testId } from '../testing/sealed.js';
import { session, type SessionCommand, type SessionEvent } from './session.decider.js';
import { supervisedCase, type SupervisedCaseCommand, type SupervisedCaseEvent } from './supervised-case.decider.js';

const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const other: Actor = { id: 'supervisor-2', role: 'supervisor', district: '440106' };
type Hold = Extract<SessionCommand, { type: 'HoldSession' }>['data'];
const hold = (more: Partial<Hold> = {}): SessionCommand => ({
  type: 'HoldSession', data: { kind: 'INDIVIDUAL', workers: ['worker-1'], minutes: 60, topics: ['SUPPORTIVE'], cases: 0, actions: [{ id: 'A1', worker: 'worker-1', due: '2026-01-19' }], ...more },
});
const held: SessionEvent = { type: 'SessionHeld', data: { ...(hold().data as Hold), supervisor: 'supervisor-1' } };
const check = (outcome: SessionActionOutcome, action = 'A1'): SessionCommand => ({ type: 'CheckSessionAction', data: { action, outcome, ...(endsAction(outcome) ? {} : { due: '2026-02-02' }) } });

describe('a session', () => {
  it('is recorded by its supervisor', () => given(session, [], { actor: supervisor }).when(hold()).thenHappened(held));
  it('is not of oneself', () => given(session, [], { actor: supervisor }).when(hold({ kind: 'GROUP', workers: ['worker-1', 'supervisor-1'] })).thenRefused('session/own-supervisor'));
  it('of one is individual, of several a group', () => {
    given(session, [], { actor: supervisor }).when(hold({ workers: ['worker-1', 'worker-2'] })).thenRefused('session/individual');
    given(session, [], { actor: supervisor }).when(hold({ kind: 'GROUP' })).thenRefused('session/individual');
    given(session, [], { actor: supervisor }).when(hold({ kind: 'CRISIS' })).thenTypes('SessionHeld');
  });
  it('leaves things to do for those who took part, from today on', () => {
    given(session, [], { actor: supervisor }).when(hold({ actions: [{ id: 'A1', worker: 'worker-9', due: '2026-01-19' }] })).thenRefused('session/action-worker');
    given(session, [], { actor: supervisor }).when(hold({ actions: [{ id: 'A1', worker: 'worker-1', due: '2026-01-04' }] })).thenRefused('session/action-due');
  });

  it('has its actions checked by somebody else until they are over', () => {
    given(session, [held], { actor: { ...supervisor, id: 'worker-1' } }).when(check('DONE')).thenRefused('session/own-action');
    given(session, [held], { actor: supervisor }).when(check('PARTLY')).thenTypes('SessionActionChecked');
    given(session, [held], { actor: supervisor }).when({ type: 'CheckSessionAction', data: { action: 'A1', outcome: 'NOT_DONE' } }).thenRefused('supervision/new-date');
    given(session, [held, { type: 'SessionActionChecked', data: { action: 'A1', outcome: 'DONE' } }], { actor: supervisor }).when(check('DONE')).thenRefused('session/no-such-action');
    given(session, [], { actor: supervisor }).when(check('DONE')).thenRefused('session/not-held');
  });

  it('lists as next actions exactly the checks that are accepted', () => {
    const checks = fc.tuple(fc.constantFrom(...sessionActionOutcomes.codes), fc.constantFrom('A1', 'A2'), fc.constantFrom(supervisor, other));
    fc.assert(fc.property(fc.array(checks, { maxLength: 6 }), fc.constantFrom(supervisor, { ...other, id: 'worker-2' }), (steps, actor) => {
      const history: SessionEvent[] = [...given(session, [], { actor: supervisor }).when(hold({ kind: 'GROUP', workers: ['worker-1', 'worker-2'], actions: [{ id: 'A1', worker: 'worker-1', due: '2026-01-19' }, { id: 'A2', worker: 'worker-2', due: '2026-01-19' }] })).outcome.happened!];
      for (const [outcome, action, by] of steps) history.push(...(given(session, history, { actor: by }).when(check(outcome, action)).outcome.happened ?? []));
      for (const e of history) expect(events.check(e)).toBeUndefined();
      const { state } = given(session, history);
      const listed = nextOnSession(state.phase === 'none' ? [] : state.actions, actor, '440106').map((a) => a.on);
      for (const action of ['A1', 'A2']) expect([action, given(session, history, { actor }).when(check('DONE', action)).outcome.happened !== undefined]).toEqual([action, listed.includes(action)]);
    }), { numRuns: 80 });
  });
});

describe('a supervised case', () => {
  const at = Date.UTC(2026, 0, 5);
  const requires = (trigger: SupervisionTrigger, n: number): SupervisedCaseCommand => ({ type: 'RequireSupervision', data: { item: testId(n), trigger, cause: testId(n + 100), at } });
  const required = (trigger: SupervisionTrigger, n: number, due: string): SupervisedCaseEvent => ({ type: 'SupervisionRequired', data: { item: testId(n), trigger, cause: testId(n + 100), due } });
  const file: SupervisedCaseCommand = { type: 'FileSupervision', data: { session: testId(1), ref: { log: 'supervision.440106', stream: 'session-440106-1', version: 1 }, topics: ['EDUCATIONAL'] } };

  it('must be taken up within 24 hours after RED', () => given(supervisedCase, []).when(requires('RED', 2)).thenHappened(required('RED', 2, '2026-01-06T00:00:00.000Z')));
  it('waits once for the same thing', () => {
    given(supervisedCase, [required('RED', 2, '2026-01-06T00:00:00.000Z')]).when(requires('RED', 3)).thenNothing();
    given(supervisedCase, [required('RED', 2, '2026-01-06T00:00:00.000Z')]).when(requires('ORANGE', 3)).thenTypes('SupervisionRequired');
  });

  it('has every waiting item taken up by the session that discusses it, and asks anew for a new cause', () => {
    const [red, closing] = [required('RED', 2, '2026-01-06T00:00:00.000Z'), required('CLOSURE', 3, '2026-01-19T00:00:00.000Z')];
    const filed = given(supervisedCase, [red, closing]).when(file).outcome.happened!;
    expect(filed).toMatchObject([{ type: 'SupervisionFiled', data: { items: [testId(2), testId(3)] } }]);
    given(supervisedCase, [red, closing, ...filed]).when(requires('RED', 4)).thenTypes('SupervisionRequired');
    given(supervisedCase, [red, closing, ...filed]).when(requires('RED', 2)).thenNothing();
    given(supervisedCase, []).when(file).thenTypes('SupervisionFiled');
  });

  it('says once that a minor is concerned, and waits for nothing that was not required', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.tuple(fc.constantFrom(...supervisionTriggers.codes), fc.nat(20)), fc.constant('file' as const)), { maxLength: 20 }), (steps) => {
      const history: SupervisedCaseEvent[] = [];
      for (const [n, s] of steps.entries()) {
        const required: SupervisedCaseCommand = s === 'file' ? file : { type: 'RequireSupervision', data: { item: testId(n + 200), trigger: s[0], cause: testId(s[1]), at } };
        history.push(...(given(supervisedCase, history).when(required).outcome.happened ?? []));
      }
      for (const e of history) expect(events.check(e)).toBeUndefined();
      const asked = history.flatMap((e) => (e.type === 'SupervisionRequired' ? [e.data] : []));
      const taken = history.flatMap((e) => (e.type === 'SupervisionFiled' ? e.data.items : []));
      const { state } = given(supervisedCase, history);
      expect(state.open.map((o) => o.item)).toEqual(asked.map((a) => a.item).filter((item) => !taken.includes(item)));
      expect(new Set(state.open.map((o) => o.trigger)).size).toBe(state.open.length);
      expect(asked.filter((a) => a.trigger === 'MINOR').length).toBeLessThanOrEqual(1);
    }), { numRuns: 100 });
  });
});
