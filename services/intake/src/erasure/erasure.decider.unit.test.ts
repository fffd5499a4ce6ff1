import { describe, it } from '@jest/globals';
import { given, type Actor } from '@lianxin/kernel';
import { testId } from '../testing/sealed.js';
import { erasure, type ErasureEvent } from './erasure.decider.js';

const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const archivist: Actor = { id: 'archivist-1', role: 'archivist', district: '440100' };
const scope = { subjects: [testId(1)], cases: [], compartments: [] };
const requested: ErasureEvent = { type: 'ErasureRequested', data: { scope, reason: 'ON_REQUEST' } };
const erased: ErasureEvent = { type: 'SubjectErased', data: { ...scope, requestedBy: 'supervisor-1' } };
const asked = { actor: supervisor };
const approve = (orRestrict = false) => ({ type: 'ApproveErasure' as const, data: { orRestrict } });
const decline = (because: 'NOT_FOUNDED' | 'REQUEST_WITHDRAWN') => ({ type: 'DeclineErasure' as const, data: { because } });

describe('an erasure', () => {
  it('needs two people', () => {
    given(erasure, [requested], asked).when(approve(), { actor: supervisor }).thenRefused('erasure/same-person');
    given(erasure, [requested], asked).when(approve(), { actor: archivist }).thenHappened(erased);
  });

  it('of one text names its key alone', () =>
    given(erasure, [{ type: 'ErasureRequested', data: { scope: { kid: 'k1' }, reason: 'UNLAWFUL' } }], asked).when(approve(), { actor: archivist })
      .thenHappened({ type: 'TextErased', data: { kid: 'k1', requestedBy: 'supervisor-1' } }));

  it('is refused under a duty to retain, or turned into a restriction', () => {
    given(erasure, [requested], { ...asked, facts: { held: true } }).when(approve(), { actor: archivist }).thenRefused('erasure/held');
    given(erasure, [requested], { ...asked, facts: { held: true } }).when(approve(true), { actor: archivist }).thenHappened({ type: 'Restricted', data: { scope, requestedBy: 'supervisor-1' } });
    given(erasure, [requested], asked).when(approve(true), { actor: archivist }).thenHappened(erased);
  });

  it('is taken back by whoever asked, and found unfounded by another', () => {
    given(erasure, [requested], asked).when(decline('REQUEST_WITHDRAWN'), { actor: supervisor }).thenTypes('ErasureDeclined');
    given(erasure, [requested], asked).when(decline('REQUEST_WITHDRAWN'), { actor: archivist }).thenRefused('erasure/same-person');
    given(erasure, [requested], asked).when(decline('NOT_FOUNDED'), { actor: archivist }).thenTypes('ErasureDeclined');
    given(erasure, [requested], asked).when(decline('NOT_FOUNDED'), { actor: supervisor }).thenRefused('erasure/same-person');
  });

  it('is decided once', () => {
    for (const c of [approve(), decline('NOT_FOUNDED')]) given(erasure, [requested, erased], asked).when(c, { actor: archivist }).thenRefused('erasure/already-decided');
    given(erasure, [requested], asked).when({ type: 'RequestErasure', data: { scope, reason: 'ON_REQUEST' } }).thenRefused('erasure/already-requested');
    for (const c of [approve(), decline('NOT_FOUNDED')]) given(erasure, []).when(c).thenRefused('erasure/not-requested');
  });
});
