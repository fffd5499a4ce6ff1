import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, type Actor } from '@lianxin/kernel';
import { conflictKinds, events, safetyAnswers, type ConflictKind, type Purpose, type SafetyAnswer } from '@lianxin/contracts';
import { sealedBlock, testId } from '../testing/sealed.js';
import { dossier, type DossierCommand, type DossierEvent } from './dossier.decider.js';

const worker: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const colleague: Actor = { id: 'worker-2', role: 'worker', district: '440106' };
const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };

const contact = { kind: 'ordinary' as const, channel: 'VISIT' as const, anonymous: false, subject: testId(2), words: sealedBlock('narrative') };
const registered = { number: '440106-2026-000001', query: { hmac: 'h'.repeat(43), code: sealedBlock('contact') } };
const accusing = { contact: { ...contact, kind: 'accusation' as const, words: sealedBlock('accusation') }, registered: { ...registered, query: { hmac: 'h'.repeat(43), code: sealedBlock('accusation') } } };
const open = (more: Partial<Extract<DossierCommand, { type: 'OpenDossier' }>['data']> = {}): DossierCommand => ({ type: 'OpenDossier', data: { contact, registered, safety: { answer: 'NO' }, ...more } });
const matterOf = (purpose: Purpose, n = 3) => ({ matter: `matter-440106-${testId(n)}`, number: 'XF440106-2026-000001', purpose });
const opened: readonly DossierEvent[] = [{ type: 'ContactMade', data: contact }, { type: 'CaseRegistered', data: registered }, { type: 'SafetyAsked', data: { answer: 'NO' } }];
const openedAccusation: readonly DossierEvent[] = [{ type: 'ContactMade', data: accusing.contact }, { type: 'CaseRegistered', data: accusing.registered }];
const declared = (who: Actor, kind: ConflictKind): DossierEvent => ({ type: 'ConflictDeclared', data: { worker: who.id, kind } });
const takenBy = (who: Actor): DossierEvent => ({ type: 'CaseTaken', data: { worker: who.id } });
const take: DossierCommand = { type: 'TakeCase', data: {} };
const note: DossierCommand = { type: 'NoteContact', data: { contact: { form: 'PHONE', words: sealedBlock('narrative') } } };

describe('a dossier', () => {
  it('is opened by the first contact', () =>
    given(dossier, [], { actor: worker }).when(open({ consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, conflict: 'NONE', matter: matterOf('CLAIM') }))
      .thenHappened(...opened, { type: 'ConsentGiven', data: { scopes: ['SERVICE'], form: 'WRITTEN' } }, declared(worker, 'NONE'),
        { type: 'MatterFiled', data: { matter: `matter-440106-${testId(3)}`, number: 'XF440106-2026-000001', kind: 'APPEAL_CLAIM' } }));

  it('is opened once', () => given(dossier, opened).when(open()).thenRefused('dossier/already-open'));

  it('is also opened for those who do not consent: the refusal is kept', () =>
    given(dossier, []).when(open({ consent: { given: false, scopes: ['SENSITIVE'] } })).thenTypes('ContactMade', 'CaseRegistered', 'SafetyAsked', 'ConsentRefused'));

  it('raises a safety concern exactly when the answer is yes or unclear', () => {
    for (const answer of safetyAnswers.codes) {
      const types = given(dossier, []).when(open({ safety: { answer, who: ['SELF'] } })).outcome.happened!.map((e) => e.type);
      expect([answer, types.includes('SafetyConcernRaised')]).toEqual([answer, answer === 'YES' || answer === 'UNCLEAR']);
    }
  });

  it('raises a concern at any later contact too', () =>
    given(dossier, opened).when({ type: 'NoteContact', data: { contact: { form: 'PHONE', words: sealedBlock('narrative') }, safety: { answer: 'YES', who: ['MINOR'] } } })
      .thenTypes('ContactNoted', 'SafetyAsked', 'SafetyConcernRaised'));

  describe('of an accusation', () => {
    it('holds accusations only, and other dossiers hold none', () => {
      given(dossier, []).when(open({ ...accusing, matter: matterOf('ACCUSATION') })).thenTypes('ContactMade', 'CaseRegistered', 'SafetyAsked', 'MatterFiled');
      given(dossier, []).when(open({ ...accusing, matter: matterOf('CLAIM') })).thenRefused('intake/accusation-own-case');
      given(dossier, []).when(open({ matter: matterOf('ACCUSATION') })).thenRefused('intake/accusation-own-case');
      given(dossier, opened).when({ type: 'FileMatter', data: matterOf('ACCUSATION') }).thenRefused('intake/accusation-own-case');
      given(dossier, openedAccusation).when({ type: 'FileMatter', data: matterOf('OPINION') }).thenRefused('intake/accusation-own-case');
    });

    it('has every word sealed as accusation', () => {
      given(dossier, []).when(open({ contact: accusing.contact })).thenRefused('intake/accusation-own-case');
      given(dossier, []).when(open({ contact: { ...accusing.contact, words: sealedBlock('narrative') }, registered: accusing.registered })).thenRefused('intake/accusation-own-case');
      given(dossier, openedAccusation).when(note).thenRefused('intake/accusation-own-case');
    });
  });

  describe('in the queue', () => {
    it('is taken by a worker, who thereby declares no conflict', () => given(dossier, opened, { actor: worker }).when(take).thenHappened(declared(worker, 'NONE'), takenBy(worker)));

    it('is taken once', () => {
      given(dossier, [...opened, takenBy(worker)]).when(take, { actor: colleague }).thenRefused('dossier/already-taken');
      given(dossier, [...opened, takenBy(worker)]).when(take, { actor: worker }).thenNothing();
    });

    it('goes back when its holder or a supervisor returns it', () => {
      const back: DossierCommand = { type: 'ReturnCase', data: { reason: 'ABSENCE' } };
      given(dossier, [...opened, takenBy(worker)]).when(back, { actor: worker }).thenHappened({ type: 'CaseReturned', data: { worker: 'worker-1', reason: 'ABSENCE' } });
      given(dossier, [...opened, takenBy(worker)]).when(back, { actor: supervisor }).thenTypes('CaseReturned');
      given(dossier, [...opened, takenBy(worker)]).when(back, { actor: colleague }).thenRefused('dossier/not-the-holder');
      given(dossier, opened).when(back, { actor: worker }).thenRefused('dossier/not-taken');
    });

    it('is given to another worker by the supervisor', () => {
      given(dossier, [...opened, takenBy(worker)]).when({ type: 'AssignCase', data: { worker: 'worker-2' } }, { actor: supervisor }).thenHappened(takenBy(colleague));
      given(dossier, [...opened, declared(colleague, 'UNIT')]).when({ type: 'AssignCase', data: { worker: 'worker-2' } }, { actor: supervisor }).thenRefused('dossier/conflicted');
    });
  });

  describe('and its holder', () => {
    it('must be qualified, whether the case is taken or assigned', () => {
      given(dossier, opened, { actor: worker, facts: { qualified: false } }).when(take).thenRefused('dossier/unqualified');
      given(dossier, opened, { actor: supervisor, facts: { qualified: false } }).when({ type: 'AssignCase', data: { worker: 'worker-2' } }).thenRefused('dossier/unqualified');
      given(dossier, opened, { actor: worker, facts: { qualified: true } }).when(take).thenTypes('ConflictDeclared', 'CaseTaken');
    });

    it('keeps the case when a certificate runs out meanwhile', () => given(dossier, [...opened, takenBy(worker)], { actor: worker, facts: { qualified: false } }).when(take).thenNothing());
  });

  describe('with a conflict of interest', () => {
    it('is neither taken nor written in by whoever declared it', () => {
      for (const kind of conflictKinds.codes.filter((k) => k !== 'NONE')) {
        for (const c of [take, note, { type: 'FileMatter' as const, data: matterOf('CLAIM') }]) given(dossier, [...opened, declared(worker, kind)], { actor: worker }).when(c).thenRefused('dossier/conflicted');
        given(dossier, [...opened, declared(worker, kind)]).when(take, { actor: colleague }).thenTypes('ConflictDeclared', 'CaseTaken');
      }
    });

    it('goes back to the queue when its holder declares one', () =>
      given(dossier, [...opened, takenBy(worker)]).when({ type: 'DeclareConflict', data: { kind: 'RELATIVE' } }, { actor: worker })
        .thenHappened(declared(worker, 'RELATIVE'), { type: 'CaseReturned', data: { worker: 'worker-1', reason: 'CONFLICT' } }));

    it('takes a declaration back with a new one', () =>
      given(dossier, [...opened, declared(worker, 'OTHER'), declared(worker, 'NONE')], { actor: worker }).when(take).thenHappened(takenBy(worker)));
  });

  it('knows which consent stands', () => {
    const given1: DossierEvent = { type: 'ConsentGiven', data: { scopes: ['SERVICE', 'FOLLOW_UP'], form: 'ORAL' } };
    given(dossier, [...opened, given1]).when({ type: 'WithdrawConsent', data: { scopes: ['FOLLOW_UP'] } }).thenHappened({ type: 'ConsentWithdrawn', data: { scopes: ['FOLLOW_UP'] } });
    given(dossier, [...opened, given1, { type: 'ConsentWithdrawn', data: { scopes: ['FOLLOW_UP'] } }]).when({ type: 'WithdrawConsent', data: { scopes: ['FOLLOW_UP'] } }).thenRefused('dossier/consent-not-given');
    given(dossier, [...opened, given1]).when({ type: 'RecordConsent', data: { given: true, scopes: ['SERVICE'], form: 'ORAL' } }).thenNothing();
    given(dossier, [...opened, given1]).when({ type: 'RecordConsent', data: { given: false, scopes: ['SERVICE'] } }).thenTypes('ConsentRefused');
  });

  it('files a matter once', () => {
    const filed: DossierEvent = { type: 'MatterFiled', data: { matter: `matter-440106-${testId(3)}`, number: 'XF440106-2026-000001' } };
    given(dossier, [...opened, filed]).when({ type: 'FileMatter', data: matterOf('CLAIM') }).thenRefused('matter/already-registered');
    given(dossier, [...opened, filed]).when({ type: 'FileMatter', data: matterOf('ENQUIRY', 4) }).thenTypes('MatterFiled');
  });

  const later: fc.Arbitrary<DossierCommand> = fc.oneof(
    fc.constant(take), fc.constant(note),
    fc.constantFrom('worker-1', 'worker-2').map((w): DossierCommand => ({ type: 'AssignCase', data: { worker: w } })),
    fc.constant<DossierCommand>({ type: 'ReturnCase', data: { reason: 'OTHER' } }),
    fc.boolean().map((g): DossierCommand => ({ type: 'RecordConsent', data: { given: g, scopes: ['SERVICE'], form: 'ORAL' } })),
    fc.constant<DossierCommand>({ type: 'WithdrawConsent', data: { scopes: ['SERVICE'] } }),
    fc.constantFrom(...conflictKinds.codes).map((kind): DossierCommand => ({ type: 'DeclareConflict', data: { kind } })),
    fc.constantFrom<Purpose>('CLAIM', 'ACCUSATION').map((p): DossierCommand => ({ type: 'FileMatter', data: matterOf(p) })),
  );

  it('does nothing before it is opened', () => fc.assert(fc.property(later, (c) => given(dossier, []).when(c).thenRefused('dossier/not-open'))));

  it('keeps its rules through any history, in events that its contract knows', () => {
    fc.assert(fc.property(fc.array(fc.tuple(later, fc.constantFrom(worker, colleague, supervisor)), { maxLength: 25 }), fc.constantFrom<SafetyAnswer>('NO', 'YES'), (steps, answer) => {
      const history: DossierEvent[] = [...given(dossier, []).when(open({ safety: { answer }, conflict: 'NONE' })).outcome.happened!];
      for (const [c, actor] of steps) history.push(...(given(dossier, history).when(c, { actor }).outcome.happened ?? []));
      for (const e of history) expect(events.check(e)).toBeUndefined();

      // Whoever holds the case at the end has no conflict on record, and no accusation stands in an ordinary case.
      const { state } = given(dossier, history);
      const last = new Map(history.flatMap((e) => (e.type === 'ConflictDeclared' ? [[e.data.worker, e.data.kind] as const] : [])));
      expect(last.get((state as { holder?: string }).holder ?? '') ?? 'NONE').toBe('NONE');
      expect(history.some((e) => e.type === 'MatterFiled' && e.data.kind === 'ACCUSATION')).toBe(false);
    }), { numRuns: 150 });
  });
});
