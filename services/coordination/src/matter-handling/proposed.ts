import { happened } from '@lianxin/kernel';
import type { OversightTrigger } from '@lianxin/contracts';
import type { OpenMatter } from './state.js';

/** Oversight proposed by the system, unless the same is open already. */
export const proposed = (s: OpenMatter, trigger: OversightTrigger, unit: string, on: string, clock?: string) =>
  (s.oversight.some((o) => o.trigger === trigger && o.unit === unit && o.state === 'proposed')
    ? [] : [happened('OversightProposed', { n: s.oversight.length + 1, trigger, unit, on, ...(clock === undefined ? {} : { clock }) })]);
