import { shanghaiYear, startOfShanghaiYear } from '@lianxin/kernel';
import { step, type Happened, type PrepareContext, type Step } from '@lianxin/runtime';
import { register, registerStream, type RegisterEvent, type Series } from './register.decider.js';

/**
 * The step that draws numbers, and until when it may be recorded: an append that slips into the next year is prepared
 * anew, so that a number always bears the year of its recording (formats §3).
 */
export function drawNumbers({ district, now }: PrepareContext, ...series: readonly Series[]): { readonly step: Step; readonly recordedBefore: number } {
  const year = shanghaiYear(now);
  return { step: step(register, registerStream(district, year), { type: 'DrawNumbers', data: { district, year, series } }), recordedBefore: startOfShanghaiYear(year + 1) };
}

/** The number that was drawn earlier in the same command. */
export function drawnNumber(before: readonly Happened[], series: Series): string {
  for (const { type, data } of before) {
    if (type === 'NumberDrawn' && (data as RegisterEvent['data']).series === series) return (data as RegisterEvent['data']).number;
  }
  throw new Error(`no ${series} number was drawn in this command`);
}
