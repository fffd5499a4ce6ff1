import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { dangerLevels, instruments, isDanger, screeningForm, type DangerLevel, type Instrument } from '@lianxin/contracts';
import { given, type Actor } from '@lianxin/kernel';
import { sealedBlock } from '../testing/sealed.js';
import { screening, type ScreeningCommand, type ScreeningEvent, type ScreeningFacts } from './screening.decider.js';

const worker: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const adult: ScreeningFacts = { accusation: false, guardianship: 'NONE', guardianAgreed: false };
const data = (level: DangerLevel = 'NONE', instrument: Instrument = 'PHQ9', basis: 'CONSENT' | 'EMERGENCY' = 'CONSENT') => ({ instrument, instrumentVersion: 1, basis, complete: true, level, result: sealedBlock('health') });
const record = (...of: Parameters<typeof data>): ScreeningCommand => ({ type: 'RecordScreening', data: data(...of) });
const recorded = (level: DangerLevel): readonly ScreeningEvent[] => given(screening, [], { facts: adult, actor: worker }).when(record(level)).outcome.happened!;
const confirm = (level: DangerLevel): ScreeningCommand => ({ type: 'ConfirmScreening', data: { level } });

describe('a screening', () => {
  it('tells crisis of every danger, and of nothing else', () => {
    given(screening, [], { facts: adult }).when(record('NONE')).thenTypes('ScreeningRecorded');
    for (const level of dangerLevels.codes.filter(isDanger)) given(screening, [], { facts: adult }).when(record(level)).thenHappened({ type: 'ScreeningRecorded', data: data(level) }, { type: 'ScreeningPositive', data: { instrument: 'PHQ9', level } });
  });

  it('waits for the guardian of whoever has one; in an emergency only C-SSRS does not wait', () => {
    for (const guardianship of ['MINOR', 'LIMITED_CAPACITY'] as const) {
      const facts = { ...adult, guardianship };
      given(screening, [], { facts }).when(record()).thenRefused('screening/guardian-consent');
      given(screening, [], { facts: { ...facts, guardianAgreed: true } }).when(record()).thenTypes('ScreeningRecorded');
      given(screening, [], { facts }).when(record('HIGH', 'CSSRS', 'EMERGENCY')).thenTypes('ScreeningRecorded', 'ScreeningPositive');
    }
    given(screening, [], { facts: { ...adult, guardianship: 'UNKNOWN' } }).when(record()).thenRefused('needs/not-recorded');
    given(screening, [], { facts: adult }).when(record('NONE', 'GAD7', 'EMERGENCY')).thenRefused('screening/emergency-safety-only');
  });

  it('is confirmed by a person at what it shows or higher, never lower', () => {
    given(screening, recorded('MODERATE'), { facts: adult }).when(confirm('MODERATE')).thenHappened({ type: 'ScreeningConfirmed', data: { level: 'MODERATE' } });
    given(screening, recorded('MODERATE'), { facts: adult }).when(confirm('HIGH')).thenTypes('ScreeningConfirmed', 'ScreeningPositive');
    given(screening, recorded('NONE'), { facts: adult }).when(confirm('LOW')).thenTypes('ScreeningConfirmed', 'ScreeningPositive');
    given(screening, recorded('MODERATE'), { facts: adult }).when(confirm('LOW')).thenRefused('screening/never-lower');
    given(screening, [...recorded('LOW'), { type: 'ScreeningConfirmed', data: { level: 'HIGH' } }], { facts: adult }).when(confirm('MODERATE')).thenRefused('screening/never-lower');
    given(screening, [...recorded('LOW'), { type: 'ScreeningVoided', data: { reason: 'MISTAKE' } }], { facts: adult }).when(confirm('HIGH')).thenRefused('screening/voided');
  });

  it('in an accusation is sealed as such', () => {
    given(screening, [], { facts: { ...adult, accusation: true } }).when(record()).thenRefused('assessment/compartment');
  });

  it('never ends in anything but a record and a word to crisis, whatever was answered', () => {
    const answered = fc.constantFrom(...instruments.codes).chain((instrument) => {
      const { items, most } = screeningForm(instrument);
      return fc.record({ instrument: fc.constant(instrument), answers: fc.dictionary(fc.constantFrom(...items), fc.integer({ min: 0, max: most })) });
    });
    fc.assert(fc.property(answered, ({ instrument, answers }) => {
      const { level } = screeningForm(instrument).score(answers);
      given(screening, [], { facts: adult }).when(record(level, instrument)).thenTypes('ScreeningRecorded', ...(isDanger(level) ? ['ScreeningPositive' as const] : []));
    }), { numRuns: 80 });
  });
});
