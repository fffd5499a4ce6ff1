/** Requests by operation (`POST /api/intake/dossiers/:dossier/take`) and class of status, from what /metrics tells. */
export function count(metrics) {
  const seen = new Map();
  for (const [, labels, n] of metrics.matchAll(/^lianxin_http_request_seconds_count\{(.*)\} (\d+)$/gm)) {
    const label = (name) => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1];
    const key = `${label('method')} ${label('route')}`;
    const row = seen.get(key) ?? {};
    row[label('status')[0]] = (row[label('status')[0]] ?? 0) + Number(n);
    seen.set(key, row);
  }
  return seen;
}

/** What came in between; the asking for /metrics itself left out. */
export function difference(before, after) {
  return new Map([...after].filter(([key]) => key !== 'GET /metrics').map(([key, row]) => [key, Object.fromEntries(Object.entries(row).map(([status, n]) => [status, n - (before.get(key)?.[status] ?? 0)]))]));
}

export function tally(counts) {
  const by = { 2: 0, 3: 0, 4: 0, 5: 0 };
  for (const row of counts.values()) for (const [status, n] of Object.entries(row)) by[status] = (by[status] ?? 0) + n;
  const total = Object.values(by).reduce((a, b) => a + b, 0);
  return { total, by, text: `${total} requests, 2xx ${by[2]}, 3xx ${by[3]}, 4xx ${by[4]}, 5xx ${by[5]}` };
}
