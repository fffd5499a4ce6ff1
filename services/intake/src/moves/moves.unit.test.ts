import { describe, expect, it } from '@jest/globals';
import { events } from '@lianxin/contracts';
import { given, happened, type Actor } from '@lianxin/kernel';
import { dossier, type DossierCommand, type DossierEvent } from '../dossier/dossier.decider.js';
import { matter, type MatterEvent } from '../matter/matter.decider.js';
import { sealedBlock, testId } from '../testing/sealed.js';

const id = testId(1);
const worker: Actor = { id: 'worker-440106', role: 'worker', district: '440106' };
const supervisor: Actor = { id: 'supervisor-440106', role: 'supervisor', district: '440106' };
const receiver: Actor = { id: 'supervisor-440105', role: 'supervisor', district: '440105' };
const theMatter = `matter-440106-${testId(3)}`;
const contactMade = { kind: 'ordinary' as const, channel: 'VISIT' as const, anonymous: false, subject: testId(2) };
const opened = (...more: DossierEvent[]): DossierEvent[] => [
  happened('ContactMade', contactMade),
  happened('CaseRegistered', { number: '440106-2026-000001' }), happened('MatterFiled', { matter: theMatter, number: 'XF440106-2026-000001' }), ...more,
];
const offer = { to: '440105' as const, reason: 'MOVED' as const, summary: sealedBlock('narrative') };
const offered = happened('CaseHandedOver', offer);
const accepted = happened('HandOverAccepted', { to: '440105' as const, move: 1 });
const accept = { type: 'AcceptHandOver' as const, data: { to: '440105' } };
const facts = { matters: [theMatter] };
const takenOver = (move = 1) => ({
  from: '440105' as const, move, continues: { log: 'intake.440105', stream: `dossier-440105-${id}`, version: 5, leaf: `${'A'.repeat(43)}=` },
  carried: {
    kind: 'ordinary' as const, channel: 'VISIT' as const, anonymous: false, subject: testId(2), number: '440106-2026-000001', concern: false, contactAt: '2026-01-05T01:00:00.000Z', recordedAt: '2026-01-05T01:00:00.000Z',
    consents: ['SERVICE' as const], conflicts: [{ worker: 'worker-440106', kind: 'RELATIVE' as const }], matters: [{ matter: theMatter }], parts: [`dossier-440105-${id}`],
  },
});

describe('a hand-over', () => {
  it('is offered by who holds the case or a supervisor, once, to another district', () => {
    given(dossier, opened(), { actor: worker }).when({ type: 'HandOverCase', data: offer }).thenTypes('CaseHandedOver');
    const held = opened(happened('CaseTaken', { worker: 'worker-2-440106' }));
    given(dossier, held, { actor: worker }).when({ type: 'HandOverCase', data: offer }).thenRefused('dossier/not-the-holder');
    given(dossier, held, { actor: supervisor }).when({ type: 'HandOverCase', data: offer }).thenTypes('CaseHandedOver');
    given(dossier, opened(offered), { actor: worker }).when({ type: 'HandOverCase', data: { ...offer, to: '440111' } }).thenRefused('dossier/hand-over-pending');
    given(dossier, opened(), { actor: worker }).when({ type: 'HandOverCase', data: { ...offer, to: '440106' } }).thenRefused('dossier/hand-over-to-itself');
    given(dossier, opened(), { actor: worker, facts: { closed: true } }).when({ type: 'HandOverCase', data: offer }).thenRefused('case/closed');
    given(dossier, opened(), { actor: worker }).when({ type: 'HandOverCase', data: { ...offer, summary: sealedBlock('accusation') } }).thenRefused('intake/accusation-own-case');
    given(dossier, opened(happened('ConflictDeclared', { worker: worker.id, kind: 'RELATIVE' as const })), { actor: worker }).when({ type: 'HandOverCase', data: offer }).thenRefused('dossier/conflicted');
  });

  it('leaves the case with its district until it is accepted', () => {
    given(dossier, opened(offered), { actor: worker }).when({ type: 'TakeCase', data: {} }).thenTypes('ConflictDeclared', 'CaseTaken');
    given(dossier, opened(offered), { actor: worker }).when({ type: 'RecallHandOver', data: {} }).thenTypes('HandOverRecalled');
    given(dossier, opened(offered, happened('HandOverRecalled', { to: '440105' as const })), { actor: receiver, facts }).when(accept).thenRefused('dossier/not-handed-over');
    given(dossier, opened(), { actor: worker }).when({ type: 'RecallHandOver', data: {} }).thenRefused('dossier/not-handed-over');
  });

  it('is accepted by the district it was offered to, without a conflict of interest, with all matters', () => {
    given(dossier, opened(offered), { actor: receiver, facts }).when(accept).thenHappened(accepted);
    given(dossier, opened(offered), { actor: receiver, facts }).when({ type: 'AcceptHandOver', data: { to: '440111' } }).thenRefused('dossier/not-handed-over');
    given(dossier, opened(offered), { actor: receiver, facts: { matters: [] } }).when(accept).thenRefused('command/busy');
    given(dossier, opened(offered), { actor: receiver, facts: { ...facts, closed: true } }).when(accept).thenRefused('case/closed');
    given(dossier, opened(happened('ConflictDeclared', { worker: receiver.id, kind: 'INTEREST' as const }), offered), { actor: receiver, facts }).when(accept).thenRefused('dossier/hand-over-conflicted');
    given(dossier, opened(offered, accepted), { actor: receiver, facts }).when(accept).thenNothing();
  });

  it('ends the stream: nothing is written in it any more', () => {
    const gone = given(dossier, opened(offered, accepted), { actor: worker });
    const commands: readonly DossierCommand[] = [
      { type: 'TakeCase', data: {} }, { type: 'AcknowledgeRights', data: { version: 1, how: 'SIGNED' } }, { type: 'RecordConsent', data: { given: true, scopes: ['SERVICE'], form: 'ORAL' } }, { type: 'HandOverCase', data: offer },
    ];
    for (const c of commands) {
      gone.when(c).thenRefused('dossier/moved');
    }
    gone.when({ type: 'OpenDossier', data: { contact: contactMade, registered: { number: '440106-2026-000001' }, safety: { answer: 'NO' } } }).thenRefused('dossier/already-open');
  });

  it('goes on in the other district with what the rules need, and may come back', () => {
    const there = given(dossier, [happened('CaseTakenOver', takenOver())], { actor: { ...worker, district: '440105' } });
    there.when({ type: 'TakeCase', data: {} }).thenRefused('dossier/conflicted');
    there.when({ type: 'WithdrawConsent', data: { scopes: ['SERVICE'] } }, { actor: receiver }).thenTypes('ConsentWithdrawn');
    there.when({ type: 'TakeOverCase', data: takenOver() }).thenNothing();
    there.when({ type: 'TakeOverCase', data: takenOver(2) }).thenRefused('dossier/already-open');
    given(dossier, opened(offered, accepted)).when({ type: 'TakeOverCase', data: takenOver(2) }).thenTypes('CaseTakenOver');
    for (const e of there.when({ type: 'TakeCase', data: {} }, { actor: supervisor }).outcome.happened ?? []) expect(events.check(e)).toBeUndefined();
  });
});

describe('a matter', () => {
  const registered: MatterEvent = happened('MatterRegistered', {
    number: 'XF440106-2026-000001', purpose: 'CLAIM' as const, channel: 'VISIT' as const, receivedAt: '2026-01-04T01:00:00.000Z', flags: [], content: sealedBlock('narrative'),
  });
  const left: MatterEvent = happened('MatterLeft', { to: '440105' as const, move: 1 });
  const answer = { type: 'RecordAnswer' as const, data: { unit: 'LABOUR' as const, at: '2026-01-04T02:00:00.000Z', source: 'DOCUMENT' as const, text: sealedBlock('narrative') } };

  it('leaves with its case and takes no entries here any more', () => {
    given(matter, [registered]).when({ type: 'LeaveMatter', data: { to: '440105', move: 1 } }).thenHappened(left);
    given(matter, [registered, left]).when(answer).thenRefused('matter/moved');
    given(matter, [registered, left]).when({ type: 'LeaveMatter', data: { to: '440105', move: 1 } }).thenNothing();
  });

  it('is answered where it went', () => {
    const there: MatterEvent = happened('MatterTakenOver', {
      from: '440105' as const, move: 1, continues: { log: 'intake.440105', stream: `matter-440105-${testId(3)}`, version: 2, leaf: `${'A'.repeat(43)}=` },
      carried: {
        number: 'XF440106-2026-000001', purpose: 'CLAIM' as const, channel: 'VISIT' as const, receivedAt: '2026-01-04T01:00:00.000Z', recordedAt: '2026-01-04T01:00:00.000Z', flags: [], answers: [], repeats: [], sealedRepeats: false,
        parts: [`matter-440105-${testId(3)}`],
      },
    });
    given(matter, [there]).when(answer).thenTypes('AnswerRecorded');
    given(matter, [there]).when({ ...answer, data: { ...answer.data, at: '2026-01-03T01:00:00.000Z' } }).thenRefused('matter/answer-before-receipt');
  });
});
