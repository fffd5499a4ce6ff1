import type { HealthChecks, Metrics } from '@lianxin/nest';
import { shutLogs, type Sagas } from '@lianxin/runtime';
import type { Composition, Running } from './compose.js';

/** Shows operators what matters of every service: read-only logs that nothing goes on for, failing or parked views as checks, sizes and lags as measurements. */
export function observe(composition: Composition, health: HealthChecks, metrics: Metrics): void {
  const all = [...composition.running];
  for (const [name, running] of all) {
    for (const [check, ask] of Object.entries(running.started.checks ?? {})) health.add(`${name}-${check}`, ask);
    health.add(`${name}-log`, async () => {
      const closed = (await shutLogs(running.stores.log)).filter((l) => l.successor === undefined).map((l) => l.log);
      return closed.length === 0 ? undefined : { zh: `日志只读：${closed.join('、')}`, en: `read-only logs: ${closed.join(', ')}` };
    });
    health.add(`${name}-writer`, () => {
      const state = running.stores.log.writerState?.();
      return state === undefined || state.writes ? undefined : { zh: `写入线程已停止：${state.lastStop ?? ''}`, en: `the writing thread has stopped: ${state.lastStop ?? ''}` };
    });
    health.add(`${name}-reactions`, () => (running.behind.size === 0 ? undefined : { zh: '正在补处理其他服务的事件', en: 'still catching up with the events of other services' }));
    health.add(`${name}-views`, () => {
      const failing = running.engine.projections.status().filter((v) => v.error !== undefined).map((v) => v.view);
      return failing.length === 0 ? undefined : { zh: `视图更新失败：${failing.join('、')}（详见日志）`, en: `views that fail to update: ${failing.join(', ')} (see the log)` };
    });
  }
  const each = <T>(read: (running: Running) => Promise<T> | T) => Promise.all(all.map(async ([service, running]) => [{ service }, await read(running)] as const));
  metrics.gauge('lianxin_log_events', 'Events in the logs', ['service'], () => each(async (r) => (await heads(r)).reduce((sum, h) => sum + h.size, 0)));
  metrics.gauge('lianxin_log_writer_restarts', 'Times that the writing thread of the logs died and was begun again', ['service'], () => each((r) => r.stores.log.writerState?.().restarts ?? 0));
  metrics.gauge('lianxin_view_lag_events', 'Events that the slowest view still lacks', ['service'], () => each(async ({ engine }) => Math.max(0, ...(await engine.projections.lag()).map((l) => l.behind))));
  metrics.gauge('lianxin_parked_streams', 'Streams with an event that a view could not take', ['service'], () => each(({ engine }) => engine.projections.status().reduce((sum, v) => sum + v.parkedStreams, 0)));
  const sagas = <T>(read: (one: Sagas) => T) => Promise.resolve([...composition.sagas].map(([service, one]) => [{ service }, read(one)] as const));
  metrics.gauge('lianxin_sagas_live', 'Instances of sagas that are not at their end', ['service'], () => sagas((s) => s.counts().reduce((sum, c) => sum + (c.status === 'finished' ? 0 : c.count), 0)));
  metrics.gauge('lianxin_sagas_put_aside', 'Instances of sagas that failed and wait for a person', ['service'], () => sagas((s) => s.counts().reduce((sum, c) => sum + (c.quarantined ? c.count : 0), 0)));
  metrics.gauge('lianxin_timer_lag_seconds', 'How long the earliest due timer has been due', ['service'], () => sagas((s) => Math.max(0, composition.clock.now() - (s.nextDue() ?? Number.POSITIVE_INFINITY)) / 1_000));
}

async function heads({ stores: { log } }: Running) { return Promise.all((await log.logs()).map((name) => log.head(name))); }
