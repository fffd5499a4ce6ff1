import type { Searchable } from '@lianxin/runtime';
import { planText, type PlanContent } from './plan-content.js';

export const KIND = 'plan';

/** Plans are compared by their texts. Accusations are left out: nobody may learn that one exists (Regulations art. 30). */
export const searchablePlans: Searchable = ({ event, clear }) => {
  const content = clear.get('/content') as PlanContent | undefined;
  if (!content || (event.type !== 'PlanDrafted' && event.type !== 'PlanRevised')) return [];
  if ((event.data as { content: { compartment: string } }).content.compartment === 'accusation') return [];
  return [{ path: '/content', kind: KIND, text: planText(content) }];
};
