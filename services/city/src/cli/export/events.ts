import type { Ask } from '../admin.js';
import { failed } from '../terminal.js';

interface LogState { readonly log: string; readonly service: string; readonly size: number }
interface Feed { readonly size: number; readonly events: readonly (string | { readonly body: string })[] }

export interface EventSource { readonly logs: number; readonly total: number; lines(onEvent: (done: number) => void): AsyncGenerator<string> }

/** The stored events of all logs but the access logs, whose texts do not leave their service. Throws when there is none. */
export async function eventSource(ask: Ask, only: string | undefined): Promise<EventSource> {
  const { items } = await ask<{ items: readonly LogState[] }>('GET', '/api/archive/logs');
  const logs = items.filter(({ log }) => !/-access\./.test(log) && (only === undefined || log === only));
  if (logs.length === 0) throw failed('没有这个日志。', 'There is no such log.');
  return {
    logs: logs.length,
    total: logs.reduce((sum, l) => sum + l.size, 0),
    async *lines(onEvent) {
      let done = 0;
      for (const { log, service } of logs) {
        for (let after = 0; ;) {
          const { events, size } = await ask<Feed>('GET', `/api/${service}/log/${log}?after=${after}&limit=1000`);
          for (const event of events) {
            const body = typeof event === 'string' ? event : event.body;
            if (!body.includes(`,"position":"${++after}",`)) throw failed(`日志 ${log} 在第 ${after} 条不连续，导出中止；请运行 verify。`, `Log ${log} is not dense at position ${after}: the export stops. Run verify.`);
            yield body;
          }
          done += events.length;
          onEvent(done);
          if (after >= size || events.length === 0) break;
        }
      }
    },
  };
}
