import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseSeal } from '@lianxin/contracts';
import { given, type Event } from '@lianxin/kernel';
import { caseFile, type CaseFileCommand, type CaseFileEvent, type CaseFileFacts } from './case-file.decider.js';
import { retentionFloor, retentionSigns } from './retention.js';

const root = Buffer.alloc(32).toString('base64');
/** A seal over one stream that has so many events, made when the logs had these sizes. */
const sealOf = (eventCount: number, sizes: Record<string, number> = { 'intake.440106': eventCount }): CaseSeal => {
  const asOf = Object.entries(sizes).map(([log, size]) => ({ log, size, root }));
  return { asOf, streamCount: 1, eventCount, seal: { edition: 1, asOf, streams: [{ log: 'intake.440106', stream: 'dossier-440106-1', version: eventCount, leaf: root }] } };
};
const CRISIS = 'crisis.440106';
const clearanceAt = (position: number) => ({ log: CRISIS, position, leaf: root });
const closing = { reason: 'ANSWERED', clearance: clearanceAt(5) } as const;
const heed = (position: number, revokes = true): CaseFileCommand => ({ type: 'HeedDanger', data: { by: { log: CRISIS, position }, revokes } });
const reopenedBy = (position: number): CaseFileEvent => ({ type: 'CaseReopened', data: { reason: 'NEW_RISK', by: { log: CRISIS, position } } });
const barred = (position: number): CaseFileEvent => ({ type: 'ClosingBarred', data: { by: { log: CRISIS, position } } });
const closed: CaseFileEvent = { type: 'CaseClosed', data: closing };
const sealed = (seal: CaseSeal): CaseFileEvent => ({ type: 'CaseSealed', data: seal });
const close = (retention?: 'Y3' | 'Y10' | 'Y30' | 'PERMANENT'): CaseFileCommand => ({ type: 'CloseCase', data: { ...closing, ...(retention ? { retention } : {}) } });
const seal = (s: CaseSeal): CaseFileCommand => ({ type: 'SealCase', data: { seal: s } });
/** Everything that other services are asked says yes. */
const ready = { serviceGiven: true, outcome: 'signed-off', openReferrals: 0 } as const;
const known = (floor: NonNullable<CaseFileFacts['floor']> = 'Y10') => ({ facts: { known: true, floor, closing: ready } satisfies CaseFileFacts });

describe('a case file', () => {
  it('is closed with the shortest class its case may have', () =>
    given(caseFile, [], known('Y30')).when(close()).thenHappened(closed, { type: 'RetentionAssigned', data: { class: 'Y30' } }));

  it('may be kept longer than that, never shorter', () => {
    given(caseFile, [], known('Y10')).when(close('PERMANENT')).thenHappened(closed, { type: 'RetentionAssigned', data: { class: 'PERMANENT' } });
    given(caseFile, [], known('Y10')).when(close('Y3')).thenRefused('archive/retention-too-short');
    given(caseFile, [{ type: 'RetentionAssigned', data: { class: 'PERMANENT' } }], known('Y10')).when(close('Y30')).thenRefused('archive/retention-too-short');
    given(caseFile, [], known('Y30')).when({ type: 'AssignRetention', data: { class: 'Y10' } }).thenRefused('archive/retention-too-short');
    given(caseFile, [], known('Y10')).when({ type: 'AssignRetention', data: { class: 'Y30' } }).thenTypes('RetentionAssigned');
  });

  it('belongs to a case that the archive knows', () =>
    given(caseFile, []).when(close()).thenRefused('archive/no-such-case'));

  it('is closed once, and sealed only after that', () => {
    given(caseFile, [closed], known()).when(close()).thenRefused('archive/already-closed');
    given(caseFile, []).when(seal(sealOf(3))).thenRefused('archive/not-closed');
    given(caseFile, [closed]).when(seal(sealOf(3))).thenHappened(sealed(sealOf(3)));
  });

  describe('and the clearance of crisis', () => {
    it('closes only with one', () =>
      given(caseFile, [], known()).when({ type: 'CloseCase', data: { reason: 'ANSWERED', clearance: 'none' } }).thenRefused('archive/no-clearance'));

    it('does not close on one that a danger came after, and closes on a later one', () => {
      given(caseFile, []).when(heed(6)).thenHappened(barred(6));
      given(caseFile, [barred(6)], known()).when(close()).thenRefused('archive/clearance-revoked');
      given(caseFile, [barred(6)], known()).when({ type: 'CloseCase', data: { reason: 'ANSWERED', clearance: clearanceAt(7) } }).thenTypes('CaseClosed', 'RetentionAssigned');
      given(caseFile, [barred(6)]).when(heed(6)).thenNothing();
    });

    it('is opened again by a danger after it, and the old clearance closes it no more', () => {
      given(caseFile, [closed]).when(heed(6)).thenHappened(reopenedBy(6));
      given(caseFile, [closed, sealed(sealOf(3))]).when(heed(6)).thenHappened(reopenedBy(6));
      given(caseFile, [closed, reopenedBy(6)], known()).when(close()).thenRefused('archive/clearance-revoked');
    });

    it('heeds no danger that crisis knew of when it cleared, however late the archive hears of it', () => {
      given(caseFile, [closed]).when(heed(4)).thenNothing();
      given(caseFile, [closed]).when(heed(4, false)).thenNothing();
    });

    it('was closed without one before crisis was there: any danger opens it', () => {
      const before: CaseFileEvent = { type: 'CaseClosed', data: { reason: 'ANSWERED', clearance: 'none' } };
      given(caseFile, [before]).when(heed(2, false)).thenHappened(reopenedBy(2));
      given(caseFile, []).when(heed(2, false)).thenNothing();
    });
  });

  it('is reopened by a person, and sealed anew after it is closed again', () => {
    given(caseFile, []).when({ type: 'ReopenCase', data: { reason: 'NEW_CONTACT' } }).thenRefused('archive/not-closed');
    given(caseFile, [closed, sealed(sealOf(3))]).when({ type: 'ReopenCase', data: { reason: 'NEW_CONTACT' } }).thenHappened({ type: 'CaseReopened', data: { reason: 'NEW_CONTACT' } });
    given(caseFile, [closed, sealed(sealOf(3)), { type: 'CaseReopened', data: { reason: 'NEW_CONTACT' } }, closed]).when(seal(sealOf(5))).thenTypes('CaseResealed');
  });

  it('is sealed anew when the case went on, not when it did not', () => {
    given(caseFile, [closed, sealed(sealOf(3))]).when(seal(sealOf(3, { 'intake.440106': 9 }))).thenNothing();
    given(caseFile, [closed, sealed(sealOf(3))]).when(seal(sealOf(4))).thenTypes('CaseResealed');
  });

  it('is never sealed over less than before', () => {
    given(caseFile, [closed, sealed(sealOf(3))]).when(seal(sealOf(2))).thenRefused('archive/seal-goes-back');
    given(caseFile, [closed, sealed(sealOf(3, { a: 5, b: 7 }))]).when(seal(sealOf(4, { a: 6, b: 6 }))).thenRefused('archive/seal-goes-back');
    given(caseFile, [closed, sealed(sealOf(3, { a: 5, b: 7 }))]).when(seal(sealOf(4, { a: 6 }))).thenRefused('archive/seal-goes-back');
  });

  it('is held and released', () => {
    const held: CaseFileEvent = { type: 'HoldPlaced', data: { basis: 'LITIGATION' } };
    given(caseFile, [], known()).when({ type: 'PlaceHold', data: { basis: 'LITIGATION' } }).thenHappened(held);
    given(caseFile, [held], known()).when({ type: 'PlaceHold', data: { basis: 'AUDIT' } }).thenRefused('archive/already-held');
    given(caseFile, [closed, sealed(sealOf(3)), held]).when({ type: 'LiftHold', data: {} }).thenTypes('HoldLifted');
    given(caseFile, []).when({ type: 'LiftHold', data: {} }).thenRefused('archive/not-held');
  });

  it('is sealed for the first time once, and its seals only grow, whatever is tried', () => {
    const commands = fc.array(fc.oneof(
      fc.constant(close()),
      fc.record({ events: fc.integer({ min: 1, max: 9 }), a: fc.integer({ min: 1, max: 9 }), b: fc.integer({ min: 0, max: 9 }) }).map(({ events, a, b }) => seal(sealOf(events, { a, ...(b > 0 ? { b } : {}) }))),
      fc.constantFrom<CaseFileCommand>({ type: 'PlaceHold', data: { basis: 'AUDIT' } }, { type: 'LiftHold', data: {} }, { type: 'AssignRetention', data: { class: 'Y30' } }),
    ), { maxLength: 25 });
    fc.assert(fc.property(commands, (tried) => {
      const happened: CaseFileEvent[] = [];
      for (const command of tried) happened.push(...given(caseFile, happened, known()).when(command).outcome.happened ?? []);
      const types = happened.map((e) => e.type);
      const seals = happened.filter((e) => e.type === 'CaseSealed' || e.type === 'CaseResealed').map((e) => e.data as CaseSeal);
      expect(types.filter((t) => t === 'CaseSealed').length).toBeLessThanOrEqual(1);
      expect(types.filter((t) => t === 'CaseClosed').length).toBeLessThanOrEqual(1);
      expect(seals.length === 0 || types.slice(0, types.indexOf('CaseSealed')).includes('CaseClosed')).toBe(true);
      for (const [i, s] of seals.slice(1).entries()) {
        expect(s.eventCount).toBeGreaterThan(seals[i]!.eventCount);
        for (const before of seals[i]!.asOf) expect(s.asOf.find((at) => at.log === before.log)?.size).toBeGreaterThanOrEqual(before.size);
      }
    }));
  });
});

describe('the retention floor', () => {
  const floor = (...events: Event[]) => retentionFloor(retentionSigns(events));
  it.each([
    ['an ordinary case', [{ type: 'ContactMade', data: { kind: 'ordinary' } }, { type: 'MatterRegistered', data: { purpose: 'CLAIM', flags: ['CROWD'] } }], 'Y10'],
    ['an accusation', [{ type: 'ContactMade', data: { kind: 'accusation' } }], 'Y30'],
    ['a safety concern', [{ type: 'SafetyConcernRaised', data: { answer: 'UNCLEAR', who: ['SELF'] } }], 'Y30'],
    ['a matter before the courts', [{ type: 'MatterRegistered', data: { purpose: 'APPEAL', flags: ['LITIGATION'] } }], 'Y30'],
    ['a matter found later to be before the courts', [{ type: 'MatterReclassified', data: { flags: ['LITIGATION'] } }], 'Y30'],
    ['a death', [{ type: 'CaseClosed', data: { reason: 'DIED' } }], 'Y30'],
    ['nothing known', [], 'Y10'],
  ] as const)('of %s', (_, events, expected) => { expect(floor(...events)).toBe(expected); });
});
