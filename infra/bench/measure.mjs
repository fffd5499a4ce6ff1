/** Numbers of the bench: percentiles, medians, and the order in which cases are run. */

export const sorted = (values) => Float64Array.from(values).sort();
export const percentile = (values, p) => { const s = sorted(values); return s.length === 0 ? Number.NaN : s[Math.min(s.length - 1, Math.floor((s.length * p) / 100))]; };
export const median = (values) => { const s = sorted(values); const m = s.length >> 1; return s.length % 2 === 1 ? s[m] : (s[m - 1] + s[m]) / 2; };

/** Times a piece of work: units per second by the wall clock, and the process's CPU time per unit (µs), which neighbours disturb less. */
export function stopwatch() {
  const since = performance.now();
  const cpu = process.cpuUsage();
  return (units) => {
    const { user, system } = process.cpuUsage(cpu);
    return { rate: (units / (performance.now() - since)) * 1000, cpu: (user + system) / units };
  };
}

/**
 * Runs cases in the order A B … B A, so that drift (heat, disk, neighbours) hits each the same. A case is
 * `{ name, run: async () => ({ rate, latencies?, cpu? }) }`; rate = units per second, latencies in ms, cpu in µs per unit. One
 * round before is thrown away.
 * Gives per case: the rate of each round (mean of its two runs) and all latencies.
 */
export async function abba(cases, rounds, say = () => {}) {
  for (const c of cases) await c.run();
  const results = new Map(cases.map((c) => [c.name, { name: c.name, rates: [], latencies: [], cpus: [] }]));
  for (let round = 0; round < rounds; round += 1) {
    const twice = new Map(cases.map((c) => [c.name, []]));
    for (const c of [...cases, ...cases.toReversed()]) {
      const { rate, latencies = [], cpu } = await c.run();
      if (cpu !== undefined) results.get(c.name).cpus.push(cpu);
      twice.get(c.name).push(rate);
      for (const l of latencies) results.get(c.name).latencies.push(l);
    }
    for (const c of cases) results.get(c.name).rates.push(twice.get(c.name).reduce((a, b) => a + b, 0) / 2);
    say(`round ${round + 1} of ${rounds}: ${cases.map((c) => `${c.name} ${Math.round(results.get(c.name).rates.at(-1))}/s`).join(' · ')}`);
  }
  return results;
}

/** A line of the table from a case's result. */
export const row = ({ name, rates, latencies, cpus }, unit = 'events/s') => ({
  name, unit, rate: median(rates), worst: Math.min(...rates), best: Math.max(...rates),
  ...(cpus.length === 0 ? {} : { cpu: median(cpus) }),
  ...(latencies.length === 0 ? {} : { p50: percentile(latencies, 50), p99: percentile(latencies, 99), max: Math.max(...sorted(latencies).slice(-1)) }),
});

/** A gate on the ratio of two cases, round by round: the median decides, the worst round is shown. */
export function ratioGate(name, results, of, to, atLeast) {
  const ratios = results.get(of).rates.map((r, i) => r / results.get(to).rates[i]);
  const value = median(ratios);
  return { name, value, worst: Math.min(...ratios), bound: `≥ ${atLeast}`, pass: value >= atLeast };
}

export const limitGate = (name, value, atMost, unit = '') => ({ name, value, bound: `≤ ${atMost}${unit === '' ? '' : ` ${unit}`}`, pass: value <= atMost });
