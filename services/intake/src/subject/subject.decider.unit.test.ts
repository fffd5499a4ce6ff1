import { describe, it } from '@jest/globals';
import { given } from '@lianxin/kernel';
import { sealedBlock } from '../testing/sealed.js';
import { subject, type SubjectEvent } from './subject.decider.js';

const person = { kind: 'PERSON' as const, identity: sealedBlock('identity'), contact: sealedBlock('contact') };
const accuser = { kind: 'PERSON' as const, accuser: true, identity: sealedBlock('accusation') };
const recorded: SubjectEvent = { type: 'SubjectRecorded', data: person };
const recordedAccuser: SubjectEvent = { type: 'SubjectRecorded', data: accuser };
const use = { type: 'UseSubject' as const, data: {} };

describe('a subject', () => {
  it('is recorded once', () => {
    given(subject, []).when({ type: 'RecordSubject', data: person }).thenHappened(recorded);
    given(subject, [recorded]).when({ type: 'RecordSubject', data: person }).thenRefused('subject/already-recorded');
  });

  it('may be anonymous: a subject with nothing in it', () =>
    given(subject, []).when({ type: 'RecordSubject', data: { kind: 'UNKNOWN' } }).thenHappened({ type: 'SubjectRecorded', data: { kind: 'UNKNOWN' } }));

  it('comes again by import without being recorded twice', () => {
    given(subject, []).when({ type: 'RecordSubjectOnce', data: person }).thenHappened(recorded);
    given(subject, [recorded]).when({ type: 'RecordSubjectOnce', data: person }).thenNothing();
  });

  it('must be there to be used or corrected', () => {
    given(subject, []).when(use).thenRefused('subject/not-recorded');
    given(subject, []).when({ type: 'CorrectIdentity', data: { identity: sealedBlock('identity'), reason: 'MISTAKE' } }).thenRefused('subject/not-recorded');
    given(subject, []).when({ type: 'CorrectContact', data: { contact: sealedBlock('contact'), reason: 'CHANGED' } }).thenRefused('subject/not-recorded');
    given(subject, [recorded]).when(use).thenNothing();
  });

  it('is corrected by a whole new value with a reason', () =>
    given(subject, [recorded]).when({ type: 'CorrectContact', data: { contact: sealedBlock('contact'), reason: 'CHANGED' } }).thenTypes('ContactCorrected'));

  it('who accuses is met in no other case', () => {
    given(subject, [recordedAccuser]).when(use).thenRefused('subject/accuser');
    given(subject, [recordedAccuser]).when({ type: 'RecordSubjectOnce', data: person }).thenRefused('subject/accuser');
  });

  it('who accuses has everything sealed as accusation, and nobody else has', () => {
    given(subject, []).when({ type: 'RecordSubject', data: { ...accuser, contact: sealedBlock('contact') } }).thenRefused('subject/accuser');
    given(subject, []).when({ type: 'RecordSubject', data: { ...person, identity: sealedBlock('accusation') } }).thenRefused('subject/accuser');
    given(subject, [recordedAccuser]).when({ type: 'CorrectIdentity', data: { identity: sealedBlock('identity'), reason: 'MISTAKE' } }).thenRefused('subject/accuser');
    given(subject, [recordedAccuser]).when({ type: 'CorrectIdentity', data: { identity: sealedBlock('accusation'), reason: 'MISTAKE' } }).thenTypes('IdentityCorrected');
  });
});
