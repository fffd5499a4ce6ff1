/** Undefined when well; otherwise why not, in Chinese and English, without personal data. */
export type HealthCheck = () => Promise<Unwell | undefined> | Unwell | undefined;
export interface Unwell { readonly zh: string; readonly en: string }

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, { readonly ok: true } | { readonly ok: false; readonly why: Unwell }>>;
}

const PATIENCE_MS = 2_000;

/** The registry behind `/health/ready`. Services add their checks at start. */
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();

  add(name: string, check: HealthCheck): void { this.checks.set(name, check); }

  async report(): Promise<HealthReport> {
    const results = await Promise.all([...this.checks].map(async ([name, check]) => [name, await ask(check)] as const));
    return { status: results.every(([, r]) => r.ok) ? 'ok' : 'unavailable', checks: Object.fromEntries(results) };
  }
}

async function ask(check: HealthCheck): Promise<{ ok: true } | { ok: false; why: Unwell }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Unwell>((resolve) => { timer = setTimeout(() => resolve({ zh: '检查超时', en: 'the check did not answer in time' }), PATIENCE_MS); });
  try {
    const why = await Promise.race([Promise.resolve().then(check), late]);
    return why ? { ok: false, why } : { ok: true };
  } catch { return { ok: false, why: { zh: '检查本身出错，详见日志', en: 'the check itself failed, see the log' } }; } finally { clearTimeout(timer); }
}
