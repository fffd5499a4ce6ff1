import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The process's measurements. One registry per application; labels are closed sets, never ids, names or addresses. */
export class Metrics {
  readonly registry = new Registry();

  constructor() { collectDefaultMetrics({ register: this.registry }); }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** `read` is asked at each scrape: a value for each set of labels. */
  gauge<L extends string>(name: string, help: string, labelNames: readonly L[], read: () => Promise<readonly (readonly [labels: Readonly<Record<L, string>>, value: number])[]>): void {
    new Gauge({
      name, help, labelNames: [...labelNames], registers: [this.registry],
      async collect() { this.reset(); for (const [labels, value] of await read()) this.set(labels, value); },
    });
  }

  histogram<L extends string>(name: string, help: string, labelNames: readonly L[], buckets: readonly number[]): Histogram<L> {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets: [...buckets], registers: [this.registry] });
  }
}

export class HttpMetrics {
  private readonly seconds: Histogram<'method' | 'route' | 'status'>;

  constructor(metrics: Metrics) {
    this.seconds = metrics.histogram('lianxin_http_request_seconds', 'Time to answer a request, by route template', ['method', 'route', 'status'], [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]);
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.seconds.labels({ method, route, status: String(status) }).observe(seconds);
  }
}
