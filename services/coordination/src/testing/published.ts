import type { EventMeta } from '@lianxin/kernel';
import type { RunningCoordination } from './running-coordination.js';
import { testId } from './sealed.js';

/** Lets the reactions take an event of another service, as a host does when it comes over the bus. */
export async function eventFor(city: RunningCoordination, type: string, data: unknown, meta: Partial<EventMeta> = {}): Promise<readonly string[]> {
  const codes: string[] = [];
  const from: EventMeta = {
    id: testId(1), log: 'intake.440106', stream: `matter-440106-${testId(7)}`, version: 1, position: 1, district: '440106', time: city.clock.now(), recordedat: city.clock.now(), actorid: 'desk-440106', actorrole: 'desk', ...meta,
  };
  for (const r of city.reactions.filter((one) => one.on.includes(type))) {
    for (const { handler, body } of await r.react({ type, data }, from)) {
      const answer = await city.give(handler, body as never, { id: 'system:coordination', role: 'system', district: from.district });
      codes.push(answer.ok ? handler.name : answer.refusal.code);
    }
  }
  return codes;
}
