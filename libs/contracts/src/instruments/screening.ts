import type { Instrument } from '../code-lists/assessment.js';
import { cssrs } from './cssrs.js';
import type { ScreeningForm } from './form.js';
import { gad7, phq9 } from './symptom-scales.js';

const forms: readonly ScreeningForm[] = [phq9, gad7, cssrs];
const newest = new Map(forms.map((f) => [f.instrument, f]));

/** A version of an instrument, default the newest. Results are kept as scored at the time and never scored anew. */
export function screeningForm(instrument: Instrument, version?: number): ScreeningForm {
  const form = version === undefined ? newest.get(instrument) : forms.find((f) => f.instrument === instrument && f.version === version);
  if (!form) throw new Error(`no version ${version ?? ''} of ${instrument}`);
  return form;
}
